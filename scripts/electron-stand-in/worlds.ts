/// <reference lib="dom" />
/**
 * What runs inside a page: the page's own world and the isolated one of the preload script. The two share the document and
 * nothing else; what crosses between them crosses as the detail of an event, which Chromium clones. Every function here is
 * turned into text and evaluated there, so none uses anything but its arguments and the others that are named beside it.
 */
import { fromText, toText } from './structured-text.ts'

/** Message of main to the isolated world. */
export type ToPreload =
  | { is: 'reply'; id: number; value: string }
  | { is: 'refusal'; id: number; channel: string; message: string }
  | { is: 'message'; channel: string; values: string }
/** Message of the isolated world to main. */
export type FromPreload =
  | { is: 'invoke'; id: number; channel: string; values: string }
  | { is: 'send'; channel: string; values: string }
  | { is: 'theme'; dark: boolean; contrast: boolean }

/** `process` as a sandboxed preload script sees it. */
export interface PreloadProcess {
  readonly platform: string
  readonly type: 'renderer'
  readonly sandboxed: true
  readonly contextIsolated: true
  readonly argv: readonly string[]
  readonly versions: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string>>
}

type Message =
  | { op: 'call'; id: number; call: number; values: Crossing[] }
  | { op: 'returned'; call: number; value: Crossing }
  | { op: 'threw'; call: number; value: Crossing }
  | { op: 'resolved'; id: number; value: Crossing }
  | { op: 'rejected'; id: number; value: Crossing }
  | { op: 'expose'; key: string; value: Crossing }
  | { op: 'ready' }
type Crossing =
  | { is: 'function' | 'promise'; id: number }
  | { is: 'error'; name: string; message: string }
  | { is: 'array'; items: Crossing[] }
  | { is: 'object'; entries: [string, Crossing][] }
  | { is: 'value'; value: unknown }

interface Side {
  post(message: Message): void
  pack(value: unknown): Crossing
  unpack(value: Crossing): unknown
}

/** One end of the bridge between the two worlds. `onOther` gets the messages that are not calls and answers. */
function bridgeEnd(token: string, side: 'page' | 'preload', onOther: (message: Message, end: Side) => void): Side {
  const dispatch = document.dispatchEvent.bind(document)
  const Crossed = CustomEvent
  const functions = new Map<number, (...values: unknown[]) => unknown>()
  const idOf = new WeakMap<object, number>()
  const imported = new Map<number, (...values: unknown[]) => unknown>()
  const answers = new Map<number, Message & { op: 'returned' | 'threw' }>()
  const promises = new Map<number, { resolve: (value: unknown) => void; reject: (value: unknown) => void }>()
  let last = 0
  const post = (message: Message): void => void dispatch(new Crossed(`${token}-${side}`, { detail: message }))

  const pack = (value: unknown): Crossing => {
    if (typeof value === 'function') {
      let id = idOf.get(value)
      if (id === undefined) {
        id = last += 1
        functions.set(id, value as (...values: unknown[]) => unknown)
        idOf.set(value, id)
      }
      return { is: 'function', id }
    }
    if (value instanceof Promise) {
      const id = (last += 1)
      value.then(
        (result) => post({ op: 'resolved', id, value: pack(result) }),
        (error: unknown) => post({ op: 'rejected', id, value: pack(error) }),
      )
      return { is: 'promise', id }
    }
    if (value instanceof Error) return { is: 'error', name: value.name, message: value.message }
    if (typeof value === 'symbol') throw new Error('An object could not be cloned.')
    if (Array.isArray(value)) return { is: 'array', items: value.map(pack) }
    if (typeof value === 'object' && value !== null) {
      const prototype: unknown = Object.getPrototypeOf(value)
      if (prototype === null || prototype === Object.prototype)
        return { is: 'object', entries: Object.entries(value).map(([key, item]) => [key, pack(item)]) }
    }
    return { is: 'value', value: structuredClone(value) }
  }

  const call = (id: number, values: unknown[]): unknown => {
    const number = (last += 1)
    post({ op: 'call', id, call: number, values: values.map(pack) })
    const answer = answers.get(number)
    answers.delete(number)
    if (answer === undefined) throw new Error('The other world is gone.')
    if (answer.op === 'threw') throw unpack(answer.value) as Error
    return unpack(answer.value)
  }
  const unpack = (value: Crossing): unknown => {
    switch (value.is) {
      case 'function': {
        const known = imported.get(value.id)
        if (known !== undefined) return known
        const made = (...values: unknown[]): unknown => call(value.id, values)
        imported.set(value.id, made)
        return made
      }
      case 'promise':
        return new Promise((resolve, reject) => promises.set(value.id, { resolve, reject }))
      case 'error':
        return Object.assign(new Error(value.message), value.name === 'Error' ? {} : { name: value.name })
      case 'array':
        return value.items.map(unpack)
      case 'object':
        return Object.fromEntries(value.entries.map(([key, item]) => [key, unpack(item)]))
      case 'value':
        return value.value
    }
  }

  const end: Side = { post, pack, unpack }
  document.addEventListener(`${token}-${side === 'page' ? 'preload' : 'page'}`, (event) => {
    const message = (event as CustomEvent<Message>).detail
    switch (message.op) {
      case 'call':
        try {
          const wanted = functions.get(message.id)
          if (wanted === undefined) throw new Error('no such function')
          post({ op: 'returned', call: message.call, value: pack(wanted(...message.values.map(unpack))) })
        } catch (error) {
          post({ op: 'threw', call: message.call, value: pack(error) })
        }
        break
      case 'returned':
      case 'threw':
        answers.set(message.call, message)
        break
      case 'resolved':
      case 'rejected': {
        const promise = promises.get(message.id)
        promises.delete(message.id)
        if (message.op === 'resolved') promise?.resolve(unpack(message.value))
        else promise?.reject(unpack(message.value))
        break
      }
      default:
        onOther(message, end)
    }
  })
  return end
}

/** The page's world: puts what the preload script exposes on `window`, frozen, as Electron does. */
function pageWorld(token: string): void {
  const freeze = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze)
    return value
  }
  bridgeEnd(token, 'page', (message, end) => {
    if (message.op === 'expose' && !Object.hasOwn(window, message.key)) {
      Object.defineProperty(window, message.key, { value: freeze(end.unpack(message.value)), enumerable: true })
    }
  }).post({ op: 'ready' })
}

/** The isolated world: the part of `electron` that a sandboxed preload script may require, then the script itself. */
function preloadWorld(
  token: string,
  preload: (require: (name: string) => unknown, process: PreloadProcess) => void,
  process: PreloadProcess,
): void {
  type Listener = (event: unknown, ...values: unknown[]) => void
  const world = globalThis as typeof globalThis & { standInSend: (text: string) => void; standInReceive: (message: ToPreload) => void }
  const toMain = world.standInSend
  const send = (message: FromPreload): void => toMain(JSON.stringify(message))
  const exposed: (Message & { op: 'expose' })[] = []
  const end = bridgeEnd(token, 'preload', (message) => {
    if (message.op === 'ready') exposed.forEach((one) => end.post(one))
  })
  const listeners = new Map<string, Listener[]>()
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let last = 0

  const ipcRenderer = {
    send: (channel: string, ...values: unknown[]) => send({ is: 'send', channel, values: toText(structuredClone(values)) }),
    invoke: (channel: string, ...values: unknown[]) => {
      const id = (last += 1)
      const packed = toText(structuredClone(values))
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        send({ is: 'invoke', id, channel, values: packed })
      })
    },
    on: (channel: string, listener: Listener) => {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
      return ipcRenderer
    },
    removeListener: (channel: string, listener: Listener) => {
      listeners.set(
        channel,
        (listeners.get(channel) ?? []).filter((one) => one !== listener),
      )
      return ipcRenderer
    },
  }
  world.standInReceive = (message) => {
    if (message.is === 'message') {
      const values = fromText(message.values) as unknown[]
      for (const listener of listeners.get(message.channel) ?? []) listener({ sender: ipcRenderer, senderId: 0, ports: [] }, ...values)
      return
    }
    const asked = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.is === 'reply') asked?.resolve(fromText(message.value))
    else asked?.reject(new Error(`Error invoking remote method '${message.channel}': ${message.message}`))
  }
  const contextBridge = {
    exposeInMainWorld: (key: string, api: unknown) => {
      if (exposed.some((one) => one.key === key)) throw new Error('Cannot bind an API on top of an existing property on the window object')
      const message = { op: 'expose', key, value: end.pack(api) } as const
      exposed.push(message)
      end.post(message)
    },
  }

  const dark = matchMedia('(prefers-color-scheme: dark)')
  const contrast = matchMedia('(forced-colors: active)')
  const tellTheme = (): void => send({ is: 'theme', dark: dark.matches, contrast: contrast.matches })
  dark.addEventListener('change', tellTheme)
  contrast.addEventListener('change', tellTheme)
  tellTheme()

  preload((name) => {
    if (name === 'electron' || name === 'electron/renderer') return { contextBridge, ipcRenderer }
    throw new Error(`module not found: ${name}`)
  }, process)
}

/** Only the top frame has the bridge; the document of a window that was never navigated has none either. */
const onlyTopFrame = (body: string): string => `(() => { if (window.top !== window || location.href === 'about:blank') return; ${body} })()`

/** Source for the page's own world. */
export const pageSource = (token: string): string => onlyTopFrame(`${String(bridgeEnd)}; (${String(pageWorld)})(${JSON.stringify(token)})`)

/** Source for the isolated world, with the app's preload script in it. */
export const preloadSource = (token: string, script: string, process: PreloadProcess): string =>
  onlyTopFrame(
    `${String(toText)}; ${String(fromText)}; ${String(bridgeEnd)}; const module = { exports: {} }, exports = module.exports; (${String(preloadWorld)})(${JSON.stringify(token)}, (require, process) => {\n${script}\n}, ${JSON.stringify(process)})`,
  )
