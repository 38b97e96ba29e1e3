/** A tunnel through an HTTP proxy: `CONNECT`, RFC 9110 section 9.3.6. */
import { request } from 'node:http'
import { request as secureRequest } from 'node:https'
import { type Socket } from 'node:net'
import { codeOf, elapsedSince, limits, within } from './limits.ts'
import { printAddress, type Address } from './address.ts'

export type TunnelObservation =
  | { readonly outcome: 'open'; readonly socket: Socket; readonly milliseconds: number }
  /** `schemes` are those of `Proxy-Authenticate` ("Negotiate", "Basic realm=..."), for 407. */
  | { readonly outcome: 'refused'; readonly status: number; readonly schemes: readonly string[]; readonly milliseconds: number }
  | { readonly outcome: 'failed'; readonly error: string; readonly milliseconds: number }

/** What a tunnel came to, without its socket. */
export type TunnelSeen = Omit<Extract<TunnelObservation, { outcome: 'open' }>, 'socket'> | Exclude<TunnelObservation, { outcome: 'open' }>

export const probeTunnel = async (proxy: string, target: Address, signal: AbortSignal): Promise<TunnelSeen> => {
  const seen = await openTunnel(proxy, target, signal)
  if (seen.outcome !== 'open') return seen
  seen.socket.destroy()
  return { outcome: 'open', milliseconds: seen.milliseconds }
}

export const openTunnel = (proxy: string, target: Address, signal: AbortSignal): Promise<TunnelObservation> =>
  new Promise((resolve, reject) => {
    const began = performance.now()
    const url = new URL(proxy)
    const credentials =
      url.username === ''
        ? {}
        : { 'proxy-authorization': `Basic ${btoa(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`)}` }
    const authority = printAddress(target)
    const ask = (url.protocol === 'https:' ? secureRequest : request)({
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...credentials },
      agent: false,
      signal: within(signal, limits.tunnel),
    })
    ask.once('connect', (response, socket) => {
      const milliseconds = elapsedSince(began)
      const status = response.statusCode ?? 0
      if (status >= 200 && status < 300) {
        resolve({ outcome: 'open', socket: socket, milliseconds })
        return
      }
      socket.destroy()
      const asked = response.headers['proxy-authenticate']
      const schemes = (Array.isArray(asked) ? asked : asked === undefined ? [] : [asked]) as string[]
      resolve({ outcome: 'refused', status, schemes, milliseconds })
    })
    ask.once('error', (error) => {
      if (signal.aborted) reject(signal.reason as Error)
      else
        resolve({
          outcome: 'failed',
          error: error.name === 'AbortError' || error.name === 'TimeoutError' ? 'ETIMEDOUT' : codeOf(error),
          milliseconds: elapsedSince(began),
        })
    })
    ask.end()
  })
