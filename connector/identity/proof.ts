/**
 * The proof of possession a connector shows to relay and API: an ES256 JWT (RFC 7519) that carries its certificate chain
 * in `x5c` (RFC 7515, section 4.1.6), a nonce of the asked side, its origin as audience, and lives 60 seconds.
 */
import { randomUUID, X509Certificate } from 'node:crypto'
import { base64url } from 'jose'
import { type ProofClaims } from '../../contract/channel.ts'
import { type ConnectorId } from '../../contract/ids.ts'
import { type MachineKey } from './machine-key.ts'

export const proofLifetimeSeconds = 60

export interface ProofRequest {
  readonly key: MachineKey
  /** PEM, leaf first. */
  readonly chain: readonly string[]
  readonly connectorId: ConnectorId
  /** Origin that is asked (`https://host:port`). */
  readonly audience: string
  readonly nonce: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Signs one proof, good for one use. */
export const createProof = async ({ key, chain, connectorId, audience, nonce, now }: ProofRequest): Promise<string> => {
  const issuedAt = Math.floor(now / 1000)
  const header = { alg: 'ES256', typ: 'JWT', x5c: chain.map((pem) => new X509Certificate(pem).raw.toString('base64')) }
  const claims: ProofClaims = {
    iss: connectorId,
    aud: audience,
    iat: issuedAt,
    exp: issuedAt + proofLifetimeSeconds,
    jti: randomUUID(),
    nonce,
  }
  const input = `${base64url.encode(JSON.stringify(header))}.${base64url.encode(JSON.stringify(claims))}`
  return `${input}.${base64url.encode(await key.sign(Buffer.from(input)))}`
}
