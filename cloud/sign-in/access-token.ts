/** Who an API request speaks for: an access token, and the proof that the caller holds the key it is bound to (RFC 9449). */
import { createHash } from 'node:crypto'
import { lt } from 'drizzle-orm'
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose'
import { type Provider } from 'oidc-provider'
import { z } from 'zod'
import { type Result, failed, succeeded } from '../../contract/error-codes.ts'
import { type Database } from '../store/database.ts'
import { seenProofs } from '../store/sign-in-schema.ts'
import { findPerson } from './accounts.ts'
import { type AccessTokenPrincipal, type TokenRequest } from './sign-in-api.ts'

export interface AccessTokenOptions {
  provider: Provider
  database: Database
  /** Scheme, host and port of the addresses that proofs name. */
  origin: string
  now: () => number
}

/** Seconds by which a proof's `iat` may differ from our clock, either way. */
const proofWindow = 300

const ProofPayload = z.object({
  jti: z.string().min(1).max(256),
  htm: z.string(),
  htu: z.string().max(4096),
  iat: z.number(),
  ath: z.string(),
})

const single = (header: string | string[] | undefined): string | undefined => (typeof header === 'string' ? header : undefined)

/** Address without query and fragment (RFC 9449, section 4.3, item 9), normalized; absent when it is none. */
const addressOf = (text: string): string | undefined => {
  const url = URL.parse(text)
  return url === null ? undefined : `${url.origin}${url.pathname}`
}

const refused = (reason: string) => failed('CW2023', { reason }, reason)

/** Verifies access tokens of this control plane. */
export const accessTokenVerifier = ({ provider, database, origin, now }: AccessTokenOptions) => {
  /** @returns the thumbprint of the proof's key */
  const verifyProof = async (request: TokenRequest, accessToken: string): Promise<Result<string>> => {
    const proof = single(request.headers['dpop'])
    if (proof === undefined || proof.length > 8192) return refused('no DPoP proof')
    let verified
    try {
      verified = await jwtVerify(proof, EmbeddedJWK, {
        typ: 'dpop+jwt',
        algorithms: ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'PS256', 'RS256'],
        currentDate: new Date(now()),
      })
    } catch (error) {
      return refused(error instanceof Error ? error.message : 'malformed')
    }
    const parsed = ProofPayload.safeParse(verified.payload)
    if (!parsed.success) return refused(`claim ${parsed.error.issues[0]?.path.join('.') ?? ''} is missing or malformed`)
    const { jti, htm, htu, iat, ath } = parsed.data
    if (Math.abs(now() / 1000 - iat) > proofWindow) return refused('iat is too far from the clock of the control plane')
    if (htm !== request.method) return refused('htm does not match')
    const address = addressOf(`${origin}${request.url ?? '/'}`)
    if (address === undefined || addressOf(htu) !== address) return refused('htu does not match')
    if (ath !== createHash('sha256').update(accessToken).digest('base64url')) return refused('ath does not match')
    const { jwk } = verified.protectedHeader
    if (jwk === undefined) return refused('no key')
    const thumbprint = await calculateJwkThumbprint(jwk)
    const id = createHash('sha256').update(`${thumbprint}\n${jti}`).digest('hex')
    await database.delete(seenProofs).where(lt(seenProofs.expiresAt, new Date(now())))
    const fresh = await database
      .insert(seenProofs)
      .values({ id, expiresAt: new Date((iat + proofWindow + 1) * 1000) })
      .onConflictDoNothing()
      .returning()
    return fresh.length === 1 ? succeeded(thumbprint) : refused('proof was used before')
  }

  /** CW5001 when there is no valid token, CW2023 when the proof does not fit, CW5001 also when the account may no longer sign in. */
  return async (request: TokenRequest): Promise<Result<AccessTokenPrincipal>> => {
    const [, scheme, value] = /^(DPoP|Bearer) ([A-Za-z0-9._~+/=-]{1,2048})$/i.exec(single(request.headers.authorization) ?? '') ?? []
    if (scheme === undefined || value === undefined) return failed('CW5001')
    const token = await provider.AccessToken.find(value)
    if (token === undefined || !token.isValid) return failed('CW5001')
    if (token.jkt !== undefined) {
      // A bound token that comes as Bearer was taken from its owner, or is used by a client that does not know what it is.
      if (scheme.toLowerCase() !== 'dpop') return refused('the token is bound to a key and must come with a proof')
      const proof = await verifyProof(request, value)
      if (!proof.ok) return proof
      if (proof.value !== token.jkt) return refused('the proof is of another key')
    } else if (scheme.toLowerCase() === 'dpop') return refused('the token is bound to no key')
    const person = await findPerson(database, token.accountId)
    if (person === undefined) return failed('CW5001')
    return succeeded({
      subject: person.id,
      organizationId: person.organizationId,
      role: person.role,
      scopes: [...token.scopes],
      ...(token.jkt === undefined ? {} : { dpopThumbprint: token.jkt }),
    })
  }
}
