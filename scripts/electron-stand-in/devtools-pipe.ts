/** Chromium over `--remote-debugging-pipe`: JSON messages ended by NUL, in on file 3, out on file 4. */
import { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Readable, type Writable } from 'node:stream'
// Playwright carries the protocol's declarations but does not name them among its exports.
import type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts'

export type { Protocol }

type Parameters = Protocol.CommandParameters
type Returned = Protocol.CommandReturnValues
type Events = Protocol.Events

interface Answer {
  readonly id?: number
  readonly result?: unknown
  readonly error?: { readonly message: string }
  readonly method?: string
  readonly params?: unknown
  readonly sessionId?: string
}

interface Waiting {
  readonly method: string
  readonly done: (result: unknown) => void
  readonly refused: (error: Error) => void
}

/** One running Chromium. `session` is the id of an attached page, or empty for the browser itself. */
export interface DevTools {
  send<M extends keyof Parameters & keyof Returned>(method: M, parameters?: Parameters[M], session?: string): Promise<Returned[M]>
  on<E extends keyof Events>(session: string, event: E, listener: (payload: Events[E]) => void): void
  /** Calls back once when Chromium has ended. */
  onEnd(listener: () => void): void
  readonly ended: boolean
  /** Ends Chromium at once and removes its profile; for the exit of the process, so it is synchronous. */
  kill(): void
}

/**
 * Starts Chromium with a new profile. Lines of it that begin with `DevTools listening on` are repeated on standard error,
 * where Playwright looks for them.
 */
export const startChromium = (program: string, flags: readonly string[]): DevTools => {
  const profile = mkdtempSync(join(tmpdir(), 'electron-stand-in-'))
  const child = spawn(program, ['--remote-debugging-pipe', `--user-data-dir=${profile}`, ...flags], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  })
  const input = child.stdio[3] as Writable
  const output = child.stdio[4] as Readable
  const events = new EventEmitter().setMaxListeners(0)
  const waiting = new Map<number, Waiting>()
  let last = 0
  let ended = false
  let rest: Buffer = Buffer.alloc(0)

  const receive = (text: string): void => {
    const answer = JSON.parse(text) as Answer
    if (answer.id === undefined) {
      events.emit(`${answer.sessionId ?? ''}:${answer.method ?? ''}`, answer.params)
      return
    }
    const asked = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (answer.error === undefined) asked?.done(answer.result)
    else asked?.refused(new Error(`${asked.method}: ${answer.error.message}`))
  }
  output.on('data', (bytes: Buffer) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      receive(rest.toString('utf8', 0, end))
      rest = rest.subarray(end + 1)
    }
  })
  child.stderr?.on('data', (bytes: Buffer) => {
    for (const line of bytes.toString().split('\n')) {
      if (line.startsWith('DevTools listening on')) process.stderr.write(`${line}\n`)
      else if (process.env['ELECTRON_STAND_IN_DEBUG'] !== undefined && line !== '') process.stderr.write(`chromium: ${line}\n`)
    }
  })
  input.on('error', () => undefined)
  output.on('error', () => undefined)
  const end = (): void => {
    if (ended) return
    ended = true
    for (const { method, refused } of waiting.values()) refused(new Error(`${method}: Chromium has ended`))
    waiting.clear()
    events.emit('end')
  }
  child.once('exit', end)
  child.once('error', (error) => {
    process.stderr.write(`The Electron stand-in could not start ${program}: ${error.message}\n`)
    end()
  })

  return {
    send: (method, parameters, session) =>
      new Promise((done, refused) => {
        if (ended) {
          refused(new Error(`${method}: Chromium has ended`))
          return
        }
        last += 1
        waiting.set(last, { method, done: (result) => done(result as never), refused })
        input.write(
          `${JSON.stringify({ id: last, method, params: parameters ?? {}, ...(session === undefined ? {} : { sessionId: session }) })}\0`,
        )
      }),
    on: (session, event, listener) => void events.on(`${session}:${event}`, listener),
    onEnd: (listener) => void events.once('end', listener),
    get ended() {
      return ended
    },
    kill: () => {
      child.kill('SIGKILL')
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 40 })
    },
  }
}
