/**
 * Nonce, proof and Upgrade on one TLS connection, and the one place at the connector where HTTP/2 takes it over.
 *
 * If the 101 is read before the GET's own write has called back, attaching HTTP/2 aborts the process (SIGABRT):
 * `TLSWrap::DoWrite: !current_write_`. So the connection is handed on only when *both* have happened.
 */
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { type Duplex } from 'node:stream'
import { type TLSSocket } from 'node:tls'
import { boundedBody } from '../../contract/bounded-body.ts'
import { channelHeaders, relayNoncePath, relayPath, webSocketProtocol, type Carrier, type Purpose } from '../../contract/channel.ts'
import { Failure, failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { endAtOnce } from '../../contract/web-socket-end.ts'
import { httpRequest } from '../way-out/http-request.ts'

/** Milliseconds for each of nonce and Upgrade. */
const answerTimeout = 10_000
const longestRefusal = 16_384

/** A connection whose owner may now attach HTTP/2. */
export interface Carried {
  readonly stream: Duplex
  /** The relay's name for itself. */
  readonly relay: string
  /** Seconds over which to spread a return. */
  readonly reconnectWindow: number
}

const header = (answer: IncomingMessage, name: string): string | undefined => {
  const value = answer.headers[name]
  return typeof value === 'string' ? value : undefined
}

const windowOf = (answer: IncomingMessage): number => {
  const seconds = Number(header(answer, channelHeaders.reconnectWindow))
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3600) : 0
}

const relayUnreachable = (relay: string, reason: string) => failed('CW4006', { relay, reason })

/** The relay's refusal, from its body when that is one of our failures, else by what it amounts to. */
const refusalOf = async (answer: IncomingMessage, relay: string): Promise<{ ok: false; failure: Failure }> => {
  try {
    const body = await boundedBody(answer, longestRefusal)
    const failure = Failure.safeParse(JSON.parse(new TextDecoder().decode(body)))
    if (failure.success && header(answer, channelHeaders.code) === failure.data.code) return { ok: false, failure: failure.data }
  } catch {
    // What is no refusal of ours comes from something in between.
  }
  return relayUnreachable(relay, `answered ${answer.statusCode ?? 0} to the upgrade`)
}

/** Asks for a nonce; the connection stays usable for what follows. */
export const fetchNonce = (socket: TLSSocket, origin: URL): Promise<Result<string>> =>
  new Promise((resolve) => {
    const give = (result: Result<string>) => resolve(result)
    const request = httpRequest({
      createConnection: () => socket,
      path: relayNoncePath,
      headers: { host: origin.host, connection: 'keep-alive' },
      timeout: answerTimeout,
    })
    request.once('timeout', () => request.destroy(new Error('timed out')))
    request.once('error', (error) => give(relayUnreachable(origin.host, error.message)))
    request.once('response', (answer) => {
      const nonce = header(answer, channelHeaders.nonce)
      answer.resume()
      answer.once('end', () => {
        give(
          answer.statusCode === 204 && nonce !== undefined && nonce.length <= 200
            ? succeeded(nonce)
            : relayUnreachable(origin.host, `answered ${answer.statusCode ?? 0} instead of a nonce`),
        )
      })
      answer.once('error', (error) => give(relayUnreachable(origin.host, error.message)))
    })
    request.end()
  })

export interface UpgradeRequest {
  readonly origin: URL
  readonly proof: string
  readonly purpose: Purpose
  readonly version: string
}

const headersFor = ({ proof, purpose, version }: UpgradeRequest): OutgoingHttpHeaders & Record<string, string> => ({
  [channelHeaders.proof]: proof,
  [channelHeaders.purpose]: purpose,
  [channelHeaders.version]: version,
})

const carried = (stream: Duplex, answer: IncomingMessage, origin: URL): Result<Carried> =>
  succeeded({ stream, relay: (header(answer, channelHeaders.relay) ?? origin.host).slice(0, 80), reconnectWindow: windowOf(answer) })

/** Resolves when everything the request wrote has been handed to the operating system. */
const written = (request: ClientRequest): Promise<void> =>
  new Promise((resolve) => {
    if (request.writableFinished) resolve()
    else request.once('finish', resolve)
  })

const upgradeRaw = (socket: TLSSocket, asked: UpgradeRequest): Promise<Result<Carried>> =>
  new Promise((resolve) => {
    const { origin } = asked
    const request = httpRequest({
      createConnection: () => socket,
      path: relayPath,
      headers: { host: origin.host, connection: 'Upgrade', upgrade: 'causeway', ...headersFor(asked) },
      timeout: answerTimeout,
    })
    request.once('timeout', () => request.destroy(new Error('timed out')))
    request.once('error', (error) => resolve(relayUnreachable(origin.host, error.message)))
    request.once('response', (answer) => void refusalOf(answer, origin.host).then(resolve))
    request.once('upgrade', (answer, stream, head) => {
      // Nothing may be read before HTTP/2 reads it, or the relay's preface would be lost.
      if (head.length > 0) stream.unshift(head)
      socket.setTimeout(0)
      if (header(answer, 'upgrade')?.toLowerCase() !== 'causeway') {
        socket.destroy()
        resolve(relayUnreachable(origin.host, 'switched to another protocol'))
        return
      }
      void written(request).then(() =>
        resolve(socket.destroyed ? relayUnreachable(origin.host, 'closed after the upgrade') : carried(socket, answer, origin)),
      )
    })
    request.end()
  })

const upgradeWebSocket = async (socket: TLSSocket, asked: UpgradeRequest): Promise<Result<Carried>> => {
  // The second choice: loaded only where the first does not get through.
  const { createWebSocketStream, WebSocket } = await import('ws')
  return new Promise((resolve) => {
    const { origin } = asked
    const webSocket = new WebSocket(new URL(relayPath, origin.origin.replace(/^http/, 'ws')), webSocketProtocol, {
      createConnection: () => socket,
      headers: headersFor(asked),
      perMessageDeflate: false,
      handshakeTimeout: answerTimeout,
      maxPayload: 4 * 1024 * 1024,
      followRedirects: false,
    })
    let answered: IncomingMessage | undefined
    webSocket.once('upgrade', (answer) => {
      answered = answer
    })
    webSocket.once('open', () => {
      if (answered !== undefined) resolve(carried(endAtOnce(createWebSocketStream(webSocket), webSocket), answered, origin))
    })
    webSocket.once('unexpected-response', (request, answer) => {
      void refusalOf(answer, origin.host).then((refusal) => {
        request.destroy()
        resolve(refusal)
      })
    })
    webSocket.on('error', (error) => resolve(relayUnreachable(origin.host, error.message)))
  })
}

/** Switches the connection to the channel. Fails with the relay's refusal (CW4003, CW4004, CW4007, CW5013) or CW4006. */
export const upgrade = (carrier: Carrier, socket: TLSSocket, asked: UpgradeRequest): Promise<Result<Carried>> =>
  carrier === 'causeway' ? upgradeRaw(socket, asked) : upgradeWebSocket(socket, asked)
