/** One small request over plain HTTP, straight or through the service's proxy (absolute form, RFC 9112, section 3.2.2). */
import { type Address } from '../../connector/way-out/address.ts'
import { boundedBody } from '../../contract/bounded-body.ts'
import { codeOf, elapsedSince, within } from '../../connector/way-out/limits.ts'
import { httpRequest } from '../../connector/way-out/http-request.ts'
import { authorizationFor } from '../../connector/way-out/proxy-account.ts'
import { type ProxyUse } from '../../connector/way-out/proxy-choice.ts'
import { dialOf, type TunnelOptions } from '../../connector/way-out/proxy-tunnel.ts'

export type PlainAnswer =
  | { readonly ok: true; readonly body: Uint8Array; readonly milliseconds: number }
  | { readonly ok: false; readonly reason: string; readonly milliseconds: number }

export interface PlainOptions extends TunnelOptions {
  readonly proxyFor: (address: Address, signal: AbortSignal) => Promise<ProxyUse>
  readonly milliseconds: number
  /** Bytes. */
  readonly largest: number
  /** Sent as POST; it is always a question to a responder. */
  readonly body?: Uint8Array
}

export const fetchPlain = async (
  text: string,
  { proxyFor, milliseconds, largest, body, ...tunnel }: PlainOptions,
  signal: AbortSignal,
): Promise<PlainAnswer> => {
  const began = performance.now()
  const url = new URL(text)
  const use = await proxyFor({ host: url.hostname, port: url.port === '' ? 80 : Number(url.port) }, signal)
  const limited = within(signal, milliseconds)
  return new Promise((resolve, reject) => {
    const give = (answer: { ok: true; body: Uint8Array } | { ok: false; reason: string }) =>
      resolve({ ...answer, milliseconds: elapsedSince(began) })
    const fail = (error: Error) => {
      if (signal.aborted) reject(signal.reason as Error)
      else give({ ok: false, reason: limited.aborted ? 'ETIMEDOUT' : codeOf(error) })
    }
    const proxy = use.is === 'proxy' ? new URL(use.url) : undefined
    const sent = httpRequest({
      ...dialOf(proxy ?? url, tunnel, limited),
      path: proxy === undefined ? url.pathname + url.search : url.href,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        host: url.host,
        connection: 'close',
        ...(use.is === 'proxy' ? authorizationFor(use.url, tunnel.account) : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/ocsp-request' }),
      },
      signal: limited,
    })
    sent.once('error', fail)
    sent.once('response', (answer) => {
      if (answer.statusCode !== 200) {
        answer.destroy()
        give({ ok: false, reason: `HTTP ${answer.statusCode ?? 0}` })
        return
      }
      boundedBody(answer, largest).then(
        (received) => give(received === undefined ? { ok: false, reason: `more than ${largest} bytes` } : { ok: true, body: received }),
        fail,
      )
    })
    sent.end(body)
  })
}
