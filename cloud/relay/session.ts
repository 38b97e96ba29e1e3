/** One channel session at the relay: the HTTP/2 *client* end of reversed roles, which opens streams to the connector. */
import { connect, type ClientHttp2Session, type ClientHttp2Stream, type OutgoingHttpHeaders } from 'node:http2'
import { type Duplex } from 'node:stream'
import { boundedBody } from '../../contract/bounded-body.ts'
import { ChannelHealth, channelHeaders, channelRoutes, type ChannelConfiguration } from '../../contract/channel.ts'
import { Failure, failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { FlowWindow, largestWindow, smallestWindow, type WindowBudget } from '../../contract/flow-window.ts'
import { abortStream, streamErrors } from '../../contract/stream-abort.ts'
import { type PresentSession } from './ports.ts'

/** Milliseconds for the connector to reach a target; its own dial gives up after 10 seconds. */
const openTimeout = 15_000
/** Milliseconds without an answer to an open stream after which the connector is asked whether it is there, and for its answer. */
const suspicionAfter = 1_000
const presenceTimeout = 2_000
/** Milliseconds for an ordinary request on the session. */
const callTimeout = 5_000
/** Bytes after which a stream counts as bulk. */
const bulkAfter = 4 * 1024 * 1024
const longestAnswer = 65_536

/** An open stream to a resource. Report what moves through it, so that windows grow and bulk is kept apart. */
export interface ChannelStream {
  readonly stream: ClientHttp2Stream
  readonly session: RelaySession
  readonly moved: (bytes: number, direction: 'received' | 'sent') => void
}

export interface RelaySessionEvents {
  /** The other end answered its settings: streams can be opened. */
  readonly ready: (session: RelaySession) => void
  readonly closed: (session: RelaySession, reason: string) => void
}

export class RelaySession {
  readonly present: PresentSession
  readonly #http2: ClientHttp2Session
  readonly #window: FlowWindow
  readonly #budget: WindowBudget
  #streams = 0
  #bulkStreams = 0
  #unanswered = 0
  #pingMilliseconds: number | undefined
  #draining = false
  #silent = false
  #asking = false
  /** Ends the waiting of streams that are being opened. */
  readonly #opening = new Set<() => void>()
  #reason = 'closed'

  /** `socket` must have finished its own last write: see `hand-over.ts`. */
  constructor(socket: Duplex, present: PresentSession, budget: WindowBudget, events: RelaySessionEvents) {
    this.present = present
    this.#budget = budget
    this.#http2 = connect('http://connector', {
      createConnection: () => socket,
      settings: { enablePush: false, initialWindowSize: smallestWindow },
      maxSessionMemory: 256,
    })
    this.#window = new FlowWindow(this.#http2, budget, Date.now)
    this.#http2.once('remoteSettings', () => {
      if (this.#http2.destroyed) return
      this.#http2.setLocalWindowSize(largestWindow * 2)
      events.ready(this)
    })
    this.#http2.on('error', (error: Error) => this.end(error.message))
    socket.on('error', (error) => this.end(error.message))
    this.#http2.on('goaway', () => {
      this.#draining = true
    })
    this.#http2.once('close', () => events.closed(this, this.#reason))
  }

  /** Milliseconds of the last PING; absent before the first. */
  get ping(): number | undefined {
    return this.#pingMilliseconds
  }
  get streams(): number {
    return this.#streams
  }
  get bulkStreams(): number {
    return this.#bulkStreams
  }
  /** True while new streams may be opened. */
  get isOpen(): boolean {
    return !this.#draining && !this.#http2.closed && !this.#http2.destroyed
  }

  /** True from a question whether anybody is there that was not answered in time, to the next that was. Then others are better. */
  get isSilent(): boolean {
    return this.#silent
  }

  /** Opens a stream to a target. Fails with the connector's own code (CW4008, CW4009), CW4012 when the relay's budget is spent, or CW4006 when the session is gone or nobody answers on it. */
  open(authority: string, headers: OutgoingHttpHeaders): Promise<Result<ChannelStream>> {
    return new Promise((resolve) => {
      if (!this.isOpen) {
        resolve(this.#gone())
        return
      }
      if (!this.#budget.hasRoom) {
        resolve(failed('CW4012', { bytes: this.#budget.promised }))
        return
      }
      const stream = this.#http2.request({ ...headers, ':method': 'CONNECT', ':authority': authority }, { endStream: false })
      const counted = this.#count(stream)
      const heard = () => {
        clearTimeout(timer)
        clearTimeout(suspicion)
        this.#opening.delete(giveUp)
      }
      const giveUp = () => {
        heard()
        abortStream(stream, streamErrors.cancel)
        resolve(
          this.#silent
            ? failed('CW4006', { relay: this.present.sessionId, reason: 'nobody answers on the session' })
            : failed('CW4009', { target: authority, reason: 'no answer in time' }),
        )
      }
      this.#opening.add(giveUp)
      const timer = setTimeout(giveUp, openTimeout)
      const suspicion = setTimeout(() => this.#askPresence(), suspicionAfter)
      stream.on('error', () => undefined)
      stream.once('close', () => {
        heard()
        resolve(this.#gone())
      })
      stream.once('response', (answer) => {
        heard()
        if (answer[':status'] === 200) {
          resolve(succeeded(counted))
          return
        }
        void readAnswer(stream).then((body) => resolve({ ok: false, failure: failureOf(body, authority) }))
        stream.end()
      })
    })
  }

  /** A target may take long to answer, a connector that is there answers a PING at once: without that nobody waits for the target. */
  #askPresence(): void {
    const giveUpOpening = () => {
      for (const giveUp of [...this.#opening]) giveUp()
    }
    if (this.#silent) giveUpOpening()
    if (this.#asking || this.#http2.destroyed) return
    this.#asking = true
    const timer = setTimeout(() => {
      this.#silent = true
      giveUpOpening()
    }, presenceTimeout)
    this.#http2.ping((error) => {
      clearTimeout(timer)
      this.#asking = false
      if (error === null) this.#silent = false
    })
  }

  #gone() {
    return failed('CW4006', { relay: this.present.sessionId, reason: 'the session ended' })
  }

  #count(stream: ClientHttp2Stream): ChannelStream {
    this.#streams += 1
    this.#window.opened()
    let total = 0
    let isBulk = false
    stream.once('close', () => {
      this.#streams -= 1
      if (isBulk) this.#bulkStreams -= 1
      this.#window.closed()
    })
    return {
      stream,
      session: this,
      moved: (bytes, direction) => {
        total += bytes
        if (direction === 'received') this.#window.received(bytes)
        if (isBulk || total < bulkAfter || stream.destroyed) return
        isBulk = true
        this.#bulkStreams += 1
      },
    }
  }

  /** Sends a PING; ends the session when the two before it were not answered. */
  turn(): void {
    if (this.#http2.destroyed) return
    if (this.#unanswered >= 2) {
      this.end('two PINGs were not answered')
      return
    }
    this.#unanswered += 1
    this.#http2.ping((error, milliseconds) => {
      if (error !== null) return
      this.#unanswered = 0
      this.#pingMilliseconds = milliseconds
    })
  }

  /** Asks the connector how it is. `window` is told along: seconds over which to spread a return. */
  async health(window: number): Promise<ChannelHealth | undefined> {
    const answer = await this.#call('GET', channelRoutes.health, undefined, { [channelHeaders.reconnectWindow]: String(window) })
    return ChannelHealth.safeParse(answer).data
  }

  async configure(configuration: ChannelConfiguration): Promise<boolean> {
    return (await this.#call('PUT', channelRoutes.configuration, configuration)) !== undefined
  }

  /** Tells the connector that it may not come back, and why. */
  async revoked(reason: Failure): Promise<void> {
    await this.#call('POST', channelRoutes.revoked, reason)
  }

  /** One ordinary request. Absent when there was no good answer in time. */
  #call(method: string, path: string, body?: object, headers: OutgoingHttpHeaders = {}): Promise<unknown> {
    return new Promise((resolve) => {
      if (this.#http2.closed || this.#http2.destroyed) {
        resolve(undefined)
        return
      }
      const stream = this.#http2.request({ ...headers, ':method': method, ':path': path })
      const timer = setTimeout(() => abortStream(stream, streamErrors.cancel), callTimeout)
      stream.on('error', () => undefined)
      stream.once('response', (answer) => {
        void readAnswer(stream).then((content) => resolve(answer[':status'] === 200 ? (content ?? {}) : undefined))
      })
      stream.once('close', () => {
        clearTimeout(timer)
        resolve(undefined)
      })
      stream.end(body === undefined ? undefined : JSON.stringify(body))
    })
  }

  /** Sends GOAWAY: open streams go on, new ones go elsewhere, then the session ends. */
  drain(): void {
    this.#draining = true
    this.#reason = 'drained'
    if (!this.#http2.closed) this.#http2.close()
  }

  end(reason: string): void {
    if (this.#http2.destroyed) return
    this.#reason = reason
    this.#http2.destroy()
  }
}

/** Reads a short JSON answer; absent when it is none. */
const readAnswer = async (stream: ClientHttp2Stream): Promise<unknown> => {
  try {
    const body = await boundedBody(stream, longestAnswer)
    return body === undefined || body.length === 0 ? undefined : (JSON.parse(new TextDecoder().decode(body)) as unknown)
  } catch {
    return undefined
  }
}

const failureOf = (body: unknown, target: string): Failure => {
  const failure = Failure.safeParse(body)
  return failure.success ? failure.data : { code: 'CW4009', values: { target, reason: 'the connector refused without a reason' } }
}
