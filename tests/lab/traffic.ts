/** Traffic through a connector while something happens to it: how much of it failed, and how soon it came through again. */
import { type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { firstLine, stopAll } from './children.ts'
import { type Complaints } from './judge.ts'
import { type Lane } from './lane.ts'

const Trip = z.object({ at: z.number(), why: z.string().optional() })
type Trip = z.infer<typeof Trip>

/** Trips that must have come through before anything happens, and after it is over. */
const enough = 20
/** Milliseconds in which that many must come through. */
const patience = 60_000

export class Traffic {
  readonly #children: readonly ChildProcess[]
  readonly #trips: Trip[] = []

  private constructor(program: ChildProcess, echo: ChildProcess) {
    this.#children = [program, echo]
    if (program.stdout !== null)
      createInterface({ input: program.stdout }).on('line', (line) => void this.#trips.push(Trip.parse(JSON.parse(line))))
    program.stderr?.resume()
  }

  /** It flows when this resolves. */
  static async start({ cloud, namespaces }: Lane): Promise<Traffic> {
    const { echo, locations } = cloud.demo
    const service = namespaces.start('server', process.execPath, [join(import.meta.dirname, 'echo-program.ts'), echo.split(':')[1] ?? ''])
    await firstLine(service, (line) => line === 'ready', 30_000)
    const traffic = new Traffic(
      cloud.namespaces.start('cloud', process.execPath, [
        join(import.meta.dirname, 'traffic-program.ts'),
        ...[cloud.connectionFile, cloud.keyFile, locations[0]?.id ?? ''],
      ]),
      service,
    )
    await traffic.#flowsAfter(0)
    return traffic
  }

  /** `since`: when whatever happened was over. It has to flow again within `seconds`, and not to fail any more then. */
  async end(since: number, seconds: number): Promise<{ said: string; complaints: Complaints }> {
    const flows = await this.#flowsAfter(since).then(
      () => true,
      () => false,
    )
    const [program] = this.#children
    program?.stdin?.end()
    if (program?.exitCode === null && program.signalCode === null) await once(program, 'exit', { signal: AbortSignal.timeout(patience) })
    await stopAll(this.#children)
    const failures = this.#trips.filter(({ why }) => why !== undefined)
    const back = this.#trips.find(({ at, why }) => at >= since && why === undefined)?.at ?? Infinity
    const took = (back - since) / 1000
    const late = failures.filter(({ at }) => at > back + 1000)
    return {
      said: `${this.#trips.length} requests meanwhile, ${failures.length} failed, through again after ${took.toFixed(1)} s`,
      complaints: [
        ...(flows && took <= seconds ? [] : [`traffic came through after ${took.toFixed(1)} s instead of ${seconds} s`]),
        ...(late.length === 0 ? [] : [`${late.length} requests failed after that: ${late[0]?.why ?? ''}`]),
      ],
    }
  }

  async stop(): Promise<void> {
    await stopAll(this.#children)
  }

  async #flowsAfter(since: number): Promise<void> {
    const until = performance.now() + patience
    while (this.#trips.filter(({ at, why }) => at >= since && why === undefined).length < enough) {
      if (performance.now() > until) throw new Error(`no traffic comes through: ${this.#trips.at(-1)?.why ?? 'nothing was tried'}`)
      await delay(100)
    }
  }
}
