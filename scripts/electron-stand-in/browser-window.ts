/** `BrowserWindow`: a page of Chromium with the life of a window. */
import { EventEmitter } from 'node:events'
import { app, openWindows } from './app.ts'
import { browser } from './browser.ts'
import { StandInWebContents } from './web-contents.ts'

/** The options that are understood; Electron knows more, which are passed over. */
export interface WindowOptions {
  readonly width?: number
  readonly height?: number
  readonly minWidth?: number
  readonly minHeight?: number
  readonly title?: string
  readonly show?: boolean
  readonly webPreferences?: { readonly preload?: string; readonly additionalArguments?: string[] }
}

const windows = new Map<number, StandInBrowserWindow>()
let freeTarget: string | undefined
let lastId = 0

/** The page that Chromium showed by itself, for the first window. */
export const offerFirstTarget = (target: string): void => {
  freeTarget = target
}

export class StandInBrowserWindow extends EventEmitter {
  readonly id = (lastId += 1)
  readonly webContents: StandInWebContents
  #visible: boolean
  #title: string
  #destroyed = false
  #minimum: [number, number]
  readonly #size: { readonly width: number; readonly height: number }

  constructor(options: WindowOptions = {}) {
    super()
    this.#visible = options.show !== false
    this.#title = options.title ?? app.getName()
    this.#minimum = [options.minWidth ?? 0, options.minHeight ?? 0]
    this.#size = { width: options.width ?? 800, height: options.height ?? 600 }
    windows.set(this.id, this)
    openWindows.add(this)
    const { preload, additionalArguments } = options.webPreferences ?? {}
    this.webContents = new StandInWebContents({ ...this.#size, preload, arguments: additionalArguments ?? [], target: freeTarget }, () =>
      this.close(),
    )
    freeTarget = undefined
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show', {}))
    this.webContents.on('page-title-updated', (event: unknown, title: string) => {
      this.#title = title
      this.emit('page-title-updated', event, title, true)
    })
    setImmediate(() => app.emit('browser-window-created', {}, this))
  }

  static getAllWindows(): StandInBrowserWindow[] {
    return [...windows.values()]
  }
  static fromWebContents(contents: StandInWebContents): StandInBrowserWindow | null {
    return StandInBrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null
  }
  static fromId(id: number): StandInBrowserWindow | null {
    return windows.get(id) ?? null
  }

  loadURL(address: string): Promise<void> {
    return this.webContents.loadURL(address)
  }
  show(): void {
    this.#visible = true
    this.emit('show', {})
  }
  hide(): void {
    this.#visible = false
    this.emit('hide', {})
  }
  isVisible(): boolean {
    return this.#visible
  }
  isDestroyed(): boolean {
    return this.#destroyed
  }
  isMinimized(): boolean {
    return false
  }
  restore(): void {}
  focus(): void {}
  removeMenu(): void {}
  setMenuBarVisibility(_visible: boolean): void {}
  setTitle(title: string): void {
    this.#title = title
  }
  getTitle(): string {
    return this.#title
  }
  getBounds(): { x: number; y: number; width: number; height: number } {
    return { x: 0, y: 0, ...this.#size }
  }
  setMinimumSize(width: number, height: number): void {
    this.#minimum = [width, height]
  }
  getMinimumSize(): number[] {
    return [...this.#minimum]
  }
  setProgressBar(_progress: number): void {}
  close(): void {
    let vetoed = false
    this.emit('close', { preventDefault: () => (vetoed = true) })
    if (!vetoed) this.destroy()
  }
  destroy(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    windows.delete(this.id)
    openWindows.delete(this)
    StandInWebContents.destroy(this.webContents)
    this.emit('closed')
    if (windows.size > 0) return
    setImmediate(() => {
      if (browser.running && !app.emit('window-all-closed')) app.quit()
    })
  }
}
