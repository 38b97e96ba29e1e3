/**
 * What a proxy configuration script (PAC) says for an address. The script is foreign code: it runs in a thread of its own, inside walls
 * (`script-sandbox.ts`), and the thread is ended when it takes too long. A name that the script asks for is resolved here, and the
 * script is run again with the answer.
 */
import { lookup } from 'node:dns/promises'
import { networkInterfaces } from 'node:os'
import { Worker } from 'node:worker_threads'
import { scriptWorkerFile } from '../shipped.ts'
import { type ProxyUse } from './proxy-choice.ts'
import { scriptLimits } from './script-limits.ts'
import { failing, type ScriptAnswer } from './script-problem.ts'
import { FromScript, type ToScript } from './script-worker-link.ts'

/** IPv4 address of a name, or of this machine for the empty name; empty when there is none. */
export type Resolve = (name: string, signal: AbortSignal) => Promise<string>

const ofThisMachine = (): string =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1'

export const resolveName: Resolve = async (name, signal) => {
  if (name === '') return ofThisMachine()
  const stopped = new Promise<string>((give) => signal.addEventListener('abort', () => give(''), { once: true }))
  const found = lookup(name, { family: 4 }).then(
    ({ address }) => address,
    () => '',
  )
  return Promise.race([stopped, found])
}

/** What `FindProxyForURL` gives for an address. Never rejects. */
export const runScript = async (
  script: string,
  url: string,
  { resolve = resolveName, signal }: { resolve?: Resolve; signal: AbortSignal },
): Promise<ScriptAnswer> => {
  if (script.length > scriptLimits.characters) return failing('tooLarge', `${script.length} characters`)
  const worker = new Worker(scriptWorkerFile(), {
    workerData: { script, url },
    resourceLimits: { maxOldGenerationSizeMb: 64 },
    stdout: true,
    stderr: true,
  })
  const limited = AbortSignal.any([signal, AbortSignal.timeout(scriptLimits.thread)])
  let names = 0
  try {
    return await new Promise<ScriptAnswer>((give) => {
      limited.addEventListener('abort', () => give(failing('tooLong', `${scriptLimits.thread} ms`)), { once: true })
      worker.once('error', (error: Error) => give(failing('throws', error.message.slice(0, 200))))
      worker.once('exit', () => give(failing('throws', 'the thread ended')))
      worker.on('message', (message: unknown) => {
        const said = FromScript.parse(message)
        if (said.is === 'answer') {
          give(said.answer)
          return
        }
        if ((names += 1) > scriptLimits.names) {
          give(failing('tooMuch', `more than ${scriptLimits.names} names`))
          return
        }
        void resolve(said.name, limited).then((address) => worker.postMessage({ name: said.name, address } satisfies ToScript))
      })
    })
  } finally {
    await worker.terminate()
  }
}

/** "PROXY a:8080; DIRECT": the first entry that this program can use. */
export const proxyOfAnswer = (text: string): ProxyUse | undefined => {
  for (const entry of text.split(';')) {
    const [, kind = '', target = ''] = /^\s*(\w+)\s*(\S*)\s*$/.exec(entry) ?? []
    if (kind.toUpperCase() === 'DIRECT') return { is: 'direct' }
    if (!/^(PROXY|HTTP|HTTPS)$/i.test(kind) || !/^(\[[0-9a-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i.test(target)) continue
    const url = URL.parse(`${kind.toUpperCase() === 'HTTPS' ? 'https' : 'http'}://${target}`)
    if (url !== null) return { is: 'proxy', url: url.href }
  }
  return undefined
}
