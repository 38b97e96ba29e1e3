/** TLS to a relay or to the control plane, straight or through a proxy. */
import { type Socket } from 'node:net'
import { type TLSSocket } from 'node:tls'
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { type ProxyAccount } from '../../contract/proxy.ts'
import { addressOf, type Address } from '../way-out/address.ts'
import { distrustOf } from '../way-out/distrust.ts'
import { firstThrough, type Ways } from '../way-out/first-through.ts'
import { openWay } from '../way-out/open-way.ts'
import { proxyHost, refusalOf } from '../way-out/proxy-account.ts'
import { type Way } from '../way-out/proxy-choice.ts'
import { secure } from '../way-out/secure.ts'
import { inspectorOf, type Trust } from './trust.ts'

/** Milliseconds for TCP, proxy and TLS together, by one way. */
export const connectTimeout = 10_000

/** How connections leave this machine, and whom they trust. */
export interface Outlet {
  readonly wayOut: Ways
  readonly account: ProxyAccount | undefined
  readonly trust: Trust
}

export interface SecureTunnel {
  readonly socket: TLSSocket
  /** Who re-signs the traffic on the way, if somebody does. */
  readonly inspectedBy?: string
}

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? `${String(error.code)}: ${error.message}` : String(error)

/** Fails with CW4006, with what the proxy wants (CW4014, CW4015, CW4016), or because it is not trusted itself (CW4019). */
const plainBy = async (
  way: Way,
  target: Address,
  relay: string,
  { account, trust }: Outlet,
  signal: AbortSignal,
): Promise<Result<Socket>> => {
  const opened = await openWay(way, target, { account, trust: { secureContext: trust.context } }, signal)
  if (opened.ok) return succeeded(opened.socket)
  const { seen } = opened
  if (way.is === 'direct') return failed('CW4006', { relay, reason: 'error' in seen ? seen.error : '' })
  const proxy = proxyHost(way.url)
  const refusal = seen.outcome === 'failed' ? distrustOf(proxy, seen.error) : refusalOf(proxy, seen)
  if (refusal !== undefined) return { ok: false, failure: refusal }
  return failed('CW4006', { relay, reason: `proxy ${proxy}${seen.outcome === 'failed' ? `: ${seen.error}` : ` answered ${seen.status}`}` })
}

const secureBy = async (origin: URL, host: string, plain: Socket, trust: Trust, signal: AbortSignal): Promise<Result<SecureTunnel>> => {
  try {
    const socket = await secure(plain, host, { secureContext: trust.context, rejectUnauthorized: false }, signal)
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

/**
 * By the ways that the setting names for the address, one after the other. Fails with CW4006 (not reachable), CW4014 to CW4016 (the
 * proxy wants an account), CW4019 (the proxy itself is not trusted) or CW2005 (certificate not trusted, with the issuer's name). Certificates are judged here and not by the TLS
 * layer, which would end the connection before it could be said who had signed.
 */
export const openTunnel = async (origin: URL, outlet: Outlet): Promise<Result<SecureTunnel>> => {
  const target = addressOf(origin.href)
  const { wayOut, trust } = outlet
  const tunnel = await firstThrough(
    target,
    wayOut,
    async (way) => {
      const signal = AbortSignal.timeout(connectTimeout)
      const plain = await plainBy(way, target, origin.host, outlet, signal)
      return plain.ok ? secureBy(origin, target.host, plain.value, trust, signal) : plain
    },
    // Of a certificate that is not trusted the next way would tell nothing.
    (tried) => !tried.ok && tried.failure.code === 'CW2005',
  )
  return tunnel ?? failed('CW4006', { relay: origin.host, reason: 'no way out' })
}
