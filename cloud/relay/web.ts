/** Web resources below `/connect/<location>/<resource>/`: a reverse proxy whose every connection is a channel stream. */
import { Agent as HttpAgent, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { Socket } from 'node:net'
import { type Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import { createProxyServer } from 'httpxy'
import { type Failure } from '../../contract/error-codes.ts'
import { auditOf, connectFailure, type ConnectAudit, type ConnectOptions } from './connect.ts'
import { admit, connectPrefix, parseConnectPath, type Admission } from './connect-target.ts'
import { openStream, type OpenedStream } from './open-stream.ts'
import { refuseRequest, refuseSocket } from './refusal.ts'
import { hasTwoLengths, headersInward, rewriteOutward, type WebPlace } from './web-headers.ts'

type WebRequest = IncomingMessage | Http2ServerRequest
type WebResponse = ServerResponse | Http2ServerResponse

/** Milliseconds for response headers, and between two pieces of a body. Event streams and WebSocket may be silent. */
const headersTimeout = 30_000
const idleTimeout = 600_000
/** Milliseconds an unused connection to a resource is kept, and how many of them. */
const keepUnused = 15_000
const mostUnused = 16
const mostAgents = 500

/** A stream that could not be opened, as an error for those who know only errors. */
class StreamRefused extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.code)
    this.failure = failure
  }
}

/** Node's HTTP client calls these on whatever it is given as a socket. */
const asSocket = (stream: Duplex): Duplex =>
  Object.assign(stream, { setNoDelay: () => stream, setKeepAlive: () => stream, ref: () => stream, unref: () => stream })

interface WebExchange {
  readonly place: WebPlace
  readonly admission: Admission
  readonly path: string
  readonly audit: ConnectAudit
  readonly agent: HttpAgent
}

export class WebEntry {
  readonly #options: ConnectOptions
  readonly #proxy = createProxyServer({ proxyTimeout: headersTimeout })
  readonly #agents = new Map<string, HttpAgent>()
  readonly #exchanges = new WeakMap<object, WebExchange>()
  readonly #streams = new WeakMap<object, OpenedStream>()
  readonly #watched = new WeakSet()

  constructor(options: ConnectOptions) {
    this.#options = options
    this.#proxy.on('proxyReq', (request: ClientRequest) => this.#watch(request))
    this.#proxy.on('proxyRes', (answer, request) => {
      const exchange = this.#exchanges.get(request)
      if (exchange !== undefined) rewriteOutward(answer.headers, exchange.place)
      const isEventStream = (answer.headers['content-type'] ?? '').startsWith('text/event-stream')
      answer.socket.setTimeout(isEventStream ? 0 : idleTimeout)
    })
    this.#proxy.on('error', (error, request, response) => {
      const inside = request === undefined ? undefined : this.#exchanges.get(request)?.place.inside
      const failure: Failure =
        error instanceof StreamRefused ? error.failure : { code: 'CW6004', values: { target: inside?.host ?? '', reason: error.message } }
      if (response instanceof Socket) refuseSocket(response, failure)
      else if (response !== undefined) refuseRequest(response, failure)
    })
  }

  /** A plain request. */
  async request(request: WebRequest, response: WebResponse): Promise<void> {
    const exchange = await this.#admit(request)
    if ('code' in exchange) {
      refuseRequest(response, exchange)
      return
    }
    let received = 0
    request.on('data', (piece: Buffer) => (received += piece.length))
    // Listening makes it flow; nothing may be read before there is a connection to pass it on to.
    request.pause()
    response.once('close', () => {
      void exchange.audit.closed({ path: exchange.path, method: request.method ?? '', status: response.statusCode, sent: received })
    })
    replaceHeaders(
      request.headers,
      headersInward(request.headers, exchange.place, { webSocket: false, authorization: keepsAuthorization(request) }),
    )
    request.url = exchange.admission.target.rest
    await this.#proxy.web(request as IncomingMessage, response as ServerResponse, {
      target: exchange.place.inside.origin,
      agent: exchange.agent,
    })
  }

  /** WebSocket. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => undefined)
    const exchange = await this.#admit(request)
    if ('code' in exchange) {
      refuseSocket(socket, exchange)
      return
    }
    if (!(socket instanceof Socket)) {
      socket.destroy()
      return
    }
    const { origin } = request.headers
    if (origin !== undefined && origin !== `https://${exchange.place.outsideHost}`) {
      refuseSocket(socket, { code: 'CW5009', values: {} })
      return
    }
    socket.once('close', () => void exchange.audit.closed({ path: exchange.path, method: 'WebSocket', status: 101 }))
    replaceHeaders(
      request.headers,
      headersInward(request.headers, exchange.place, { webSocket: true, authorization: keepsAuthorization(request) }),
    )
    request.url = exchange.admission.target.rest
    await this.#proxy.ws(request, socket, { target: exchange.place.inside.origin, agent: exchange.agent }, head)
  }

  /** The exchange, or why there is none. */
  async #admit(request: WebRequest): Promise<WebExchange | Failure> {
    if (hasTwoLengths(request.headers)) return { code: 'CW5004', values: { where: 'request', reason: 'two lengths' } }
    const admitted = await admit(this.#options.ports.access, parseConnectPath(request.url ?? ''), serviceKeyOf(request))
    if (!admitted.ok) return admitted.failure
    const { resource, target } = admitted.value
    const client = request.socket.remoteAddress ?? ''
    const audit = auditOf(this.#options, admitted.value, client)
    if (resource.protocol !== 'web')
      return audit.refused({ code: 'CW6005', values: { resource: resource.name, protocol: resource.protocol } })
    const path = target.rest.split('?', 1)[0] ?? '/'
    if (!(await audit.opened({ path, method: request.method ?? '' }))) return { code: 'CW5013', values: {} }
    const inside = new URL(resource.target)
    const exchange: WebExchange = {
      admission: admitted.value,
      path,
      audit,
      agent: this.#agentFor(admitted.value, inside),
      place: {
        inside,
        clientAddress: client,
        prefix: `${connectPrefix}${target.location}/${target.resource}`,
        outsideHost: hostOf(request),
      },
    }
    this.#exchanges.set(request, exchange)
    return exchange
  }

  /** Connections to one resource are kept and used again; another target, or another resource with the same one, gets its own. */
  #agentFor({ target, resource }: Admission, inside: URL): HttpAgent {
    const name = `${resource.id} ${inside.origin}`
    const known = this.#agents.get(name)
    if (known !== undefined) return known
    const secure = inside.protocol === 'https:'
    const host = inside.hostname.replace(/^\[|\]$/g, '')
    const authority = `${inside.hostname}:${inside.port || (secure ? '443' : '80')}`
    const agent = secure
      ? new HttpsAgent({ keepAlive: true, maxFreeSockets: mostUnused, timeout: keepUnused })
      : new HttpAgent({ keepAlive: true, maxFreeSockets: mostUnused, timeout: keepUnused })
    const dial = async (): Promise<Duplex> => {
      const opened = await openStream(this.#options.sessions, { locationId: target.location, authority, resource: resource.name })
      if (!opened.ok) throw new StreamRefused(connectFailure(opened.failure, authority))
      const socket = secure ? connectTls({ socket: asSocket(opened.value.stream), servername: host, host }) : asSocket(opened.value.stream)
      this.#streams.set(socket, opened.value)
      return socket
    }
    agent.createConnection = (_options, callback) => {
      dial().then(
        (socket) => callback?.(null, socket),
        (error: unknown) => callback?.(error instanceof Error ? error : new Error(String(error)), new Socket()),
      )
      return undefined
    }
    // The oldest goes first; what is under way on it goes on.
    const [oldest] = this.#agents.keys()
    if (this.#agents.size >= mostAgents && oldest !== undefined) this.#agents.delete(oldest)
    this.#agents.set(name, agent)
    return agent
  }

  /** Tells the channel what comes through, once per connection: the client has its own listener in place by now. */
  #watch(request: ClientRequest): void {
    const { socket } = request
    if (socket === null || this.#watched.has(socket)) return
    this.#watched.add(socket)
    const opened = this.#streams.get(socket)
    socket.on('data', (piece: Buffer) => opened?.moved(piece.length, 'received'))
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy()
  }
}

/** In place: an HTTP/2 request's headers can be changed but not exchanged. */
const replaceHeaders = (headers: IncomingHttpHeaders, next: IncomingHttpHeaders): void => {
  for (const name of Object.keys(headers)) Reflect.deleteProperty(headers, name)
  Object.assign(headers, next)
}

const hostOf = (request: WebRequest): string => {
  const name = request.headers[':authority'] ?? request.headers.host
  return typeof name === 'string' ? name : ''
}

/** The service's key may come in a header of ours, and `Authorization` is then the resource's. */
const serviceKeyOf = (request: WebRequest): string | undefined => {
  const own = request.headers['causeway-authorization']
  return typeof own === 'string' ? own : request.headers.authorization
}
const keepsAuthorization = (request: WebRequest): boolean => request.headers['causeway-authorization'] !== undefined
