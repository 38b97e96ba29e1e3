/** `webContents`: one page of Chromium, its preload script, its requests and its messages. Long because Electron has it as one class. */
import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { app } from './app.ts'
import { browser } from './browser.ts'
import { type Protocol } from './devtools-pipe.ts'
import { invokeHandler, ipcMain } from './ipc-main.ts'
import { tellTheme } from './native-theme.ts'
import { fromWeb, handlerOf, toWeb } from './schemes.ts'
import { defaultSession, requestPasses } from './session.ts'
import { fromText, toText } from './structured-text.ts'
import { pageSource, preloadSource, type FromPreload, type ToPreload } from './worlds.ts'

export interface StandInFrame {
  readonly url: string
  readonly origin: string
  readonly parent: null
  readonly routingId: number
}
export interface PageOptions {
  readonly width: number
  readonly height: number
  readonly preload: string | undefined
  readonly arguments: readonly string[]
  /** The page that a Chromium with a display shows first, when it is still free. */
  readonly target: string | undefined
}
type OpenHandler = (details: {
  readonly url: string
  readonly frameName: string
  readonly features: string
  readonly disposition: 'new-window'
  readonly referrer: { url: string; policy: 'default' }
}) => { action: 'deny' }

const isolatedWorld = 'Electron Isolated Context'
const token = `stand-in-${randomBytes(12).toString('hex')}`
const byTarget = new Map<string, StandInWebContents>()
let lastId = 0
let creating = 0

/** Whether a page that appeared is one that was asked for here. */
export const isOwnTarget = (target: string): boolean => creating > 0 || byTarget.has(target)

export class StandInWebContents extends EventEmitter {
  readonly id = (lastId += 1)
  readonly session = defaultSession
  readonly mainFrame: StandInFrame
  readonly #ready: Promise<void>
  readonly #options: PageOptions
  readonly #close: () => void
  #target = ''
  #session = ''
  #frame = ''
  #address = 'about:blank'
  #loading: string | undefined
  #context: string | undefined
  #unsent: ToPreload[] = []
  #openHandler: OpenHandler | undefined
  #destroyed = false
  #titled = ''

  constructor(options: PageOptions, close: () => void) {
    super()
    this.#options = options
    this.#close = close
    const address = (): string => this.getURL()
    this.mainFrame = {
      get url() {
        return address()
      },
      get origin() {
        return /^[a-z][a-z0-9+-]*:\/\/[^/?#]*/.exec(address())?.[0] ?? 'null'
      },
      parent: null,
      routingId: 1,
    }
    app.emit('web-contents-created', {}, this)
    this.#ready = this.#attach()
    this.#ready.catch((error: unknown) => this.#complain(error))
  }

  static fromDevToolsTargetId(target: string): StandInWebContents | undefined {
    return byTarget.get(target)
  }
  static getAllWebContents(): StandInWebContents[] {
    return [...byTarget.values()]
  }

  getURL(): string {
    return fromWeb(this.#address)
  }
  getTitle(): string {
    return this.#titled
  }
  isDestroyed(): boolean {
    return this.#destroyed
  }
  isLoading(): boolean {
    return this.#loading !== undefined
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler
  }
  close(): void {
    this.#close()
  }
  reload(): void {
    this.#loading = this.#address
    void this.#send('Page.reload', {}).catch((error: unknown) => this.#complain(error))
  }
  send(channel: string, ...values: unknown[]): void {
    this.#tell({ is: 'message', channel, values: toText(structuredClone(values)) })
  }
  async loadURL(address: string): Promise<void> {
    await this.#ready
    const url = toWeb(address)
    this.#loading = url
    this.#context = undefined
    const loaded = new Promise<void>((done) => this.once('did-finish-load', done))
    const { errorText } = await this.#send('Page.navigate', { url })
    if (errorText !== undefined) {
      this.#loading = undefined
      throw new Error(`${errorText.replace('net::', '')} loading '${address}'`)
    }
    await loaded
  }
  async executeJavaScript(code: string): Promise<unknown> {
    await this.#ready
    const { result, exceptionDetails } = await this.#send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      userGesture: true,
    })
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  /** Ends the page; called by its window. */
  static destroy(one: StandInWebContents): void {
    if (one.#destroyed) return
    one.#destroyed = true
    byTarget.delete(one.#target)
    void one.#ready.then(() => browser.devTools.send('Target.closeTarget', { targetId: one.#target })).catch(() => undefined)
    one.emit('destroyed')
  }

  #send<M extends keyof Protocol.CommandParameters & keyof Protocol.CommandReturnValues>(
    method: M,
    parameters: Protocol.CommandParameters[M],
  ): Promise<Protocol.CommandReturnValues[M]> {
    return browser.devTools.send(method, parameters, this.#session)
  }
  #complain(error: unknown): void {
    if (browser.running && !this.#destroyed) console.error('Electron stand-in:', error)
  }

  async #attach(): Promise<void> {
    const { devTools } = browser
    creating += 1
    try {
      const { width, height, target } = this.#options
      this.#target = target ?? (await devTools.send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height })).targetId
      byTarget.set(this.#target, this)
    } finally {
      creating -= 1
    }
    this.#session = (await devTools.send('Target.attachToTarget', { targetId: this.#target, flatten: true })).sessionId
    this.#listen()
    await this.#send('Page.enable', {})
    this.#frame = (await this.#send('Page.getFrameTree', {})).frameTree.frame.id
    await this.#send('Runtime.enable', {})
    await this.#send('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
    await this.#fit()
    const { preload } = this.#options
    if (preload === undefined) return
    await this.#send('Runtime.addBinding', { name: 'standInSend', executionContextName: isolatedWorld })
    await this.#send('Page.addScriptToEvaluateOnNewDocument', { source: pageSource(token) })
    const { node, electron, chrome } = process.versions
    const source = preloadSource(token, readFileSync(preload, 'utf8'), {
      platform: process.platform,
      type: 'renderer',
      sandboxed: true,
      contextIsolated: true,
      argv: this.#options.arguments,
      versions: { node, electron: electron ?? '', chrome: chrome ?? '' },
      env: {},
    })
    await this.#send('Page.addScriptToEvaluateOnNewDocument', { worldName: isolatedWorld, source })
  }

  /** Gives the page the size that was asked for; Chromium's own bars come on top. */
  async #fit(): Promise<void> {
    const { windowId, bounds } = await browser.devTools.send('Browser.getWindowForTarget', { targetId: this.#target })
    const { cssVisualViewport: page } = await this.#send('Page.getLayoutMetrics', {})
    const wanted = {
      width: (bounds.width ?? 0) + this.#options.width - page.clientWidth,
      height: (bounds.height ?? 0) + this.#options.height - page.clientHeight,
    }
    await browser.devTools.send('Browser.setWindowBounds', { windowId, bounds: wanted })
  }

  #listen(): void {
    const on = <E extends keyof Protocol.Events>(event: E, listener: (payload: Protocol.Events[E]) => void): void =>
      browser.devTools.on(this.#session, event, listener)
    on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = (context.auxData ?? {}) as { frameId?: string }
      if (context.name !== isolatedWorld || frameId !== this.#frame) return
      this.#context = context.uniqueId
      for (const message of this.#unsent.splice(0)) this.#tell(message)
    })
    on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === 'standInSend') void this.#receive(JSON.parse(payload) as FromPreload, executionContextId)
    })
    on(
      'Runtime.exceptionThrown',
      ({ exceptionDetails }) =>
        void this.emit('console-message', { level: 'error', message: exceptionDetails.exception?.description ?? exceptionDetails.text }),
    )
    on(
      'Runtime.consoleAPICalled',
      ({ type, args }) =>
        void this.emit('console-message', {
          level: type,
          message: args.map((value) => String(value.value ?? value.description)).join(' '),
        }),
    )
    on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return
      this.#frame = frame.id
      this.#address = frame.url
      this.emit('did-navigate', {}, this.getURL(), 200, '')
    })
    on('Page.domContentEventFired', () => this.emit('dom-ready', {}))
    on('Page.loadEventFired', () => {
      if (this.#address === 'about:blank') return
      this.#loading = undefined
      this.emit('did-finish-load', {})
    })
    on('Page.windowOpen', ({ url, windowName, windowFeatures }) => {
      this.#openHandler?.({
        url: fromWeb(url),
        frameName: windowName,
        features: windowFeatures.join(','),
        disposition: 'new-window',
        referrer: { url: '', policy: 'default' },
      })
    })
    on('Fetch.requestPaused', (request) => void this.#answer(request).catch((error: unknown) => this.#complain(error)))
    on('Inspector.targetCrashed', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }))
  }

  #tell(message: ToPreload, contextId?: number): void {
    if (contextId === undefined && this.#context === undefined) {
      this.#unsent.push(message)
      return
    }
    const where = contextId === undefined ? { uniqueContextId: this.#context ?? '' } : { contextId }
    void this.#send('Runtime.evaluate', { expression: `standInReceive(${JSON.stringify(message)})`, ...where }).catch(() => undefined)
  }

  async #receive(message: FromPreload, contextId: number): Promise<void> {
    if (message.is === 'theme') {
      tellTheme(message.dark, message.contrast)
      return
    }
    const event = { sender: this, senderFrame: this.mainFrame, frameId: 1, processId: 1 }
    const values = fromText(message.values) as unknown[]
    if (message.is === 'send') {
      ipcMain.emit(message.channel, event, ...values)
      return
    }
    const { id, channel } = message
    try {
      this.#tell({ is: 'reply', id, value: toText(await invokeHandler(channel, event, values)) }, contextId)
    } catch (error) {
      this.#tell({ is: 'refusal', id, channel, message: String(error) }, contextId)
    }
  }

  /** Refusals of the app come first, as in Electron: navigation, then `webRequest`, then the handler of the scheme. */
  async #answer(paused: Protocol.Events['Fetch.requestPaused']): Promise<void> {
    const { requestId } = paused
    const { url: web, method, headers, postData } = paused.request
    const url = fromWeb(web)
    const isMainFrame = paused.frameId === this.#frame
    if (paused.resourceType === 'Document' && !(isMainFrame && this.#loading === web) && this.#navigationVetoed(url, isMainFrame)) {
      await this.#send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
      return
    }
    const resourceType = paused.resourceType === 'Document' ? (isMainFrame ? 'mainFrame' : 'subFrame') : paused.resourceType.toLowerCase()
    if (!(await requestPasses(this.session, { url, method, resourceType }))) {
      await this.#send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' })
      return
    }
    const handler = handlerOf(url)
    // Electron has no tab to put a picture in and never asks for one.
    if (handler !== undefined && new URL(web).pathname === '/favicon.ico') {
      await this.#send('Fetch.fulfillRequest', { requestId, responseCode: 204 })
      return
    }
    if (handler === undefined) {
      await this.#send('Fetch.continueRequest', { requestId })
      return
    }
    if (handler === 'none') {
      await this.#send('Fetch.failRequest', { requestId, errorReason: 'Failed' })
      return
    }
    const response = await handler(new Request(url, { method, headers, ...(postData === undefined ? {} : { body: postData }) }))
    await this.#send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    })
  }

  #navigationVetoed(url: string, isMainFrame: boolean): boolean {
    let vetoed = false
    const event = { preventDefault: () => (vetoed = true), url, isMainFrame, isSameDocument: false }
    this.emit('will-frame-navigate', event)
    if (isMainFrame && !vetoed) this.emit('will-navigate', event, url)
    return vetoed
  }

  /** Told by Chromium when the title changes; the window shows it by itself. */
  static titled(one: StandInWebContents, title: string): void {
    if (one.#titled === title) return
    one.#titled = title
    one.emit('page-title-updated', {}, title, true)
  }
}
