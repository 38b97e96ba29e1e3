/** A tunnel through an HTTP proxy: `CONNECT`, RFC 9110 section 9.3.6. */
import { type RequestOptions } from 'node:http'
import { Socket } from 'node:net'
import { type SecureContext } from 'node:tls'
import { type ProxyAccount } from '../../contract/proxy.ts'
import { openTcp, type ResolveHost } from './first-connection.ts'
import { httpRequest } from './http-request.ts'
import { codeOf, elapsedSince, limits, within } from './limits.ts'
import { printAddress, type Address } from './address.ts'
import { authorizationFor } from './proxy-account.ts'
import { secure } from './secure.ts'

export type TunnelObservation =
  | { readonly outcome: 'open'; readonly socket: Socket; readonly milliseconds: number }
  /** `schemes` are those of `Proxy-Authenticate` ("Negotiate", "Basic realm=..."), for 407; `told`: it was told an account. */
  | {
      readonly outcome: 'refused'
      readonly status: number
      readonly schemes: readonly string[]
      readonly told: boolean
      readonly milliseconds: number
    }
  | { readonly outcome: 'failed'; readonly error: string; readonly milliseconds: number }

/** What a tunnel came to, without its socket. */
export type TunnelSeen = Omit<Extract<TunnelObservation, { outcome: 'open' }>, 'socket'> | Exclude<TunnelObservation, { outcome: 'open' }>

export interface TunnelOptions {
  readonly account?: ProxyAccount | undefined
  /** Whom to trust where the proxy itself speaks TLS; the system's list when absent. */
  readonly trust?: { readonly ca: string[] } | { readonly secureContext: SecureContext } | undefined
  /** The system's resolver when absent. */
  readonly resolve?: ResolveHost | undefined
}

/** How a request is connected to a proxy or to another server, and with TLS whom it has to be; without an `agent` only. The signal ends the attempt. */
export const dialOf = ({ protocol, hostname, port }: URL, { trust, resolve }: TunnelOptions, signal: AbortSignal): RequestOptions => {
  const isSecure = protocol === 'https:'
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const open = async () => {
    const socket = await openTcp({ host, port: port === '' ? (isSecure ? 443 : 80) : Number(port) }, signal, resolve)
    return isSecure ? secure(socket, host, { ...trust }, signal) : socket
  }
  return {
    createConnection: (_options, done) => {
      open().then(
        (socket) => done(null, socket),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), new Socket()),
      )
      return undefined
    },
  }
}

export const probeTunnel = async (proxy: string, target: Address, options: TunnelOptions, signal: AbortSignal): Promise<TunnelSeen> => {
  const seen = await openProxyTunnel(proxy, target, options, signal)
  if (seen.outcome !== 'open') return seen
  seen.socket.destroy()
  return { outcome: 'open', milliseconds: seen.milliseconds }
}

/** Rejects only when `signal` fires. */
export const openProxyTunnel = (proxy: string, target: Address, options: TunnelOptions, signal: AbortSignal): Promise<TunnelObservation> =>
  new Promise((resolve, reject) => {
    const began = performance.now()
    const url = new URL(proxy)
    const authority = printAddress(target)
    const authorization = authorizationFor(proxy, options.account)
    const limited = within(signal, limits.tunnel)
    const ask = httpRequest({
      ...dialOf(url, options, limited),
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...authorization },
      signal: limited,
    })
    const fail = (error: string) => resolve({ outcome: 'failed', error, milliseconds: elapsedSince(began) })
    ask.once('connect', (response, socket, head) => {
      const milliseconds = elapsedSince(began)
      const status = response.statusCode ?? 0
      const opened = status >= 200 && status < 300
      if (opened && head.length === 0) {
        resolve({ outcome: 'open', socket, milliseconds })
        return
      }
      socket.destroy()
      if (opened) {
        // Nobody speaks before the client in TLS: what came is not from the address that was asked for.
        fail('EPROTO')
        return
      }
      const schemes = response.headersDistinct['proxy-authenticate'] ?? []
      resolve({ outcome: 'refused', status, schemes, told: 'proxy-authorization' in authorization, milliseconds })
    })
    ask.once('error', (error) => {
      if (signal.aborted) reject(signal.reason as Error)
      else fail(error.name === 'AbortError' || error.name === 'TimeoutError' ? 'ETIMEDOUT' : codeOf(error))
    })
    ask.end()
  })
