/** TLS to a relay or to the control plane, straight or through an HTTP proxy (CONNECT, RFC 9110, section 9.3.6). */
import { request as httpRequest } from 'node:http'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { inspectorOf, type Trust } from './trust.ts'

/** Milliseconds for TCP, proxy and TLS together. */
export const connectTimeout = 10_000

export interface SecureTunnel {
  readonly socket: TLSSocket
  /** Who re-signs the traffic on the way, if somebody does. */
  readonly inspectedBy?: string
}

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? `${String(error.code)}: ${error.message}` : String(error)

const plainSocket = (host: string, port: number, signal: AbortSignal): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port, noDelay: true })
    const abort = () => socket.destroy(new Error('timed out'))
    signal.addEventListener('abort', abort, { once: true })
    socket.once('error', reject)
    socket.once('connect', () => {
      signal.removeEventListener('abort', abort)
      socket.off('error', reject)
      resolve(socket)
    })
  })

/** A socket through the proxy. Rejects with what the proxy said; 407 names the ways it offers. */
const proxiedSocket = (proxy: URL, authority: string, signal: AbortSignal): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const request = httpRequest({
      host: proxy.hostname,
      port: proxy.port || 80,
      method: 'CONNECT',
      path: authority,
      headers: { host: authority },
      agent: false,
      signal,
    })
    request.once('error', reject)
    request.once('connect', (answer, socket, head) => {
      if (answer.statusCode === 200 && socket instanceof Object && head.length === 0) {
        resolve(socket)
        return
      }
      socket.destroy()
      const ways = answer.statusCode === 407 ? ` (${answer.headers['proxy-authenticate'] ?? 'no way named'})` : ''
      reject(new Error(`proxy ${proxy.host} answered ${answer.statusCode ?? 0}${ways}`))
    })
    request.end()
  })

const secure = (socket: Socket, host: string, trust: Trust, signal: AbortSignal): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const upper = connectTls({
      socket,
      host,
      secureContext: trust.context,
      ALPNProtocols: ['http/1.1'],
      ...(isIP(host) === 0 ? { servername: host } : {}),
      rejectUnauthorized: false,
    })
    const abort = () => upper.destroy(new Error('timed out'))
    signal.addEventListener('abort', abort, { once: true })
    upper.once('error', reject)
    upper.once('secureConnect', () => {
      signal.removeEventListener('abort', abort)
      upper.off('error', reject)
      resolve(upper)
    })
  })

/**
 * Fails with CW4006 (not reachable) or CW2005 (certificate not trusted, with the issuer's name). Certificates are judged
 * here and not by the TLS layer, which would end the connection before it could be said who had signed.
 */
export const openTunnel = async (origin: URL, proxy: URL | undefined, trust: Trust): Promise<Result<SecureTunnel>> => {
  const host = origin.hostname.replace(/^\[|\]$/g, '')
  const port = Number(origin.port || 443)
  const signal = AbortSignal.timeout(connectTimeout)
  try {
    const plain = await (proxy === undefined ? plainSocket(host, port, signal) : proxiedSocket(proxy, `${origin.hostname}:${port}`, signal))
    const socket = await secure(plain, host, trust, signal)
    const inspectedBy = inspectorOf(socket, trust.expected)
    if (!socket.authorized) {
      const issuer = socket.getPeerCertificate().issuer
      const why = reasonOf(socket.authorizationError)
      socket.destroy()
      return failed(
        'CW2005',
        { host: origin.hostname, issuer: inspectedBy ?? String(issuer.CN ?? issuer.O ?? '') },
        inspectedBy === undefined ? why : `${why}; signed by ${inspectedBy}`,
      )
    }
    return succeeded({ socket, ...(inspectedBy === undefined ? {} : { inspectedBy }) })
  } catch (error) {
    return failed('CW4006', { relay: origin.host, reason: reasonOf(error) })
  }
}
