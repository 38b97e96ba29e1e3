/**
 * What a proxy configuration script (PAC) says for an address. The script is foreign code: it runs in a thread of its own, inside walls
 * (`script-sandbox.ts`), and the thread is ended when it takes too long. A name that the script asks for is resolved here, and the
 * script is run again with the answer.
 */
import { lookup } from 'node:dns/promises'
import { existsSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Way } from './proxy-choice.ts'
import { scriptLimits } from './script-limits.ts'
import { failing, type ScriptAnswer } from './script-problem.ts'
import { FromScript, type ToScript } from './script-worker-link.ts'

/** Beside this file in a source checkout, beside the bundle in a built product. */
const workerFile = (): string => {
  const source = join(import.meta.dirname, 'script-worker.ts')
  return existsSync(source) ? source : join(import.meta.dirname, 'script-worker.js')
}

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
  const worker = new Worker(workerFile(), {
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

/** More are not tried: a script that names a hundred proxies names none. */
const mostWays = 6

/** "PROXY a:8080; DIRECT": the entries that this program can use, in their order. Empty for nonsense. */
export const waysOfAnswer = (text: string): Way[] =>
  text
    .split(';')
    .flatMap((entry): Way[] => {
      const [, kind = '', target = ''] = /^\s*(\w+)\s*(\S*)\s*$/.exec(entry) ?? []
      if (kind.toUpperCase() === 'DIRECT') return [{ is: 'direct' }]
      if (!/^(PROXY|HTTP|HTTPS)$/i.test(kind) || !/^(\[[0-9a-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i.test(target)) return []
      const url = URL.parse(`${kind.toUpperCase() === 'HTTPS' ? 'https' : 'http'}://${target}`)
      return url === null ? [] : [{ is: 'proxy', url: url.href }]
    })
    .slice(0, mostWays)
