/** Does what Electron's executable does at its start: arguments, `-r` modules, `electron` for the app, then the app's main script. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { appFacts, becomeReady } from './app.ts'
import { browser, hasDisplay } from './browser.ts'
import { StandInBrowserWindow, offerFirstTarget } from './browser-window.ts'
import { isOwnTarget, StandInWebContents } from './web-contents.ts'

const module = new URL('./electron-module.ts', import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    /^electron(\/(main|common))?$/.test(specifier) ? { url: module, shortCircuit: true } : next(specifier, context),
})

const values = process.argv.slice(2)
const executable = join(import.meta.dirname, 'electron')
const electronVersion = (createRequire(import.meta.url)('../../node_modules/electron/package.json') as { version: string }).version
process.argv = [executable, ...values]
process.execPath = executable
for (const [name, value] of [
  ['type', 'browser'],
  ['defaultApp', true],
  ['resourcesPath', join(process.cwd(), 'resources')],
] as const)
  Object.defineProperty(process, name, { value })
Object.defineProperty(process.versions, 'electron', { value: electronVersion })
Object.defineProperty(process.versions, 'chrome', { value: '0', configurable: true })

const required: string[] = []
let target: string | undefined
for (let index = 0; index < values.length; index += 1) {
  const value = values[index] ?? ''
  if (value === '-r' || value === '--require') required.push(values[(index += 1)] ?? '')
  else if (value.startsWith('--user-data-dir=')) appFacts.userData = resolve(value.slice('--user-data-dir='.length))
  else if (!value.startsWith('-')) target ??= resolve(value)
}
if (target === undefined || !existsSync(target)) {
  process.stderr.write('Electron stand-in: name the folder or the main script of an app.\n')
  process.exit(1)
}

interface Manifest {
  readonly main?: string
  readonly name?: string
  readonly productName?: string
  readonly version?: string
}
const isFolder = statSync(target).isDirectory()
const manifest = isFolder ? (JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')) as Manifest) : {}
appFacts.path = isFolder ? target : dirname(target)
appFacts.name = manifest.productName ?? manifest.name ?? 'Electron'
appFacts.version = manifest.version ?? electronVersion

const require = createRequire(import.meta.url)
for (const name of required) require(name)

/** Pages that the app did not ask for (popups, new windows of Chromium itself) are closed before they run. */
const refuseOtherPages = async (): Promise<void> => {
  const { devTools } = browser
  devTools.on('', 'Target.attachedToTarget', ({ targetInfo, sessionId, waitingForDebugger }) => {
    const refused = targetInfo.openerId !== undefined || (waitingForDebugger && !isOwnTarget(targetInfo.targetId))
    const quiet = (): undefined => undefined
    // A new window shares the process of the page that opened it, which stands still until the new one goes on: it may, with every request held.
    if (refused) void devTools.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }, sessionId).catch(quiet)
    if (waitingForDebugger) void devTools.send('Runtime.runIfWaitingForDebugger', {}, sessionId).catch(quiet)
    if (refused) void devTools.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(quiet)
  })
  devTools.on('', 'Target.targetInfoChanged', ({ targetInfo }) => {
    const contents = StandInWebContents.fromDevToolsTargetId(targetInfo.targetId)
    if (contents !== undefined && contents.getURL() !== 'about:blank') StandInWebContents.titled(contents, targetInfo.title)
  })
  devTools.on('', 'Target.targetDestroyed', ({ targetId }) => {
    StandInBrowserWindow.getAllWindows()
      .find(({ webContents }) => webContents === StandInWebContents.fromDevToolsTargetId(targetId))
      ?.close()
  })
  if (hasDisplay()) {
    const { targetInfos } = await devTools.send('Target.getTargets', {})
    const first = targetInfos.find(({ type }) => type === 'page')
    if (first !== undefined) offerFirstTarget(first.targetId)
  }
  await devTools.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
    filter: [{ type: 'page' }, { exclude: true }],
  })
}

process.on('exit', () => {
  if (browser.running) browser.devTools.kill()
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1))

/** As in Electron, an app becomes ready only after its main script has been evaluated. */
const start = async (folder: string): Promise<void> => {
  const devTools = await browser.start(values.find((value) => value.startsWith('--remote-debugging-port=')))
  devTools.onEnd(() => process.exit(0))
  await refuseOtherPages()
  await import(pathToFileURL(isFolder ? join(folder, manifest.main ?? 'index.js') : folder).href)
  becomeReady()
}
start(target).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
})
