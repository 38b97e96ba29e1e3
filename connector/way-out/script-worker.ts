/** The thread of one proxy configuration script: runs it again and again, until no name is missing. */
import { parentPort, workerData } from 'node:worker_threads'
import { runningTime } from './running-time.ts'
import { scriptLimits } from './script-limits.ts'
import { loadEngine, runOnce } from './script-sandbox.ts'
import { type FromScript, ScriptTask, type ToScript } from './script-worker-link.ts'

const { script, url } = ScriptTask.parse(workerData)
const known = new Map<string, string>()
const engine = await loadEngine()
const time = runningTime(scriptLimits.running)

const tell = (message: FromScript) => parentPort?.postMessage(message)
const run = () => {
  const result = runOnce(engine, script, url, known, time)
  tell('asks' in result ? { is: 'asks', name: result.asks } : { is: 'answer', answer: result })
}
parentPort?.on('message', ({ name, address }: ToScript) => {
  known.set(name, address)
  run()
})
run()
