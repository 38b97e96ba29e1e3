import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { Nonces, nonceLifetime } from '../../../cloud/relay/nonces.ts'
import { createProofVerifier, type ProofVerifier } from '../../../cloud/relay/proof.ts'
import { machineKeyOf } from '../../../connector/identity/machine-key.ts'
import { createProof } from '../../../connector/identity/proof.ts'
import { Secret } from '../../../contract/secret.ts'
import { connectorIdOf, locationId, organizationId, RelayStore } from '../../fakes/relay-store.ts'
import { TestAuthority, type Issued } from '../../fakes/test-authority.ts'

const audience = 'https://relay.contoso.com'
const connectorId = connectorIdOf('a')
const ids = { organizationId, locationId, connectorId }
let authority: TestAuthority
let issued: Issued

beforeAll(async () => {
  authority = await TestAuthority.create()
  issued = await authority.connector(ids)
})

const setUp = (now = () => Date.now()): { verify: ProofVerifier; nonces: Nonces; store: RelayStore } => {
  const store = new RelayStore()
  const nonces = new Nonces(now)
  return {
    store,
    nonces,
    verify: createProofVerifier({
      nonces,
      directory: store.ports().directory,
      authorities: [authority.certificate],
      audiences: () => [audience],
      now,
    }),
  }
}
const proofOf = (nonce: string, by: Issued = issued, changes: Partial<Parameters<typeof createProof>[0]> = {}) =>
  createProof({ key: machineKeyOf(new Secret(by.key)), chain: [by.certificate], connectorId, audience, nonce, now: Date.now(), ...changes })

/** A token whose parts are chosen freely, signed by a key. */
const token = (header: object, claims: object, key: KeyObject): string => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${encode(header)}.${encode(claims)}`
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}
const x5c = (by: Issued) => [by.certificate.replace(/-----[^-]+-----|\s/g, '')]
const claimsNow = (nonce: string) => ({
  iss: connectorId,
  aud: audience,
  iat: Math.floor(Date.now() / 1000),
  exp: Math.floor(Date.now() / 1000) + 60,
  jti: 'j'.repeat(20),
  nonce,
})

describe('the proof of possession', () => {
  test('is accepted once', async () => {
    const { verify, nonces } = setUp()
    const proof = await proofOf(nonces.issue())
    expect(await verify(proof)).toMatchObject({ ok: true, value: { connectorId, organizationId, locationId } })
    expect(await verify(proof)).toMatchObject({ ok: false, failure: { code: 'CW4007', values: { reason: 'proof was used before' } } })
  })

  test('each nonce serves one proof', async () => {
    const { verify, nonces } = setUp()
    const nonce = nonces.issue()
    expect(await verify(await proofOf(nonce))).toMatchObject({ ok: true })
    expect(await verify(await proofOf(nonce))).toMatchObject({ ok: false, failure: { code: 'CW4007' } })
  })

  test('a nonce is good for a minute', async () => {
    let now = Date.now()
    const { verify, nonces } = setUp(() => now)
    const nonce = nonces.issue()
    now += nonceLifetime + 1
    expect(await verify(await proofOf(nonce, issued, { now }))).toMatchObject({
      ok: false,
      failure: { values: { reason: 'nonce is not ours or too old' } },
    })
  })

  test('is refused for another audience, connector, nonce or authority', async () => {
    const { verify, nonces } = setUp()
    const stranger = await (await TestAuthority.create()).connector(ids)
    const other = await authority.connector({ ...ids, connectorId: connectorIdOf('b') })
    const elsewhere = await authority.connector({ ...ids, locationId: 'loc_00000000000000bb' })
    for (const proof of [
      await proofOf(nonces.issue(), issued, { audience: 'https://other.contoso.com' }),
      await proofOf(new Nonces(Date.now).issue()),
      await proofOf('a'.repeat(51)),
      await proofOf(nonces.issue(), stranger),
      await proofOf(nonces.issue(), other),
      await proofOf(nonces.issue(), { certificate: issued.certificate, key: other.key }),
      await proofOf(nonces.issue(), issued, { now: Date.now() - 600_000 }),
      await proofOf(nonces.issue(), issued, { now: Date.now() + 600_000 }),
    ])
      expect(await verify(proof)).toMatchObject({ ok: false, failure: { code: 'CW4007' } })
    expect(await verify(await proofOf(nonces.issue(), elsewhere))).toMatchObject({ ok: false, failure: { code: 'CW4004' } })
  })

  test('is refused with certificates that are not a connector’s', async () => {
    const { verify, nonces } = setUp()
    const server = await authority.server()
    const nameless = await authority.issue({ usage: 'client', names: [] })
    const twoNames = await authority.issue({
      usage: 'client',
      names: [
        { type: 'url', value: `spiffe://${organizationId}/location/${locationId}/connector/${connectorId}` },
        { type: 'url', value: 'spiffe://x/location/y/connector/z' },
      ],
    })
    const asAuthority = await authority.connector(ids, { isAuthority: true })
    for (const by of [server, nameless, twoNames, asAuthority])
      expect(await verify(await proofOf(nonces.issue(), by))).toMatchObject({ ok: false, failure: { code: 'CW4007' } })
  })

  test('a leaf may not vouch for another', async () => {
    const { verify, nonces } = setUp()
    const leaf = await TestAuthority.create('Leaf that signs')
    const forged = await leaf.connector(ids)
    expect(await verify(await proofOf(nonces.issue(), forged, { chain: [forged.certificate, issued.certificate] }))).toMatchObject({
      ok: false,
      failure: { code: 'CW4007' },
    })
    expect(await verify(await proofOf(nonces.issue(), forged, { chain: [forged.certificate, leaf.certificate] }))).toMatchObject({
      ok: false,
      failure: { code: 'CW4007' },
    })
  })

  test('expired and revoked are told apart', async () => {
    const { verify, nonces, store } = setUp()
    const day = 86_400_000
    const expired = await authority.connector(ids, { notBefore: new Date(Date.now() - 2 * day), notAfter: new Date(Date.now() - day) })
    expect(await verify(await proofOf(nonces.issue(), expired))).toMatchObject({ ok: false, failure: { code: 'CW4003' } })
    store.revoked.add(connectorId)
    expect(await verify(await proofOf(nonces.issue()))).toMatchObject({ ok: false, failure: { code: 'CW4004' } })
  })

  test('is refused when it lives longer than a minute, or names another algorithm', async () => {
    const { verify, nonces } = setUp()
    const long = claimsNow(nonces.issue())
    expect(await verify(token({ alg: 'ES256', x5c: x5c(issued) }, { ...long, exp: long.iat + 600 }, issued.key))).toMatchObject({
      ok: false,
    })
    for (const alg of ['none', 'HS256', 'ES384', 'RS256'])
      expect(await verify(token({ alg, x5c: x5c(issued) }, claimsNow(nonces.issue()), issued.key))).toMatchObject({
        ok: false,
        failure: { code: 'CW4007' },
      })
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    expect(await verify(token({ alg: 'ES256', x5c: x5c(issued) }, claimsNow(nonces.issue()), p384.privateKey))).toMatchObject({ ok: false })
  })

  test('hostile text is refused with a code and never thrown at', async () => {
    const { verify } = setUp()
    const segment = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.tuple(segment, segment, segment).map((parts) => parts.join('.')),
        ),
        async (proof) => {
          const result = await verify(proof)
          return !result.ok && result.failure.code === 'CW4007'
        },
      ),
    )
    expect(await verify(undefined)).toMatchObject({ ok: false })
    expect(await verify('a.'.repeat(20_000))).toMatchObject({ ok: false })
  })

  test('a good proof with anything changed in it is refused', async () => {
    const { verify, nonces } = setUp()
    const proof = await proofOf(nonces.issue())
    await fc.assert(
      fc.asyncProperty(fc.nat(proof.length - 1), fc.constantFrom('A', 'x', 'z', '0', '9', '-', '_', '.', '='), async (at, letter) => {
        const changed = proof.slice(0, at) + letter + proof.slice(at + 1)
        // The last letter of a signature carries four bits that are not part of it.
        if (changed === proof || at === proof.length - 1) return true
        return !(await verify(changed)).ok
      }),
      { numRuns: 200 },
    )
  })

  test('claims of any shape are refused, validly signed or not', async () => {
    const { verify, nonces } = setUp()
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('iss', 'aud', 'iat', 'exp', 'jti', 'nonce'), fc.jsonValue(), async (name, value) => {
        const claims = { ...claimsNow(nonces.issue()), [name]: value }
        const result = await verify(token({ alg: 'ES256', x5c: x5c(issued) }, claims, issued.key))
        return !result.ok
      }),
      { numRuns: 100 },
    )
  })
})
