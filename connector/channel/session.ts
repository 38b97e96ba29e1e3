/** One channel session at the connector: the HTTP/2 *server* end of reversed roles. */
import { performServerHandshake, type IncomingHttpHeaders, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2'
import { boundedBody } from '../../contract/bounded-body.ts'
import { ChannelConfiguration, channelHeaders, channelRoutes, type ChannelHealth, type Purpose } from '../../contract/channel.ts'
import { Failure } from '../../contract/error-codes.ts'
import { FlowWindow, largestWindow, smallestWindow, type WindowBudget } from '../../contract/flow-window.ts'
import { serveConnect, type StreamObserver } from '../resources/streams.ts'
import { type Targets } from '../resources/targets.ts'
import { type Dialled } from './dial.ts'

/** Milliseconds between two PINGs; a session is dead after two that were not answered. */
const pingInterval = 15_000
const longestBody = 4 * 1024 * 1024

export interface SessionServices {
  readonly targets: Targets
  readonly budget: WindowBudget
  readonly health: () => ChannelHealth
  readonly configured: (configuration: ChannelConfiguration) => void
  readonly revoked: (reason: Failure) => void
  readonly streams: StreamObserver & { opened(): void; closed(): void }
}

export interface SessionEvents {
  /** The relay has sent the configuration: streams can come. */
  readonly open: () => void
  /** The relay asked to go elsewhere; streams that are open go on. */
  readonly draining: () => void
  readonly ping: (milliseconds: number) => void
  readonly reconnectWindow: (seconds: number) => void
  /** Called once. `reason` is for the log. */
  readonly closed: (reason: string) => void
}

export class ConnectorSession {
  readonly relay: string
  readonly purpose: Purpose
  readonly #http2: ServerHttp2Session
  readonly #services: SessionServices
  readonly #events: SessionEvents
  readonly #window: FlowWindow
  #reason = 'the relay closed the session'
  #unanswered = 0

  constructor(dialled: Dialled, purpose: Purpose, services: SessionServices, events: SessionEvents) {
    this.relay = dialled.relay
    this.purpose = purpose
    this.#services = services
    this.#events = events
    this.#http2 = performServerHandshake(dialled.stream, {
      settings: { initialWindowSize: smallestWindow, maxConcurrentStreams: 10_000 },
      maxSessionMemory: 256,
      // With reversed roles Node's guard against rapid resets sits here and would end the session of a busy relay within a second.
      streamResetBurst: 1_000_000,
      streamResetRate: 100_000,
    })
    this.#window = new FlowWindow(this.#http2, services.budget, Date.now)
    this.#http2.once('remoteSettings', () => {
      if (!this.#http2.destroyed) this.#http2.setLocalWindowSize(largestWindow * 2)
    })
    this.#http2.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => this.#serve(stream, headers))
    this.#http2.on('goaway', () => events.draining())
    this.#http2.on('error', (error: Error) => this.end(error.message))
    dialled.stream.on('error', (error: Error) => this.end(error.message))
    const ping = setInterval(() => this.#ping(), pingInterval)
    this.#http2.once('close', () => {
      clearInterval(ping)
      events.closed(this.#reason)
    })
  }

  #serve(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    if (headers[':method'] !== 'CONNECT') return void this.#answer(stream, headers)
    const { streams, targets, budget } = this.#services
    streams.opened()
    this.#window.opened()
    stream.once('close', () => {
      streams.closed()
      this.#window.closed()
    })
    void serveConnect(stream, headers, targets, budget, {
      refused: (failure, id) => streams.refused(failure, id),
      moved: (bytes, direction) => {
        if (direction === 'received') this.#window.received(bytes)
        streams.moved(bytes, direction)
      },
    })
  }

  async #answer(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
    stream.on('error', () => undefined)
    const answer = (status: number, body?: object) => {
      if (stream.destroyed) return
      stream.respond({ ':status': status, 'content-type': 'application/json' })
      stream.end(body === undefined ? undefined : JSON.stringify(body))
    }
    const route = `${headers[':method'] ?? ''} ${headers[':path'] ?? ''}`
    const body = await readBody(stream)
    if (body === 'unreadable') {
      answer(400)
      return
    }
    if (route === `GET ${channelRoutes.health}`) {
      const seconds = Number(headers[channelHeaders.reconnectWindow])
      if (Number.isFinite(seconds) && seconds >= 0) this.#events.reconnectWindow(Math.min(seconds, 3600))
      answer(200, this.#services.health())
      return
    }
    if (route === `PUT ${channelRoutes.configuration}`) {
      const configuration = ChannelConfiguration.safeParse(body)
      if (!configuration.success) {
        answer(400)
        return
      }
      this.#services.configured(configuration.data)
      this.#events.open()
      answer(200, {})
      return
    }
    if (route === `POST ${channelRoutes.revoked}`) {
      const reason = Failure.safeParse(body)
      if (!reason.success) {
        answer(400)
        return
      }
      answer(200, {})
      this.#services.revoked(reason.data)
      return
    }
    answer(404)
  }

  #ping(): void {
    if (this.#http2.destroyed) return
    if (this.#unanswered >= 2) {
      this.end('two PINGs were not answered')
      return
    }
    this.#unanswered += 1
    this.#http2.ping((error, milliseconds) => {
      if (error !== null) return
      this.#unanswered = 0
      this.#events.ping(milliseconds)
    })
  }

  /** Lets open streams end, then closes. */
  drain(): void {
    this.#reason = 'drained'
    if (!this.#http2.closed) this.#http2.close()
  }

  end(reason: string): void {
    if (this.#http2.destroyed) return
    this.#reason = reason
    this.#http2.destroy()
  }
}

/** The JSON body of a request; absent when it is empty. */
const readBody = async (stream: ServerHttp2Stream): Promise<unknown> => {
  try {
    const body = await boundedBody(stream, longestBody)
    if (body === undefined) return 'unreadable'
    return body.length === 0 ? undefined : (JSON.parse(new TextDecoder().decode(body)) as unknown)
  } catch {
    return 'unreadable'
  }
}
