/** `app`: life of the process. Windows are told to it by `browser-window.ts`. */
import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { browser } from './browser.ts'

interface Closable {
  close(): void
}

export const openWindows = new Set<Closable>()
/** What boot found out about the app that runs. */
export const appFacts = { path: process.cwd(), name: 'Electron', version: '0.0.0', userData: undefined as string | undefined }

const configFolder = (): string => process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config')

class StandInApp extends EventEmitter {
  readonly isPackaged = false
  readonly commandLine = {
    appendSwitch: (name: string, value?: string): void => void this.#switches.set(name, value ?? ''),
    hasSwitch: (name: string): boolean => this.#switches.has(name),
    getSwitchValue: (name: string): string => this.#switches.get(name) ?? '',
  }
  readonly #switches = new Map<string, string>()
  readonly #paths = new Map<string, string>()
  #ready = false
  #tellReady: () => void = () => undefined
  readonly #whenReady = new Promise<void>((ready) => (this.#tellReady = ready))

  whenReady(): Promise<void> {
    return this.#whenReady
  }
  isReady(): boolean {
    return this.#ready
  }
  getVersion(): string {
    return appFacts.version
  }
  getName(): string {
    return appFacts.name
  }
  getAppPath(): string {
    return appFacts.path
  }
  getLocale(): string {
    return this.getPreferredSystemLanguages()[0] ?? 'en-US'
  }
  getPreferredSystemLanguages(): string[] {
    return [Intl.DateTimeFormat().resolvedOptions().locale]
  }
  disableHardwareAcceleration(): void {}
  enableSandbox(): void {}
  setAppUserModelId(_id: string): void {}
  requestSingleInstanceLock(): boolean {
    return true
  }
  getPath(name: string): string {
    const set = this.#paths.get(name)
    if (set !== undefined) return set
    switch (name) {
      case 'home':
        return homedir()
      case 'temp':
        return tmpdir()
      case 'exe':
        return process.execPath
      case 'appData':
        return configFolder()
      case 'documents':
      case 'downloads':
      case 'desktop':
        return homedir()
      case 'userData':
      case 'sessionData': {
        const folder = appFacts.userData ?? join(configFolder(), appFacts.name)
        mkdirSync(folder, { recursive: true })
        return folder
      }
      default:
        throw new Error(`Failed to get '${name}' path`)
    }
  }
  setPath(name: string, path: string): void {
    this.#paths.set(name, resolve(path))
  }
  quit(): void {
    if (this.#vetoed('before-quit')) return
    for (const window of [...openWindows]) window.close()
    if (openWindows.size === 0 && !this.#vetoed('will-quit')) this.exit(0)
  }
  exit(code = 0): void {
    this.emit('quit', {}, code)
    if (!browser.running) process.exit(code)
    browser.devTools.onEnd(() => process.exit(code))
    void browser.devTools.send('Browser.close').catch(() => undefined)
  }
  #vetoed(event: string): boolean {
    let vetoed = false
    this.emit(event, { preventDefault: () => (vetoed = true) })
    return vetoed
  }
  static becomeReady(one: StandInApp): void {
    one.#ready = true
    one.emit('ready', {}, {})
    one.#tellReady()
  }
}

export const app = new StandInApp()
export const becomeReady = (): void => StandInApp.becomeReady(app)
