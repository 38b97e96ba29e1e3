/** The one TLS listener: HTTP/1.1 and HTTP/2 on one port, closed without cutting off what is being answered. */
import { type IncomingMessage, type ServerResponse } from 'node:http'
import {
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2'
import { type AddressInfo, type Socket } from 'node:net'
import { type Duplex } from 'node:stream'
import { type Failure, type Result, failed, succeeded } from '../contract/error-codes.ts'
import { problemOf } from './api/problem.ts'

export type AnyRequest = IncomingMessage | Http2ServerRequest
export type AnyResponse = ServerResponse | Http2ServerResponse

export interface ListenerHandlers {
  request: (request: AnyRequest, response: AnyResponse) => void
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  connect: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void
}

export interface Listener {
  host: string
  port: number
  /** Until it is called, every request is answered with CW5013. */
  serve: (handlers: ListenerHandlers) => void
  /** Answers new requests with CW5013 from now on. */
  refuse: () => void
  /** Ends idle connections at once, the others after their answer or after `drainMs`. */
  close: (drainMs: number) => Promise<void>
}

export interface ListenerOptions {
  host: string
  /** 0: any free port. */
  port: number
  /** PEM. */
  key: string
  /** PEM, leaf first. */
  certificate: string
}

const plainProblem = (failure: Failure, status?: number): { status: number; body: string } => {
  const problem = problemOf(failure, status === undefined ? {} : { status })
  return { status: problem.status, body: JSON.stringify(problem) }
}

/** A whole answer for a socket that has no response object. */
const rawAnswer = (failure: Failure, status?: number): string => {
  const { status: code, body } = plainProblem(failure, status)
  return `HTTP/1.1 ${code} Refused\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

const starting: ListenerHandlers = {
  request: (_request, response) => {
    const { status, body } = plainProblem({ code: 'CW5013', values: {} })
    response.statusCode = status
    response.setHeader('content-type', 'application/problem+json')
    response.setHeader('retry-after', '1')
    response.end(body)
  },
  upgrade: (_request, socket) => {
    socket.on('error', () => undefined)
    socket.end(rawAnswer({ code: 'CW5013', values: {} }))
  },
  connect: (stream) => {
    stream.on('error', () => undefined)
    stream.respond({ ':status': 503, 'causeway-code': 'CW5013' }, { endStream: true })
  },
}

/** Browsers and the sign-in are at their best with HTTP/1.1; only who offers nothing else gets HTTP/2. */
const chooseProtocol = ({ protocols }: { protocols: string[] }): string | undefined =>
  ['http/1.1', 'h2'].find((protocol) => protocols.includes(protocol))

/** Bytes of headers in one request; a proof of possession with its chain takes most of them. */
const largestHead = 32_768

/** Times in milliseconds. */
const http1Options = { maxHeaderSize: largestHead, headersTimeout: 20_000, requestTimeout: 60_000, keepAliveTimeout: 60_000 }

const malformed = (error: NodeJS.ErrnoException): string => {
  if (error.code === 'HPE_HEADER_OVERFLOW') return rawAnswer({ code: 'CW5014', values: { bytes: largestHead } }, 431)
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return rawAnswer({ code: 'CW5004', values: { where: 'request', reason: 'it came too slowly' } }, 408)
  return rawAnswer({ code: 'CW5004', values: { where: 'request', reason: 'it is not HTTP' } })
}

/** @returns CW5015 when the port cannot be opened, CW5012 when the certificate cannot be used. */
export const openListener = async ({ host, port, key, certificate }: ListenerOptions): Promise<Result<Listener>> => {
  let handlers = starting
  const sockets = new Set<Socket>()
  let server: ReturnType<typeof createSecureServer>
  try {
    server = createSecureServer({
      key,
      cert: certificate,
      minVersion: 'TLSv1.2',
      allowHTTP1: true,
      ALPNCallback: chooseProtocol,
      handshakeTimeout: 20_000,
      settings: { enableConnectProtocol: true, maxConcurrentStreams: 1_000 },
      http1Options,
    })
  } catch (error) {
    return failed('CW5012', { file: 'server certificate', reason: String(error) })
  }
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('request', (request, response) => handlers.request(request, response))
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => handlers.upgrade(request, socket, head))
  server.on('connect', (request: Http2ServerRequest | IncomingMessage, response: Http2ServerResponse | Duplex) => {
    if ('stream' in request) handlers.connect(request.stream, request.headers)
    else if ('destroy' in response) {
      response.on('error', () => undefined)
      response.end(rawAnswer({ code: 'CW5004', values: { where: 'method', reason: 'CONNECT needs HTTP/2 here; use Upgrade: tcp' } }, 405))
    }
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (!socket.writable || socket.destroyed || error.code === 'ECONNRESET') {
      socket.destroy()
      return
    }
    socket.end(malformed(error))
  })
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, () => {
        server.off('error', reject)
        resolve()
      })
    })
  } catch (error) {
    return failed('CW5015', { address: `${host}:${port}`, reason: error instanceof Error ? error.message : String(error) })
  }

  return succeeded({
    host,
    port: (server.address() as AddressInfo).port,
    serve: (next) => {
      handlers = next
    },
    refuse: () => {
      handlers = starting
    },
    close: (drainMs) =>
      new Promise<void>((resolve) => {
        const cut = setTimeout(() => {
          for (const socket of sockets) socket.destroy()
        }, drainMs)
        server.close(() => {
          clearTimeout(cut)
          resolve()
        })
      }),
  })
}
