/**
 * A cloud service as a program: in a few loops bytes to the published echo and back through the control plane, one line of JSON for each
 * trip. Ends with its input. Runs inside the laboratory only. Arguments: connection file, file with the service key, location.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { echoThroughCloud } from '../../scripts/cloud-service.ts'

const [connectionFile = '', keyFile = '', location = ''] = process.argv.slice(2)
const loops = 4
const bytes = 1024
/** Milliseconds between two trips of one loop: enough load to be seen, little enough for a shared machine. */
const between = 50

let goes = true
process.stdin.once('close', () => (goes = false)).resume()

const drive = async (): Promise<void> => {
  while (goes) {
    // The key changes with every start of the demo.
    const key = readFileSync(keyFile, 'utf8')
    const why = await echoThroughCloud(connectionFile, key, location, 'echo', bytes).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    process.stdout.write(`${JSON.stringify({ at: Date.now(), why })}\n`)
    await pause(between)
  }
}
await Promise.all(Array.from({ length: loops }, drive))
