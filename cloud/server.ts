/** `node cloud/server.ts`: the control plane as a program. Wires command line, signals and output, nothing else. */
import { parseArguments, usage } from './command-line.ts'
import { startControlPlane } from './control-plane.ts'
import { createLog } from './log.ts'
import { failureText, readyLine, readyMessage } from './ready-message.ts'

const out = (text: string) => process.stdout.write(text + '\n')
const parsed = parseArguments(process.argv.slice(2))
if (!parsed.ok) {
  process.stderr.write(`${failureText(parsed.failure)}\n`)
  process.exit(3)
}
if (parsed.value === 'help') {
  out(usage)
  process.exit(0)
}
const { json, logLevel, ...options } = parsed.value
const log = createLog(logLevel, (line) => process.stderr.write(line))
log.info({ topic: 'start' }, 'starting; the first start of a data folder takes some seconds')

const started = await startControlPlane({ ...options, log })
if (!started.ok) {
  if (json) out(JSON.stringify({ ready: false, ...started.failure }))
  process.stderr.write(failureText(started.failure) + '\n')
  process.exit(1)
}
const controlPlane = started.value

const stop = (signal: NodeJS.Signals) => {
  log.info({ topic: 'stop', signal }, 'stopping')
  // A second signal does not wait for anything.
  process.once(signal, () => process.exit(1))
  controlPlane.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      log.error({ topic: 'stop', err: error }, 'stopped with an error')
      process.exit(1)
    },
  )
}
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
// Last: whoever reads it may ask for the end at once.
out(json ? JSON.stringify(readyMessage(controlPlane)) : readyLine(controlPlane))
