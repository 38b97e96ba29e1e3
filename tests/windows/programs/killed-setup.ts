/**
 * Set-up as a program of its own that ends itself with SIGKILL at one point of its work on the machine:
 *
 *   killed-setup.js <job file>
 *
 * At the point `until` of the job, or else at the first one that is not in the file of points, which it is added to. With neither, it
 * works to the end. Runs on this machine for a simulated server and on node.exe for Windows.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { ConnectionFile } from '../../../contract/connection-file.ts'
import { Secret } from '../../../contract/secret.ts'
import { assemble } from '../../../setup/assembly.ts'
import { allChecks } from '../../../setup/checks/catalogue.ts'

const Job = z.object({
  /** What was interrupted is gone on with: `install` resumes it, `uninstall` takes it back. */
  work: z.enum(['install', 'uninstall']),
  state: z.string(),
  connectionFile: ConnectionFile,
  token: z.string().optional(),
  /** File of the points where processes before this one ended. */
  points: z.string().optional(),
  until: z.string().optional(),
  /** Regular expression of the points that count; all when absent. */
  only: z.string().optional(),
  onSeenBefore: z.enum(['replace']).optional(),
  connectorName: z.string().default('KILLED'),
  /** Those beside this program when absent. */
  programs: z.object({ connector: z.string(), commandLine: z.string() }).optional(),
})
export type Job = z.input<typeof Job>

const job = Job.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')))
const passed = new Set(job.points !== undefined && existsSync(job.points) ? readFileSync(job.points, 'utf8').split('\n') : [])

const die = (): void => {
  process.kill(process.pid, 'SIGKILL')
  // The signal may take a moment; nothing more is done until it comes.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

const counts = new RegExp(job.only ?? '')

const reached = (point: string): void => {
  if (!counts.test(point)) return
  if (job.until !== undefined ? job.until !== point : job.points === undefined || passed.has(point)) return
  if (job.points !== undefined) appendFileSync(job.points, `${point}\n`)
  die()
}

const demand = <T>(result: { ok: true; value: T } | { ok: false; failure: unknown }): T => {
  if (result.ok) return result.value
  process.stderr.write(JSON.stringify(result.failure))
  process.exit(70)
}

const assembly = demand(
  await assemble({
    server: undefined,
    stateFolder: job.state,
    connectionFile: job.connectionFile,
    connectionFilePath: undefined,
    address: undefined,
    proxy: { is: 'direct' },
    surface: 'commandLine',
    openBrowser: async () => false,
    reached,
    ...(job.programs === undefined ? {} : { programs: job.programs }),
    // One that passes everywhere: what is installed does not hang on how many there are.
    checks: allChecks.filter(({ id }) => id === 'host.os-version'),
  }),
)
const { engine } = assembly
const until = (isSo: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = () => {
      if (isSo()) resolve()
    }
    engine.onEvent(look)
    look()
  })

if (job.token !== undefined) {
  await engine.presetTried()
  await engine.useToken(new Secret(job.token))
}
const interrupted = engine.snapshot.install.is === 'interrupted'
if (job.work === 'install' && !interrupted) {
  await engine.call('runChecks', {})
  await until(() => engine.snapshot.checks.run.is === 'done')
  await engine.call('loadLocations', {})
  await until(() => engine.snapshot.locations.is === 'loaded' || engine.snapshot.locations.is === 'failed')
  const { locations } = engine.snapshot
  const [location] = locations.is === 'loaded' ? locations.locations : []
  if (locations.is !== 'loaded' || location === undefined) throw new Error(JSON.stringify(locations))
  const { onSeenBefore, connectorName } = job
  const choice = { locationId: location.id, connectorName, labels: [], ...(onSeenBefore === undefined ? {} : { onSeenBefore }) }
  demand(await engine.call('choose', choice))
}
demand(await engine.call(job.work === 'uninstall' ? 'uninstall' : interrupted ? 'resumeInstall' : 'startInstall', {}))
const failure = await engine.installEnd()
await assembly.close()
process.stdout.write(JSON.stringify({ install: engine.snapshot.install.is, ledger: engine.snapshot.ledger, failure }))
process.exit(failure === undefined ? 0 : 71)
