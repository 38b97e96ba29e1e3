import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EnrollmentReply, Problem } from '../../../contract/control-plane-api.ts'
import { certificateRequest } from '../../../connector/identity/certificate-request.ts'
import {
  codeOf,
  enrollMachine,
  type Fixture,
  machine,
  newFingerprint,
  newMachineKey,
  proofHeaders,
  startFixture,
} from './control-plane-fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture.stop())

const csr = () => certificateRequest(newMachineKey(), 'x')
const enrollment = async (name: string, extra: object = {}) => ({
  locationId: fixture.ours.locationId,
  connectorName: name,
  machine: machine(newFingerprint()),
  csr: await csr(),
  ...extra,
})
const newToken = async (authorization: string, locationId: string): Promise<{ token: string; id: string }> =>
  (await fixture.call('POST', '/v1/enrollment-tokens', authorization, { locationId })).body as { token: string; id: string }

describe('enrolling a machine', () => {
  it('answers with a certificate that names organization, location and connector', async () => {
    const { ours } = fixture
    const { key, reply } = await enrollMachine(fixture, ours, 'fresh-1')
    EnrollmentReply.parse(reply)
    const certificate = new X509Certificate(reply.certificate)
    expect(certificate.subjectAltName).toBe(
      `URI:spiffe://${ours.organizationId}/location/${ours.locationId}/connector/${reply.connectorId}`,
    )
    expect(certificate.publicKey.export({ type: 'spki', format: 'der' }).equals(key.publicKey)).toBe(true)
    expect(certificate.verify(new X509Certificate(reply.chain[0] ?? '').publicKey)).toBe(true)
    const days = (Date.parse(reply.expiresAt) - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(89.9)
    expect(days).toBeLessThanOrEqual(90)
    const shown = await fixture.call('GET', `/v1/connectors/${reply.connectorId}`, ours.reader)
    expect(shown.body).toMatchObject({ name: 'fresh-1', health: 'never', sessions: 0, simulated: true })
  })

  it('asks for a decision when the machine was enrolled before, and says what was seen', async () => {
    const { ours } = fixture
    const first = await enrollMachine(fixture, ours, 'seen-1')
    const body = await enrollment('seen-2', { machine: machine(first.fingerprint) })
    const refused = await fixture.call('POST', '/v1/enrollments', ours.setup, body)
    expect(codeOf(refused)).toBe('CW2021')
    expect(Problem.parse(refused.body).seenBefore).toMatchObject({
      connector: { id: first.reply.connectorId, name: 'seen-1', health: 'never' },
      locationName: 'Munich',
      likely: 'replace',
      active: false,
    })
    const looked = await fixture.call('POST', '/v1/enrollments/lookup', ours.setup, { fingerprint: first.fingerprint })
    expect(looked.body).toMatchObject({ seenBefore: { connector: { id: first.reply.connectorId } } })

    const kept = await fixture.call('POST', '/v1/enrollments', ours.setup, { ...body, onSeenBefore: 'keepBoth' })
    expect(kept.status).toBe(201)
    const replacing = await fixture.call('POST', '/v1/enrollments', ours.setup, { ...body, onSeenBefore: 'replace' })
    // The same name is free again because the replaced connector had it.
    expect(replacing.status).toBe(201)
    expect((await fixture.call('GET', `/v1/connectors/${(kept.body as EnrollmentReply).connectorId}`, ours.reader)).status).toBe(404)
    expect((await fixture.call('GET', `/v1/connectors/${first.reply.connectorId}`, ours.reader)).status).toBe(200)
  })

  it('takes everything back when a decision cannot be carried out', async () => {
    const { ours } = fixture
    const first = await enrollMachine(fixture, ours, 'kept-1')
    await enrollMachine(fixture, ours, 'taken-1')
    const body = await enrollment('Taken-1', { machine: machine(first.fingerprint), onSeenBefore: 'replace' })
    expect(codeOf(await fixture.call('POST', '/v1/enrollments', ours.setup, body))).toBe('CW5005')
    expect((await fixture.call('GET', `/v1/connectors/${first.reply.connectorId}`, ours.reader)).status).toBe(200)
  })

  it('does not see the machine of another organization', async () => {
    const { ours, theirs } = fixture
    const { fingerprint } = await enrollMachine(fixture, theirs, 'foreign-1')
    expect((await fixture.call('POST', '/v1/enrollments/lookup', ours.setup, { fingerprint })).body).toEqual({})
    await enrollMachine(fixture, ours, 'foreign-1', fingerprint)
  })

  it('refuses a location of another organization', async () => {
    const body = await enrollment('wrong-1', { locationId: fixture.theirs.locationId })
    expect(codeOf(await fixture.call('POST', '/v1/enrollments', fixture.ours.setup, body))).toBe('CW2024')
  })

  it('refuses a reader, naming account, organization and role', async () => {
    const answer = await fixture.call('POST', '/v1/enrollments', fixture.ours.reader, await enrollment('reader-1'))
    expect(codeOf(answer)).toBe('CW2015')
    expect(Problem.parse(answer.body).values).toMatchObject({ role: 'reader', organization: 'My organization' })
  })

  it('lists enrollments newest first, and none of another organization', async () => {
    const { ours, theirs } = fixture
    await enrollMachine(fixture, theirs, 'foreign-2')
    await enrollMachine(fixture, ours, 'listed-1')
    const { items } = (await fixture.call('GET', '/v1/enrollments', ours.reader)).body as {
      items: { machineName: string; method: string }[]
    }
    expect(items[0]).toMatchObject({ machineName: 'listed-1', method: 'browser' })
    expect(items.map(({ machineName }) => machineName)).not.toContain('foreign-2')
  })
})

describe('one-time enrollment tokens', () => {
  it('enroll one machine, once, in their location', async () => {
    const { ours } = fixture
    const { token } = await newToken(ours.operator, ours.locationId)
    const authorization = `Enrollment ${token}`
    const inspected = await fixture.call('POST', '/v1/enrollment-tokens/inspect', authorization)
    expect(inspected.body).toMatchObject({ organization: { id: ours.organizationId }, location: { name: 'Munich' } })
    const badCsr = await enrollment('token-1', { csr: 'x'.repeat(200) })
    expect(codeOf(await fixture.call('POST', '/v1/enrollments', authorization, badCsr))).toBe('CW2022')
    const elsewhere = (await fixture.call('POST', '/v1/locations', ours.operator, { name: 'Shanghai' })).body as { id: string }
    expect(
      codeOf(await fixture.call('POST', '/v1/enrollments', authorization, await enrollment('token-1', { locationId: elsewhere.id }))),
    ).toBe('CW2024')
    // Refusals leave it usable.
    expect((await fixture.call('POST', '/v1/enrollments', authorization, await enrollment('token-1'))).status).toBe(201)
    expect(codeOf(await fixture.call('POST', '/v1/enrollments', authorization, await enrollment('token-2')))).toBe('CW2020')
  })

  it('let one of two callers through', async () => {
    const { ours } = fixture
    const { token } = await newToken(ours.operator, ours.locationId)
    const bodies = await Promise.all([enrollment('race-1'), enrollment('race-2')])
    const answers = await Promise.all(bodies.map((body) => fixture.call('POST', '/v1/enrollments', `Enrollment ${token}`, body)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401])
  })

  it('end when they are revoked, and after 24 hours', async () => {
    const { ours, theirs } = fixture
    const revoked = await newToken(ours.operator, ours.locationId)
    expect((await fixture.call('DELETE', `/v1/enrollment-tokens/${revoked.id}`, theirs.operator)).status).toBe(404)
    expect((await fixture.call('DELETE', `/v1/enrollment-tokens/${revoked.id}`, ours.operator)).status).toBe(204)
    expect(codeOf(await fixture.call('POST', '/v1/enrollment-tokens/inspect', `Enrollment ${revoked.token}`))).toBe('CW2020')
    const old = await newToken(ours.operator, ours.locationId)
    fixture.advance(24 * 60 * 60 * 1000)
    expect(codeOf(await fixture.call('POST', '/v1/enrollment-tokens/inspect', `Enrollment ${old.token}`))).toBe('CW2020')
  })

  it('are told once and never listed to another organization', async () => {
    const { ours, theirs } = fixture
    const { id, token } = await newToken(ours.operator, ours.locationId)
    const listed = await fixture.call('GET', '/v1/enrollment-tokens', ours.operator)
    expect(JSON.stringify(listed.body)).toContain(id)
    expect(JSON.stringify(listed.body)).not.toContain(token)
    expect(JSON.stringify((await fixture.call('GET', '/v1/enrollment-tokens', theirs.operator)).body)).not.toContain(id)
    expect(codeOf(await fixture.call('POST', '/v1/enrollment-tokens', theirs.operator, { locationId: ours.locationId }))).toBe('CW2024')
    expect(fixture.log.join('')).not.toContain(token)
  })

  it('cannot be guessed at will', async () => {
    const guess = () => fixture.call('POST', '/v1/enrollment-tokens/inspect', 'Enrollment cwe_guess')
    let last = await guess()
    for (let attempt = 0; attempt < 12 && last.status !== 429; attempt += 1) last = await guess()
    expect(codeOf(last)).toBe('CW2025')
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
    fixture.advance(61_000)
    expect(codeOf(await guess())).toBe('CW2020')
  })
})

describe('renewal', () => {
  it('gives a new certificate for a new key, and ends the old one once the new one is seen', async () => {
    const enrolled = await enrollMachine(fixture, fixture.ours, 'renew-1')
    const key = newMachineKey()
    const body = { csr: await certificateRequest(key, 'renew-1') }
    const renewed = await fixture.call('POST', '/v1/renewals', undefined, body, await proofHeaders(fixture, enrolled))
    expect(renewed.status).toBe(200)
    const { certificate, chain } = renewed.body as { certificate: string; chain: string[] }
    const next = { key, reply: { ...enrolled.reply, certificate, chain } }
    // The answer may have been lost: the old key still renews.
    expect((await fixture.call('POST', '/v1/renewals', undefined, body, await proofHeaders(fixture, enrolled))).status).toBe(200)
    const again = await fixture.call('POST', '/v1/renewals', undefined, body, await proofHeaders(fixture, enrolled))
    const latest = { ...next, reply: { ...next.reply, ...(again.body as { certificate: string }) } }
    expect(codeOf(await fixture.call('POST', '/v1/echo', undefined, {}, await proofHeaders(fixture, latest)))).toBe('CW6002')
    expect(codeOf(await fixture.call('POST', '/v1/renewals', undefined, body, await proofHeaders(fixture, enrolled)))).toBe('CW4004')
  })

  it('refuses a removed connector, a proof used twice and a proof of nobody', async () => {
    const { ours } = fixture
    const enrolled = await enrollMachine(fixture, ours, 'renew-2')
    const body = { csr: await csr() }
    const used = await proofHeaders(fixture, enrolled)
    expect((await fixture.call('POST', '/v1/renewals', undefined, body, used)).status).toBe(200)
    expect(codeOf(await fixture.call('POST', '/v1/renewals', undefined, body, used))).toBe('CW4007')
    expect(codeOf(await fixture.call('POST', '/v1/renewals', undefined, body))).toBe('CW5001')
    expect((await fixture.call('DELETE', `/v1/connectors/${enrolled.reply.connectorId}`, ours.operator)).status).toBe(204)
    expect(codeOf(await fixture.call('POST', '/v1/renewals', undefined, body, await proofHeaders(fixture, enrolled)))).toBe('CW4004')
  })
})
