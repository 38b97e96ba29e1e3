/** One HTTPS request on a connection of its own, with the answer's beginning. */
import type { IncomingHttpHeaders } from 'node:http'
import { type TLSSocket } from 'node:tls'
import { codeOf, elapsedSince, limits, within } from '../../connector/way-out/limits.ts'
import { addressOf } from '../../connector/way-out/address.ts'
import { httpRequest } from '../../connector/way-out/http-request.ts'
import { openTls, type DialOptions, type TlsObservation } from './tls-probe.ts'

export type HttpObservation =
  | {
      readonly outcome: 'answered'
      readonly status: number
      readonly headers: IncomingHttpHeaders
      /** At most 64 KiB. */
      readonly body: string
      /** From the request's last byte to the answer's headers. */
      readonly milliseconds: number
      /** By the given clock. */
      readonly sentAt: number
      readonly answeredAt: number
      readonly tls: Extract<TlsObservation, { outcome: 'open' }>
    }
  | { readonly outcome: 'notTrusted'; readonly tls: Extract<TlsObservation, { outcome: 'open' }> }
  | { readonly outcome: 'noConnection'; readonly tls: Exclude<TlsObservation, { outcome: 'open' }> }
  | { readonly outcome: 'noAnswer'; readonly error: string; readonly milliseconds: number }

export interface HttpOptions {
  /** False only to see what answers, never to use the answer. */
  readonly verify?: boolean
  /** Clock for `sentAt` and `answeredAt`. */
  readonly now?: () => number
}

/** What a page calls itself, to recognise the box that made it; empty when it does not say. */
export const titleOf = (body: string): string => /<title[^>]*>([^<]{1,120})/i.exec(body)?.[1]?.trim() ?? ''

const largestBody = 64 * 1024

export interface AskOptions {
  readonly signal: AbortSignal
  readonly now?: () => number
  readonly headers?: Readonly<Record<string, string>>
  /** Leaves the socket open for the next request. */
  readonly keep?: boolean
  readonly limit?: number
}

/** Sends `GET` on an open socket and collects the answer. The socket is ended with it unless `keep`. */
export const ask = (
  socket: TLSSocket,
  url: URL,
  { now = Date.now, headers = {}, signal, keep = false, limit = limits.http }: AskOptions,
): Promise<HttpObservation & { outcome: 'answered' | 'noAnswer' }> =>
  new Promise((resolve, reject) => {
    const began = performance.now()
    const sentAt = now()
    const limited = within(signal, limit)
    const give = (observation: HttpObservation & { outcome: 'answered' | 'noAnswer' }) => {
      if (!keep) socket.destroy()
      resolve(observation)
    }
    const fail = (error: Error) => {
      socket.destroy()
      if (signal.aborted) reject(signal.reason as Error)
      else give({ outcome: 'noAnswer', error: limited.aborted ? 'ETIMEDOUT' : codeOf(error), milliseconds: elapsedSince(began) })
    }
    const sent = httpRequest({
      createConnection: () => socket,
      method: 'GET',
      path: url.pathname + url.search,
      headers: { host: url.host, connection: keep ? 'keep-alive' : 'close', 'user-agent': 'causeway-setup', ...headers },
      signal: limited,
    })
    sent.once('error', fail)
    sent.once('upgrade', (response, stream) => {
      stream.destroy()
      give({
        outcome: 'answered',
        status: 101,
        headers: response.headers,
        body: '',
        milliseconds: elapsedSince(began),
        sentAt,
        answeredAt: now(),
        tls: observed(socket),
      })
    })
    sent.once('response', (response) => {
      const milliseconds = elapsedSince(began)
      const answeredAt = now()
      const chunks: Buffer[] = []
      let size = 0
      const end = () => {
        const body = Buffer.concat(chunks).toString('utf8').slice(0, largestBody)
        give({
          outcome: 'answered',
          status: response.statusCode ?? 0,
          headers: response.headers,
          body,
          milliseconds,
          sentAt,
          answeredAt,
          tls: observed(socket),
        })
      }
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size > largestBody) end()
      })
      response.once('end', end)
      response.once('error', fail)
    })
    sent.end()
  })

const observations = new WeakMap<TLSSocket, Extract<TlsObservation, { outcome: 'open' }>>()
const observed = (socket: TLSSocket): Extract<TlsObservation, { outcome: 'open' }> =>
  observations.get(socket) ?? { outcome: 'open', protocol: socket.getProtocol() ?? '?', cipher: '', chain: [], milliseconds: 0 }

export const probeHttp = async (
  address: string,
  { verify = true, now = Date.now, ...dial }: DialOptions & HttpOptions,
  signal: AbortSignal,
): Promise<HttpObservation> => {
  const opened = await openTls(addressOf(address), dial, signal)
  if (!opened.ok) return { outcome: 'noConnection', tls: opened.observation }
  if (verify && opened.observation.problem !== undefined) {
    opened.socket.destroy()
    return { outcome: 'notTrusted', tls: opened.observation }
  }
  observations.set(opened.socket, opened.observation)
  return ask(opened.socket, new URL(address), { now, signal, ...(dial.limit === undefined ? {} : { limit: dial.limit }) })
}
