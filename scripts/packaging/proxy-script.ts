/** Runs a proxy configuration script in the packaged thread for them, with the engine that lies beside it. */
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { type Problems } from './inspection.ts'

const Answer = z.object({ is: z.literal('answer'), answer: z.object({ ok: z.literal(true), text: z.string() }) })

const script = `function FindProxyForURL(url, host) {
  return shExpMatch(host, '*.contoso.example') ? 'PROXY gateway.contoso.example:8080' : 'DIRECT'
}`
const wanted = 'PROXY gateway.contoso.example:8080'
/** Milliseconds; the engine is compiled first. */
const patience = 60_000

export const proxyScriptProblems = (setupFolder: string): Promise<Problems> =>
  new Promise((resolve) => {
    const worker = new Worker(join(setupFolder, 'script-worker.js'), {
      workerData: { script, url: 'https://cp.contoso.example/' },
      stdout: true,
      stderr: true,
    })
    const end = (problems: Problems) => {
      clearTimeout(timer)
      void worker.terminate().then(() => resolve(problems))
    }
    const timer = setTimeout(() => end(['no answer']), patience)
    worker.once('error', (error) => end([String(error)]))
    worker.once('message', (message: unknown) => {
      const said = Answer.safeParse(message).data?.answer.text
      end(said === wanted ? [] : [`answered ${JSON.stringify(message)}`])
    })
  })
