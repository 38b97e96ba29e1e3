/** A TLS handshake with what the other end showed: protocol, chain, and whether the service would trust it. */
import { isIP, type Socket } from 'node:net'
import { connect as connectTls, type DetailedPeerCertificate, type TLSSocket } from 'node:tls'
import { codeOf, elapsedSince, limits, within } from '../../connector/way-out/limits.ts'
import { type Address } from '../../connector/way-out/address.ts'
import { openTcp, type ResolveHost } from '../../connector/way-out/first-connection.ts'
import { type ProxyUse } from '../../connector/way-out/proxy-choice.ts'
import { type ProxyAccount } from '../../contract/proxy.ts'
import { openProxyTunnel, type TunnelObservation } from '../../connector/way-out/proxy-tunnel.ts'

export interface DialOptions {
  readonly proxy: ProxyUse
  readonly account?: ProxyAccount | undefined
  /** PEM of everybody who is trusted. */
  readonly authorities: readonly string[]
  /** Milliseconds for the handshake and for the answer, instead of the usual limits. */
  readonly limit?: number
  /** The system's resolver when absent. */
  readonly resolve?: ResolveHost
}

export interface ChainCertificate {
  readonly subject: string
  readonly issuer: string
  /** Lower-case hex, no colons. */
  readonly sha256: string
  readonly validFrom: string
  readonly validTo: string
  /** Names it is for; first certificate only. */
  readonly names: string
  /** DER. */
  readonly raw: Uint8Array
}

/** Why the service would not trust it. The first reason that OpenSSL gives. */
export type TrustProblem = 'notTrusted' | 'incomplete' | 'selfSigned' | 'wrongName' | 'expired' | 'notYetValid'

export type TlsObservation =
  | {
      readonly outcome: 'open'
      readonly protocol: string
      readonly cipher: string
      /** Leaf first, as sent and completed from the store. */
      readonly chain: readonly ChainCertificate[]
      readonly problem?: TrustProblem
      readonly error?: string
      readonly milliseconds: number
    }
  /** TCP stood, TLS did not. */
  | { readonly outcome: 'handshakeFailed'; readonly error: string; readonly milliseconds: number }
  | { readonly outcome: 'notConnected'; readonly error: string; readonly milliseconds: number }
  | { readonly outcome: 'proxyRefused'; readonly tunnel: Extract<TunnelObservation, { outcome: 'refused' }>; readonly milliseconds: number }

const problems: Readonly<Record<string, TrustProblem>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrongName',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'notYetValid',
  // OpenSSL: the issuer was neither sent nor is it in the store.
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'incomplete',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'selfSigned',
}

const nameOf = (name: { CN?: string | string[]; O?: string | string[] } | undefined): string => {
  const one = name?.CN ?? name?.O
  return (Array.isArray(one) ? one.join(', ') : one) ?? '?'
}

/** A certificate may hold ten thousand names; nobody reads them. */
const longestNames = 2000

export const chainOf = (leaf: DetailedPeerCertificate): ChainCertificate[] => {
  const chain: ChainCertificate[] = []
  const seen = new Set<string>()
  for (
    let c: DetailedPeerCertificate | undefined = leaf;
    c?.raw !== undefined && !seen.has(c.fingerprint256) && chain.length < 10;
    c = c.issuerCertificate
  ) {
    seen.add(c.fingerprint256)
    chain.push({
      subject: nameOf(c.subject),
      issuer: nameOf(c.issuer),
      sha256: c.fingerprint256.replaceAll(':', '').toLowerCase(),
      validFrom: isoDate(c.valid_from),
      validTo: isoDate(c.valid_to),
      names: chain.length === 0 ? (c.subjectaltname ?? '').slice(0, longestNames) : '',
      raw: c.raw,
    })
  }
  return chain
}

const isoDate = (text: string): string => {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? text : date.toISOString()
}

/** A socket with TLS on it, or what stood in the way. The caller ends the socket. */
export type OpenedTls =
  | { readonly ok: true; readonly socket: TLSSocket; readonly observation: Extract<TlsObservation, { outcome: 'open' }> }
  | { readonly ok: false; readonly observation: Exclude<TlsObservation, { outcome: 'open' }> }

export const openTls = async (
  address: Address,
  { proxy, account, authorities, limit = limits.tls, resolve }: DialOptions,
  signal: AbortSignal,
): Promise<OpenedTls> => {
  signal.throwIfAborted()
  const began = performance.now()
  const limited = within(signal, limit)
  const refuse = (observation: Exclude<TlsObservation, { outcome: 'open' }>): OpenedTls => ({ ok: false, observation })
  const errorOf = (error: unknown) => (limited.aborted ? 'ETIMEDOUT' : codeOf(error))
  let tcp: Socket
  try {
    if (proxy.is === 'proxy') {
      const tunnel = await openProxyTunnel(proxy.url, address, { account, trust: { ca: [...authorities] }, resolve }, limited)
      if (tunnel.outcome === 'refused') return refuse({ outcome: 'proxyRefused', tunnel, milliseconds: elapsedSince(began) })
      if (tunnel.outcome === 'failed') return refuse({ outcome: 'notConnected', error: tunnel.error, milliseconds: elapsedSince(began) })
      tcp = tunnel.socket
    } else tcp = await openTcp(address, limited, resolve)
  } catch (error) {
    signal.throwIfAborted()
    return refuse({ outcome: 'notConnected', error: errorOf(error), milliseconds: elapsedSince(began) })
  }
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      limited.removeEventListener('abort', stop)
      tcp.destroy()
      if (signal.aborted) reject(signal.reason as Error)
      else resolve(refuse({ outcome: 'handshakeFailed', error: errorOf(error), milliseconds: elapsedSince(began) }))
    }
    const stop = () => fail(limited.reason as Error)
    limited.addEventListener('abort', stop, { once: true })
    const socket = connectTls({
      socket: tcp,
      ...(isIP(address.host) === 0 ? { servername: address.host } : {}),
      host: address.host,
      ca: [...authorities],
      // Seen first, judged afterwards: a check must be able to name the certificate that it does not trust.
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
      minVersion: 'TLSv1.2',
    })
    socket.once('error', fail)
    socket.once('close', () => fail(new Error('connection closed during the handshake')))
    socket.once('secureConnect', () => {
      limited.removeEventListener('abort', stop)
      socket.removeAllListeners('close')
      socket.removeListener('error', fail)
      // Errors after the probe's end are nobody's.
      socket.on('error', () => undefined)
      const code = socket.authorized ? undefined : String(socket.authorizationError)
      resolve({
        ok: true,
        socket,
        observation: {
          outcome: 'open',
          protocol: socket.getProtocol() ?? '?',
          cipher: socket.getCipher().standardName,
          chain: chainOf(socket.getPeerCertificate(true)),
          ...(code === undefined ? {} : { problem: problems[code] ?? 'notTrusted', error: code }),
          milliseconds: elapsedSince(began),
        },
      })
    })
  })
}

export const probeTls = async (address: Address, options: DialOptions, signal: AbortSignal): Promise<TlsObservation> => {
  const opened = await openTls(address, options, signal)
  if (opened.ok) opened.socket.destroy()
  return opened.observation
}
