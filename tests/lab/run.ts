/** Runs scenes one after the other in one laboratory and prints a table. `scripts/lab.ts` starts it where it can run. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Complaints, judgeChecks, judgeTest } from './judge.ts'
import { Laboratory, type ServerView } from './laboratory.ts'
import { Product } from './product.ts'
import { type Scene } from './scene.ts'
import { sayingOf } from './saying.ts'

interface Told {
  readonly name: string
  readonly broken: string
  readonly said: string
  readonly seconds: number
  readonly complaints: Complaints
}

const folder = join(import.meta.dirname, 'scenes')
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
const load = async (name: string): Promise<Scene> => ((await import(join(folder, `${name}.ts`))) as { scene: Scene }).scene

/** Seconds to any verdict, with a start of the program on a busy machine in it. */
const usualBound = 45
const healthy: ServerView = { profile: 'healthy-2022', environment: {} }

const Status = z.object({ service: z.object({ status: z.object({ channel: z.string() }).optional(), is: z.string() }) })

class Run {
  readonly #lab: Laboratory
  #installed: Product | undefined
  #count = 0

  constructor(lab: Laboratory) {
    this.#lab = lab
  }

  async play(name: string, scene: Scene): Promise<Told> {
    const before = scene.installed === true ? await this.#install() : undefined
    try {
      const view = await this.#lab.breakBy(scene.faults)
      return before === undefined ? await this.#fresh(name, scene, view) : await this.#after(name, scene, before)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return { name, broken: scene.broken, said: '', seconds: 0, complaints: [reason] }
    } finally {
      await this.#lab.mend()
      await this.#lab.mendNames()
    }
  }

  async #fresh(name: string, { broken, expected }: Scene, view: ServerView): Promise<Told> {
    const product = (use: string) => new Product(this.#lab, view, join(this.#lab.folder, `${name}-${use}`))
    const [check, test] = await Promise.all([product('check').check(), product('test').test()])
    const seconds = Math.max(check.seconds, test.seconds)
    const complaints = [
      ...judgeChecks(check.said, expected.checks ?? []),
      ...judgeTest(test.said, expected.test),
      ...late(seconds, expected.within),
    ]
    return { name, broken, said: sayingOf(check.said, test.said), seconds, complaints }
  }

  async #install(): Promise<Product> {
    if (this.#installed !== undefined) return this.#installed
    const product = new Product(this.#lab, healthy, join(this.#lab.folder, `installed-${(this.#count += 1)}`))
    await product.install(this.#lab.token)
    this.#installed = product
    return product
  }

  async #after(name: string, { broken, expected }: Scene, product: Product): Promise<Told> {
    const test = await product.test()
    const complaints = [...judgeTest(test.said, expected.test), ...late(test.seconds, expected.within)]
    const { channel } = expected
    const found = channel === undefined ? undefined : await channelThat(product, channel)
    if (channel !== undefined && !channel.some((wanted) => wanted === found))
      complaints.push(`status: the channel is ${found ?? 'unknown'} instead of ${channel.join(' or ')}`)
    const status = found === undefined ? '' : `; status: ${found}`
    return { name, broken, said: `${sayingOf(undefined, test.said)}${status}`, seconds: test.seconds, complaints }
  }
}

/** What `status` says of the channel, given time to notice. */
const channelThat = async (product: Product, wanted: readonly string[]): Promise<string | undefined> => {
  const until = performance.now() + 60_000
  for (;;) {
    const { service } = Status.parse((await product.status()).said)
    const channel = service.status?.channel
    if ((channel !== undefined && wanted.includes(channel)) || performance.now() > until) return channel ?? service.is
  }
}

const late = (seconds: number, bound = usualBound): Complaints =>
  seconds <= bound ? [] : [`the verdict took ${seconds.toFixed(1)} s, more than ${bound} s`]

const wanted = process.argv.slice(2)
if (wanted.includes('--list')) {
  for (const name of names) process.stdout.write(`${name.padEnd(30)} ${(await load(name)).broken}\n`)
  process.exit(0)
}
const unknownName = wanted.find((name) => !names.includes(name))
if (unknownName !== undefined) {
  process.stderr.write(`There is no scene ${unknownName}; --list names them.\n`)
  process.exit(2)
}

const lab = new Laboratory()
process.once('exit', () => lab.close())
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => process.exit(130))

await lab.open()
const run = new Run(lab)
const chosen = wanted.length === 0 ? names : names.filter((name) => wanted.includes(name))
const scenes = await Promise.all(chosen.map(async (name) => ({ name, scene: await load(name) })))
const told: Told[] = []
// Installed ones last, so that the connector's own traffic is in no other scene.
for (const { name, scene } of scenes.toSorted((a, b) => Number(a.scene.installed ?? false) - Number(b.scene.installed ?? false))) {
  const result = await run.play(name, scene)
  told.push(result)
  process.stdout.write(`${result.complaints.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${result.said} (${result.seconds.toFixed(1)} s)\n`)
  for (const complaint of result.complaints) process.stdout.write(`       ${complaint}\n`)
}

process.stdout.write('\n| scene | what was broken | what was said | seconds |\n| --- | --- | --- | ---: |\n')
for (const { name, broken, said, seconds, complaints } of told)
  process.stdout.write(`| ${name} | ${broken} | ${complaints.length === 0 ? '' : '**WRONG** '}${said} | ${seconds.toFixed(1)} |\n`)
const failed = told.filter(({ complaints }) => complaints.length > 0).length
process.stdout.write(`\n${told.length - failed} passed, ${failed} failed\n`)
process.exit(failed === 0 ? 0 : 1)
