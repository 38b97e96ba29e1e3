/** Takes in channels: Upgrade on the relay's path, proof, 101, hand-over to HTTP/2. */
import { randomUUID } from 'node:crypto'
import { STATUS_CODES, type IncomingMessage } from 'node:http'
import { type Duplex } from 'node:stream'
import { channelHeaders, Purpose, webSocketProtocol, type Carrier } from '../../contract/channel.ts'
import { type Failure } from '../../contract/error-codes.ts'
import { type WindowBudget } from '../../contract/flow-window.ts'
import { AcceptLimiter } from './accept-limiter.ts'
import { handOverRaw, handOverWebSocket } from './hand-over.ts'
import { type RelayPorts } from './ports.ts'
import { type ProofVerifier } from './proof.ts'
import { RelaySession, type RelaySessionEvents } from './session.ts'

export interface AcceptOptions {
  /** The relay's name for those who came by this `host[:port]`. */
  readonly nameAt: (host: string) => string
  readonly ports: RelayPorts
  readonly verifyProof: ProofVerifier
  readonly budget: WindowBudget
  readonly concurrent: number
  /** Seconds. */
  readonly reconnectWindow: () => number
  readonly events: RelaySessionEvents
}

/** What an Upgrade request asks for; absent when it is not one of ours. */
export const carrierOf = (request: IncomingMessage): Carrier | undefined => {
  const token = request.headers.upgrade?.toLowerCase()
  if (token === 'causeway') return 'causeway'
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
  return token === 'websocket' && offered.includes(webSocketProtocol) ? 'websocket' : undefined
}

const one = (value: string | readonly string[] | undefined): string | undefined => (typeof value === 'string' ? value : undefined)

/** Ends an Upgrade request with a plain answer that carries one of our codes. */
export const refuseUpgrade = (socket: Duplex, status: number, failure: Failure): void => {
  if (socket.destroyed) return
  socket.on('error', () => undefined)
  const body = JSON.stringify(failure)
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\n${channelHeaders.code}: ${failure.code}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

export type Accept = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

export const createAccept = ({ nameAt, ports, verifyProof, budget, concurrent, reconnectWindow, events }: AcceptOptions): Accept => {
  const limiter = new AcceptLimiter({ atOnce: concurrent, line: concurrent * 16, patience: 5_000, now: ports.now })

  const attach = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const carrier = carrierOf(request)
    const relay = nameAt(request.headers.host ?? '')
    const purpose = Purpose.safeParse(request.headers[channelHeaders.purpose])
    if (carrier === undefined || !purpose.success) {
      refuseUpgrade(socket, 400, { code: 'CW4007', values: { relay, reason: 'not a channel' } })
      return
    }
    const proven = await verifyProof(one(request.headers[channelHeaders.proof]))
    if (!proven.ok) {
      ports.log.warn({ topic: 'relay.accept', code: proven.failure.code, values: proven.failure.values }, 'channel refused')
      refuseUpgrade(socket, proven.failure.code === 'CW4007' ? 401 : 403, {
        ...proven.failure,
        values: { ...proven.failure.values, relay },
      })
      return
    }
    const { connectorId, organizationId, locationId } = proven.value
    const headers = { [channelHeaders.relay]: relay, [channelHeaders.reconnectWindow]: String(reconnectWindow()) }
    const stream = await (carrier === 'causeway'
      ? handOverRaw(socket, head, 'causeway', headers)
      : handOverWebSocket(request, socket, head, headers))
    if (stream === undefined) return
    new RelaySession(
      stream,
      { connectorId, organizationId, locationId, sessionId: randomUUID(), relay, purpose: purpose.data, carrier },
      budget,
      events,
    )
  }

  return (request, socket, head) => {
    socket.on('error', () => undefined)
    limiter
      .run(() => (socket.destroyed ? Promise.resolve() : attach(request, socket, head)))
      .then(
        (admitted) => {
          if (!admitted) socket.destroy()
        },
        (error: unknown) => {
          ports.log.warn({ topic: 'relay.accept', err: error }, 'a channel could not be taken in')
          refuseUpgrade(socket, 500, { code: 'CW9001', values: {} })
        },
      )
  }
}
