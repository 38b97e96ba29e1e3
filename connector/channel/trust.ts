/** Whom the connector believes to be its relay: the system's store and the authorities of the connection file. */
import { X509Certificate } from 'node:crypto'
import { createSecureContext, getCACertificates, type DetailedPeerCertificate, type SecureContext, type TLSSocket } from 'node:tls'
import { type ExpectedIssuer } from '../../contract/control-plane-api.ts'

export interface Trust {
  readonly context: SecureContext
  /** SHA-256 fingerprints, lower-case hex. Empty when nobody said whom to expect. */
  readonly expected: ReadonlySet<string>
}

const hex = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase()

/** `authorities` are PEM. Building the context reads the system's store once: keep what is returned. */
export const createTrust = (authorities: readonly string[], expectedIssuers: readonly ExpectedIssuer[]): Trust => ({
  context: createSecureContext({
    ca: [...new Set([...getCACertificates('default'), ...getCACertificates('system'), ...authorities])],
    minVersion: 'TLSv1.2',
  }),
  expected: new Set([
    ...authorities.map((pem) => hex(new X509Certificate(pem).fingerprint256)),
    ...expectedIssuers.map(({ sha256 }) => sha256),
  ]),
})

/** Fingerprints of everything in the peer's chain. The root's issuer is itself, so the walk ends there. */
const chainOf = (peer: DetailedPeerCertificate): DetailedPeerCertificate[] => {
  const chain: DetailedPeerCertificate[] = []
  let certificate: DetailedPeerCertificate | undefined = peer
  while (certificate !== undefined && chain.length < 10 && !chain.some((seen) => seen.fingerprint256 === certificate?.fingerprint256)) {
    chain.push(certificate)
    certificate = certificate.issuerCertificate
  }
  return chain
}

/** Common name of whoever signed the relay's certificate instead of an expected issuer; absent when all is as expected or nothing is known. */
export const inspectorOf = (socket: TLSSocket, expected: ReadonlySet<string>): string | undefined => {
  if (expected.size === 0) return undefined
  const peer = socket.getPeerCertificate(true)
  if (Object.keys(peer).length === 0) return undefined
  if (chainOf(peer).some((certificate) => expected.has(hex(certificate.fingerprint256)))) return undefined
  const issuer: { CN?: string | string[]; O?: string | string[] } = peer.issuer
  return String(issuer.CN ?? issuer.O ?? 'unknown issuer')
}
