/** The one Chromium behind all windows, headless where there is no display. */
import { chromiumFlags, chromiumMissing, findChromium } from '../chromium.ts'
import { startChromium, type DevTools } from './devtools-pipe.ts'

/** Whether windows can be seen. */
export const hasDisplay = (environment: NodeJS.ProcessEnv = process.env): boolean =>
  process.platform === 'win32' || (environment['DISPLAY'] ?? '') !== '' || (environment['WAYLAND_DISPLAY'] ?? '') !== ''

const firstPage = 'data:text/html,<title>Causeway</title>'
let running: DevTools | undefined

export const browser = {
  /** Starts Chromium. `port` is Playwright's `--remote-debugging-port=…`, when it is there. */
  async start(port: string | undefined): Promise<DevTools> {
    const chromium = findChromium()
    if (chromium === undefined) throw new Error(chromiumMissing)
    const seen = hasDisplay()
    running = startChromium(chromium.path, [
      ...chromiumFlags(),
      '--disable-popup-blocking',
      '--disable-extensions',
      ...(seen ? [`--app=${firstPage}`, '--window-size=1024,720', '--hide-crash-restore-bubble'] : ['--headless', '--no-startup-window']),
      ...(port === undefined ? [] : [port]),
    ])
    const { product } = await running.send('Browser.getVersion')
    Object.defineProperty(process.versions, 'chrome', { value: product.split('/')[1] ?? '0' })
    await running.send('Target.setDiscoverTargets', { discover: true })
    await running.send('Browser.setDownloadBehavior', { behavior: 'deny' })
    return running
  },
  get devTools(): DevTools {
    if (running === undefined) throw new Error('Chromium has not been started yet')
    return running
  },
  get running(): boolean {
    return running !== undefined && !running.ended
  },
}
