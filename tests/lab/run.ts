/** Runs scenes side by side in a few lanes and prints a table. `scripts/lab.ts` starts it where it can run. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Cloud } from './cloud.ts'
import { Lane } from './lane.ts'
import { channelThat, healthy, play, type Told } from './play.ts'
import { Product } from './product.ts'
import { type Scene } from './scene.ts'

interface Named {
  readonly name: string
  readonly scene: Scene
}

/** A scene is mostly waiting; more than this and the programs that it starts wait for each other instead. */
const laneCount = 3
/** Connectors, each in a lane of its own. */
const installedCount = 2

const folder = join(import.meta.dirname, 'scenes')
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
const load = async (name: string): Promise<Named> => ({
  name,
  scene: ((await import(join(folder, `${name}.ts`))) as { scene: Scene }).scene,
})

const options = new Set(['--list', '--json', '--open'])
const given = process.argv.slice(2)
const wanted = given.filter((argument) => !options.has(argument))
if (given.includes('--list')) {
  for (const { name, scene } of await Promise.all(names.map(load))) process.stdout.write(`${name.padEnd(30)} ${scene.broken}\n`)
  process.exit(0)
}
const unknownName = wanted.find((name) => !names.includes(name))
if (unknownName !== undefined) {
  process.stderr.write(`There is no scene ${unknownName}; --list names them.\n`)
  process.exit(2)
}
if (given.includes('--open')) {
  const [name = '', ...more] = wanted
  if (name === '' || more.length > 0) {
    process.stderr.write('--open needs one scene; --list names them.\n')
    process.exit(2)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
  const { openScene } = await import('./open.ts')
  process.exit(await openScene(name, (await load(name)).scene))
}
const json = given.includes('--json')
const progress = (text: string) => void (json ? process.stderr : process.stdout).write(`${text}\n`)

const told: Told[] = []
const tell = (result: Told) => {
  told.push(result)
  progress(`${result.complaints.length === 0 ? 'ok  ' : 'FAIL'} ${result.name}: ${result.said} (${result.seconds.toFixed(1)} s)`)
  for (const complaint of result.complaints) progress(`       ${complaint}`)
}

const cloud = new Cloud()
const lanes: Lane[] = []
process.once('exit', () => {
  for (const lane of lanes) lane.close()
  cloud.close()
})
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => process.exit(130))

const openLane = async (): Promise<Lane> => {
  const lane = new Lane(cloud, lanes.length + 1)
  lanes.push(lane)
  await lane.open()
  return lane
}

/** Takes scenes from the queue until there are none. */
const drain = async (lane: Lane, queue: Named[]): Promise<void> => {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) tell(await play(lane, next.name, next.scene))
}

/** A connector, installed once; each of its scenes begins when the channel is healthy again. */
const playInstalled = async (product: Product, lane: Lane, scenes: Named[]): Promise<void> => {
  for (let next = scenes.shift(); next !== undefined; next = scenes.shift()) {
    await product.restart()
    await channelThat(product, ['healthy'])
    tell(await play(lane, next.name, next.scene, product))
    if (next.scene.configured !== undefined) await product.configure('none')
  }
}

const install = async (lane: Lane): Promise<Product> => {
  const product = new Product(lane, healthy, join(lane.folder, 'installed'))
  await product.install(cloud.demo.enrollmentToken)
  return product
}

const chosen = await Promise.all((wanted.length === 0 ? names : names.filter((name) => wanted.includes(name))).map(load))
/** What stops the control plane stops it for every lane. */
const disturbs = ({ scene }: Named) => scene.faults.some(({ is }) => is === 'controlPlaneHangs' || is === 'controlPlaneRestarts')
const isInstalled = ({ scene }: Named) => scene.installed === true
const hasTwoRelays = ({ scene }: Named) => scene.twoRelays === true
const together = chosen.filter((each) => !disturbs(each) && !hasTwoRelays(each))
const fresh = together.filter((each) => !isInstalled(each))
const installed = together.filter(isInstalled)
const alone = chosen.filter((each) => disturbs(each) && !hasTwoRelays(each))
const withTwoRelays = chosen.filter(hasTwoRelays)

await cloud.open()
const products: { lane: Lane; product: Product }[] = []
const aloneInstalled = alone.filter(isInstalled)
for (let count = Math.min(installedCount, Math.max(installed.length, aloneInstalled.length)); count > 0; count -= 1) {
  const lane = await openLane()
  products.push({ lane, product: await install(lane) })
  // Each start of the control plane gives one token, which is good for one installation.
  await cloud.restart()
}
const others = await Promise.all(Array.from({ length: Math.min(laneCount, fresh.length) }, openLane))
await Promise.all([
  ...others.map((lane) => drain(lane, fresh)),
  ...products.map(async ({ lane, product }) => {
    await playInstalled(product, lane, installed)
    await drain(lane, fresh)
  }),
])
const [first, ...rest] = products
// What travels in a scene of its own has only one connector to travel through.
for (const { product } of rest) await product.stop()
if (first !== undefined) await playInstalled(first.product, first.lane, aloneInstalled)
await first?.product.stop()
await drain(
  first?.lane ?? (await openLane()),
  alone.filter((each) => !isInstalled(each)),
)
if (withTwoRelays.length > 0) {
  await cloud.restart(['relay-1', 'relay-2'])
  const own = await openLane()
  await playInstalled(await install(own), own, withTwoRelays)
}

if (json) process.stdout.write(`${JSON.stringify(told, null, 2)}\n`)
else {
  process.stdout.write('\n| scene | what was broken | what was said | seconds |\n| --- | --- | --- | ---: |\n')
  for (const { name, broken, said, seconds, complaints } of told.toSorted((a, b) => a.name.localeCompare(b.name)))
    process.stdout.write(`| ${name} | ${broken} | ${complaints.length === 0 ? '' : '**WRONG** '}${said} | ${seconds.toFixed(1)} |\n`)
}
const failed = told.filter(({ complaints }) => complaints.length > 0).length
progress(`\n${told.length - failed} passed, ${failed} failed`)
process.exit(failed === 0 && told.length === chosen.length ? 0 : 1)
