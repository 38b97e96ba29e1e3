/** How the relay says no on `/connect`: a problem document (RFC 9457) with our code, whatever the transport. */
import { STATUS_CODES, type ServerResponse } from 'node:http'
import { type Http2ServerResponse, type ServerHttp2Stream } from 'node:http2'
import { type Duplex } from 'node:stream'
import { channelHeaders } from '../../contract/channel.ts'
import { type Problem } from '../../contract/control-plane-api.ts'
import { type ErrorCode, type Failure } from '../../contract/error-codes.ts'
import { errors } from '../../contract/wording/en/errors.ts'

const statuses: Partial<Record<ErrorCode, number>> = {
  CW6001: 404,
  CW6002: 503,
  CW6003: 401,
  CW6004: 502,
  CW6005: 409,
  CW6006: 504,
  CW4008: 403,
  CW5009: 403,
  CW4009: 502,
  CW4012: 503,
  CW5004: 400,
  CW5013: 503,
}

export const statusOf = (code: ErrorCode): number => statuses[code] ?? 500

const problemOf = ({ code, values }: Failure): string =>
  JSON.stringify({ type: `urn:causeway:error:${code}`, title: errors[code].title, status: statusOf(code), code, values } satisfies Problem)

const headersOf = ({ code }: Failure, body: string) => ({
  'content-type': 'application/problem+json',
  'content-length': Buffer.byteLength(body),
  'cache-control': 'no-store',
  [channelHeaders.code]: code,
  ...(code === 'CW6003' ? { 'www-authenticate': 'Bearer' } : {}),
})

/** On a connection that asked for Upgrade. */
export const refuseSocket = (socket: Duplex, failure: Failure): void => {
  if (socket.destroyed) return
  const body = problemOf(failure)
  const status = statusOf(failure.code)
  const lines = Object.entries(headersOf(failure, body)).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nconnection: close\r\n${lines.join('')}\r\n${body}`)
}

/** On an HTTP/2 CONNECT stream. */
export const refuseStream = (stream: ServerHttp2Stream, failure: Failure): void => {
  if (stream.destroyed || stream.headersSent) return
  const body = problemOf(failure)
  stream.respond({ ':status': statusOf(failure.code), ...headersOf(failure, body) })
  stream.end(body)
}

/** On a plain request. */
export const refuseRequest = (response: ServerResponse | Http2ServerResponse, failure: Failure): void => {
  if (response.headersSent) return void response.destroy()
  const body = problemOf(failure)
  for (const [name, value] of Object.entries(headersOf(failure, body))) response.setHeader(name, value)
  response.statusCode = statusOf(failure.code)
  response.end(body)
}
