/** `npm run lab -- --open SCENE`: the wizard inside a scene, for as long as a person looks at it. */
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { Cloud } from './cloud.ts'
import { Lane } from './lane.ts'
import { channelThat, healthy } from './play.ts'
import { Product } from './product.ts'
import { type Scene } from './scene.ts'

const start = resolve(import.meta.dirname, '../../scripts/start.ts')
/** What a window or a terminal needs of the person's own session. */
const ofSession = ['DISPLAY', 'XAUTHORITY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR', 'TERM', 'CHROMIUM_PATH', 'ELECTRON_STAND_IN_DEBUG_PORT']

/** The same as `npm start` does, but on the scene's server: a window where there is a display, else the guided set-up in the terminal. */
export const openScene = async (name: string, { broken, faults, installed }: Scene): Promise<number> => {
  const cloud = new Cloud()
  const lane = new Lane(cloud, 1)
  process.once('exit', () => {
    lane.close()
    cloud.close()
  })
  await cloud.open()
  await lane.open()
  const state = join(lane.folder, 'open')
  if (installed === true) {
    const product = new Product(lane, healthy, join(state, 'setup'))
    await product.install(cloud.token)
    await channelThat(product, ['healthy'])
  }
  const view = await lane.breakBy(faults)
  process.stdout.write(`${name}: ${broken}\n`)
  if (installed !== true) process.stdout.write(`One-time enrollment token: ${cloud.token}\n`)
  const environment = Object.fromEntries(ofSession.flatMap((key) => (process.env[key] === undefined ? [] : [[key, process.env[key]]])))
  const given = [
    '--control-plane',
    'https://control.lab',
    '--connection-file',
    cloud.connectionFile,
    '--server',
    view.profile,
    '--state',
    state,
  ]
  lane.namespaces.assertClosed('server')
  const child = lane.namespaces.attend('server', process.execPath, [start, ...given], { ...environment, ...view.environment })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}
