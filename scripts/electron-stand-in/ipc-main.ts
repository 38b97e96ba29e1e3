/** `ipcMain`: handlers by channel, with Electron's own words where something is wrong. */
import { EventEmitter } from 'node:events'
import { type StandInFrame, type StandInWebContents } from './web-contents.ts'

export interface StandInIpcEvent {
  readonly sender: StandInWebContents
  readonly senderFrame: StandInFrame
  readonly frameId: number
  readonly processId: number
}
type Handler = (event: StandInIpcEvent, ...values: never[]) => unknown

const handlers = new Map<string, Handler>()

class StandInIpcMain extends EventEmitter {
  handle(channel: string, handler: Handler): void {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    handlers.set(channel, handler)
  }
  removeHandler(channel: string): void {
    handlers.delete(channel)
  }
}

export const ipcMain = new StandInIpcMain()

/** What the handler of a channel answers; rejects as Electron would where there is none. */
export const invokeHandler = async (channel: string, event: StandInIpcEvent, values: unknown[]): Promise<unknown> => {
  const handler = handlers.get(channel)
  if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
  return structuredClone(await handler(event, ...(values as never[])))
}
