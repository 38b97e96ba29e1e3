import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ErrorCode } from '../../../../contract/error-codes.ts'
import { type EnrollmentRequest } from '../../../../contract/control-plane-api.ts'
import { type MachineFingerprint } from '../../../../contract/ids.ts'
import { apiAddress, openControlPlaneClient } from '../../../../setup/enrollment/control-plane-client.ts'
import { isOlder, parseAddress } from '../../../../setup/enrollment/discovery.ts'
import { networkFailure } from '../../../../setup/enrollment/http-door.ts'
import { parseToken } from '../../../../setup/enrollment/token-access.ts'

const signal = new AbortController().signal
const clientOf = (answer: () => Response | Promise<Response>) => openControlPlaneClient('https://control.example/v1', async () => answer())
const location = { id: 'loc_0123456789abcdef', name: 'Munich', createdAt: '2026-01-02T03:04:05.678Z', connectors: 0 }

describe('answers of the control plane', () => {
  it('keep the code of a problem document', async () => {
    const problem = { type: 'about:blank', title: 'Seen before', status: 409, code: 'CW2021', values: { name: 'old', location: 'Munich' } }
    const client = clientOf(() => Response.json(problem, { status: 409 }))
    expect(await client.enroll({} as EnrollmentRequest, signal)).toMatchObject({
      ok: false,
      failure: { code: 'CW2021', values: { name: 'old' } },
    })
  })

  it('are CW7006 when they do not fit, with the place', async () => {
    expect(await clientOf(() => Response.json({ ...location, id: 'x' })).createLocation('x', signal)).toMatchObject({
      failure: { code: 'CW7006', values: { where: 'POST /v1/locations' } },
    })
    expect(await clientOf(() => new Response('<html>')).me(signal)).toMatchObject({ failure: { code: 'CW7006' } })
    expect(await clientOf(() => new Response('', { status: 502 })).me(signal)).toMatchObject({
      failure: { code: 'CW7006', values: { reason: expect.stringContaining('502') as string } },
    })
    expect(await clientOf(() => Response.json({}, { status: 401 })).me(signal)).toMatchObject({ failure: { code: 'CW5001' } })
  })

  it('do not lead on for ever', async () => {
    let asked = 0
    const client = clientOf(() => {
      asked += 1
      return Response.json({ items: [], next: 'more' })
    })
    expect(await client.locations(signal)).toMatchObject({ ok: false, failure: { code: 'CW7006' } })
    expect(asked).toBeLessThanOrEqual(200)
  })

  it('never throw, whatever they are', async () => {
    const anyBody = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({ items: fc.anything(), next: fc.anything(), code: fc.anything(), status: fc.anything() })
        .map((value) => JSON.stringify(value) ?? ''),
    )
    await fc.assert(
      fc.asyncProperty(anyBody, fc.constantFrom(200, 201, 400, 401, 403, 404, 409, 429, 500, 503), async (body, status) => {
        const client = clientOf(() => new Response(body, { status }))
        const answers = [
          await client.me(signal),
          await client.locations(signal),
          await client.lookUp('a'.repeat(64) as MachineFingerprint, signal),
          await client.inspectToken(signal),
          await client.enroll({} as EnrollmentRequest, signal),
        ]
        for (const answer of answers) if (!answer.ok) expect(ErrorCode.safeParse(answer.failure.code).success).toBe(true)
      }),
    )
  })

  it('are network failures when none comes', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    const client = clientOf(() => Promise.reject(new TypeError('fetch failed', { cause: refused })))
    expect(await client.me(signal)).toMatchObject({
      failure: { code: 'CW2002', values: { host: 'control.example', reason: 'ECONNREFUSED' } },
    })
    const inspected = Object.assign(new Error('self-signed certificate in certificate chain'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' })
    expect(networkFailure(new TypeError('fetch failed', { cause: inspected }), 'https://control.example')).toMatchObject({ code: 'CW2005' })
    expect(networkFailure(new Error('x'), 'https://control.example', AbortSignal.abort())).toMatchObject({ code: 'CW2011' })
  })
})

describe('addresses', () => {
  it.each([
    ['control.example', 'https://control.example'],
    [' https://control.example:8443/console?x#y ', 'https://control.example:8443'],
    ['HTTPS://Control.Example', 'https://control.example'],
    ['[::1]:9443', 'https://[::1]:9443'],
  ])('%s means %s', (typed, origin) => {
    expect(parseAddress(typed)).toEqual({ ok: true, value: origin })
  })

  it('are https origins or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl({ validSchemes: ['http', 'https', 'ftp'] })), (typed) => {
        const parsed = parseAddress(typed)
        if (parsed.ok) expect(new URL(parsed.value).origin).toBe(parsed.value)
        else expect(parsed.failure.code).toBe('CW2001')
      }),
    )
  })

  it('of the API are under /v1 whether the base says so or not', () => {
    for (const base of ['https://c.example', 'https://c.example/', 'https://c.example/v1', 'https://c.example/v1/'])
      expect(apiAddress(base, 'me').href).toBe('https://c.example/v1/me')
  })
})

describe('versions', () => {
  it.each([
    ['0.1.0', '0.1.0', false],
    ['0.1.0', '0.1.1', true],
    ['0.9.0', '0.10.0', true],
    ['1.0.0', '0.99.99', false],
    ['1.0.0-beta.1', '1.0.0', false],
  ])('%s against %s: too old is %s', (version, minimum, older) => {
    expect(isOlder(version, minimum)).toBe(older)
  })
})

describe('tokens', () => {
  it('are one line of visible characters', () => {
    expect(parseToken('  cwe_0123456789abcdef\r\n')).toEqual({ ok: true, value: 'cwe_0123456789abcdef' })
    for (const wrong of ['', 'short', 'two words that are long enough', 'x'.repeat(401), 'größe-größe-größe-größe'])
      expect(parseToken(wrong)).toMatchObject({ failure: { code: 'CW2020' } })
  })
})
