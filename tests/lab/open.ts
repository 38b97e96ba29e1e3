/** `npm run lab -- --open SCENE`: the wizard inside a scene, for as long as a person looks at it. */
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { trustFlag } from '../../scripts/chromium.ts'
import { Cloud } from './cloud.ts'
import { Lane } from './lane.ts'
import { bringAbout, channelThat, healthy } from './play.ts'
import { Product } from './product.ts'
import { type Scene } from './scene.ts'

const start = resolve(import.meta.dirname, '../../scripts/start.ts')
/** What a window or a terminal needs of the person's own session. */
const ofSession = ['DISPLAY', 'XAUTHORITY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR', 'TERM', 'CHROMIUM_PATH', 'ELECTRON_STAND_IN_DEBUG_PORT']

const say = (line: string) => process.stdout.write(`${line}\n`)

/** The same as `npm start` does, but on the scene's server: a window where there is a display, else the guided set-up in the terminal. */
export const openScene = async (name: string, scene: Scene): Promise<number> => {
  const cloud = new Cloud()
  const lane = new Lane(cloud, 1)
  process.once('exit', () => {
    lane.close()
    cloud.close()
  })
  await cloud.open()
  await lane.open()
  if (scene.twoRelays === true) await cloud.restart(['relay-1', 'relay-2'])
  const state = join(lane.folder, 'open')
  const installed = scene.installed === true ? new Product(lane, healthy, join(state, 'setup')) : undefined
  if (installed !== undefined) {
    say('Installing a connector before anything breaks')
    await installed.install(cloud.demo.enrollmentToken)
    await channelThat(installed, ['healthy'])
  }
  const { view, complaints } = await bringAbout(lane, scene, installed)
  for (const complaint of complaints) say(complaint)
  say(`${name}: ${scene.broken}`)
  const { account, enrollmentToken } = cloud.demo
  if (installed === undefined) say(`Sign in as ${account.email} with ${account.password}, or with the one-time token ${enrollmentToken}`)
  const { profile, environment } = installed === undefined ? view : healthy
  const session = Object.fromEntries(ofSession.flatMap((key) => (process.env[key] === undefined ? [] : [[key, process.env[key]]])))
  const trust = { ELECTRON_STAND_IN_BROWSER_TRUST: trustFlag([cloud.certificates.root]) }
  const target = ['--control-plane', 'https://control.lab', '--connection-file', cloud.connectionFile]
  // Chromium does not start under libfaketime.
  const way = 'LD_PRELOAD' in environment ? ['--text'] : []
  lane.namespaces.assertClosed('server')
  const child = lane.namespaces.attend('server', process.execPath, [start, ...way, ...target, '--server', profile, '--state', state], {
    ...session,
    ...trust,
    ...environment,
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}
