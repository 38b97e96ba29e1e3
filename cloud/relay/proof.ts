/**
 * Verifies the proof of possession that a connector shows: chain to our own authority, one use, our nonce, our origin,
 * and a certificate that the store still lets speak for an active connector.
 */
import { X509Certificate } from 'node:crypto'
import { decodeProtectedHeader, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import { ProofClaims } from '../../contract/channel.ts'
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { ConnectorId, LocationId, OrganizationId } from '../../contract/ids.ts'
import { type Nonces } from './nonces.ts'
import { type ConnectorDirectory } from './ports.ts'
import { type ProvenConnector } from './relay-api.ts'

/** Characters; a chain of three P-256 certificates takes about 4,000. */
const longestProof = 16_384
const clientAuthentication = '1.3.6.1.5.5.7.3.2'
/** Seconds by which a connector's clock may differ. The nonce, timed by our own clock, is what bounds replay. */
const clockTolerance = 120

const ProofHeader = z.object({ alg: z.literal('ES256'), x5c: z.array(z.base64().max(8192)).min(1).max(6) })
const spiffe = /^URI:spiffe:\/\/([^/\s]+)\/location\/([^/\s]+)\/connector\/([^/\s]+)$/
const SpiffeIdentity = z.object({ organizationId: OrganizationId, locationId: LocationId, connectorId: ConnectorId })

/** Whom a certificate names (RFC 9525 URI-ID), absent when it holds no such name or more than one. */
export const spiffeIdentityOf = (certificate: X509Certificate): z.infer<typeof SpiffeIdentity> | undefined => {
  const names = (certificate.subjectAltName ?? '').split(', ').filter((name) => name.startsWith('URI:'))
  const [, organizationId, locationId, connectorId] = (names.length === 1 && spiffe.exec(names[0] ?? '')) || []
  return SpiffeIdentity.safeParse({ organizationId, locationId, connectorId }).data
}

export const serialOf = (certificate: X509Certificate): string => certificate.serialNumber.toLowerCase().replace(/^0+(?=.)/, '')

const issued = (subject: X509Certificate, issuer: X509Certificate): boolean =>
  subject.checkIssued(issuer) && subject.verify(issuer.publicKey)

/**
 * True when the chain leads from its first certificate to one of the authorities. The leaf's own end is not looked at: an
 * expired certificate of ours deserves another answer than a stranger's.
 */
const leadsTo = (chain: readonly X509Certificate[], authorities: readonly X509Certificate[], now: number): boolean => {
  for (const [index, certificate] of chain.entries()) {
    if (index > 0 && (!certificate.ca || now > Date.parse(certificate.validTo))) return false
    if (now < Date.parse(certificate.validFrom) - clockTolerance * 1000) return false
    if (authorities.some((authority) => issued(certificate, authority))) return true
    const next = chain[index + 1]
    if (next === undefined || !issued(certificate, next)) return false
  }
  return false
}

export interface ProofVerifierOptions {
  readonly nonces: Nonces
  readonly directory: ConnectorDirectory
  /** PEM. */
  readonly authorities: readonly string[]
  readonly audiences: () => readonly string[]
  readonly now: () => number
}

/** Fails with CW4007 (the proof itself), CW4003 (certificate expired) or CW4004 (revoked). The detail tells operators why, callers only the code. */
export type ProofVerifier = (proof: string | undefined) => Promise<Result<ProvenConnector>>

const refused = (reason: string) => failed('CW4007', { reason })

/** A certificate whose key can be read: Node parses keys only when they are asked for, and throws then. */
const parseCertificate = (der: string): X509Certificate => {
  const certificate = new X509Certificate(Buffer.from(der, 'base64'))
  if (certificate.publicKey.type !== 'public') throw new Error('no public key')
  return certificate
}

const parseChain = (proof: string): X509Certificate[] | undefined => {
  try {
    return ProofHeader.parse(decodeProtectedHeader(proof)).x5c.map(parseCertificate)
  } catch {
    return undefined
  }
}

export const createProofVerifier = ({ nonces, directory, authorities, audiences, now }: ProofVerifierOptions): ProofVerifier => {
  const trusted = authorities.map((pem) => new X509Certificate(pem))
  return async (proof) => {
    if (proof === undefined || proof.length > longestProof) return refused(proof === undefined ? 'no proof' : 'proof too long')
    const chain = parseChain(proof)
    const leaf = chain?.[0]
    if (chain === undefined || leaf === undefined) return refused('not a proof')
    if (leaf.ca || leaf.publicKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return refused('not a connector certificate')
    // Node types `keyUsage` as always there; it is absent from certificates without the extension.
    const usages: readonly string[] | undefined = leaf.keyUsage
    if (usages !== undefined && !usages.includes(clientAuthentication)) return refused('certificate is not for client authentication')
    const identity = spiffeIdentityOf(leaf)
    if (identity === undefined) return refused('certificate names no connector')
    if (!leadsTo(chain, trusted, now())) return refused('certificate is not of our authority')
    const claims = await verifyClaims(proof, leaf, audiences(), now())
    if (typeof claims === 'string') return refused(claims)
    if (claims.iss !== identity.connectorId) return refused('certificate belongs to another connector')
    if (!nonces.isFresh(claims.nonce)) return refused('nonce is not ours or too old')
    if (!nonces.use(claims.nonce) || !nonces.use(`${claims.iss} ${claims.jti}`)) return refused('proof was used before')
    const expiresAt = new Date(leaf.validTo)
    if (now() > expiresAt.getTime()) return failed('CW4003', { at: expiresAt.toISOString() })
    const registered = await directory.connector(identity.connectorId)
    const standing = registered === undefined ? 'revoked' : await directory.certificate(identity.connectorId, serialOf(leaf))
    const same = registered?.organizationId === identity.organizationId && registered.locationId === identity.locationId
    if (registered?.standing !== 'active' || standing !== 'valid' || !same) return failed('CW4004', { by: '' })
    return succeeded({
      ...identity,
      serial: serialOf(leaf),
      certificateExpiresAt: expiresAt,
      publicKey: leaf.publicKey.export({ type: 'spki', format: 'der' }),
    })
  }
}

/** The claims, or why they are not good. */
const verifyClaims = async (
  proof: string,
  leaf: X509Certificate,
  audiences: readonly string[],
  now: number,
): Promise<ProofClaims | string> => {
  try {
    const { payload } = await jwtVerify(proof, leaf.publicKey, {
      algorithms: ['ES256'],
      audience: [...audiences],
      clockTolerance,
      currentDate: new Date(now),
      requiredClaims: ['iss', 'aud', 'iat', 'exp', 'jti', 'nonce'],
    })
    const claims = ProofClaims.safeParse(payload)
    if (!claims.success) return 'claims do not match'
    return claims.data.exp - claims.data.iat > 60 || claims.data.iat * 1000 > now + clockTolerance * 1000 ? 'lives too long' : claims.data
  } catch (error) {
    if (error instanceof errors.JOSEError) return error.code
    throw error
  }
}
