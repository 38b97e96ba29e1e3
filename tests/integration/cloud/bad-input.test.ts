/** Whatever is sent: a problem document with a code or a plain refusal, never 500, never the end of the program. */
import { once } from 'node:events'
import { connect as connectHttp2, constants } from 'node:http2'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { access } from '../../../cloud/api/access.ts'
import { certificateRequest } from '../../../connector/identity/certificate-request.ts'
import { codeOf, type Fixture, machine, newFingerprint, newMachineKey, startFixture } from './control-plane-fixture.ts'

let fixture: Fixture
let port: number
let authority: string
beforeAll(async () => {
  fixture = await startFixture()
  port = Number(new URL(fixture.controlPlane.address).port)
  authority = fixture.controlPlane.connectionFile.certificateAuthorities.join('')
})
afterAll(() => fixture.stop())
afterEach(async () => {
  expect((await fixture.call('GET', '/v1/health')).status).toBe(200)
  // Credentials that were guessed count for a minute.
  fixture.advance(61_000)
})

const routes = Object.keys(access).map((route) => route.split(' ') as [string, string])
const id = (prefix: string) =>
  fc.oneof(fc.string({ maxLength: 60 }), fc.constant(`${prefix}_${'0'.repeat(26)}`), fc.constant('..%2f..'), fc.constant('%00'))
const pathOf = (template: string) =>
  fc
    .tuple(id('loc'), id('con'), id('res'), id('tok'), id('key'))
    .map(([location, connector, resource, token, key]) =>
      template
        .replace(':locationId', encodeURIComponent(location))
        .replace(':connectorId', encodeURIComponent(connector))
        .replace(':resourceId', encodeURIComponent(resource))
        .replace(':tokenId', encodeURIComponent(token))
        .replace(':keyId', encodeURIComponent(key)),
    )
/** Text that can stand in a header. */
const headerText = fc.string({ maxLength: 300, unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) })

describe('any request', () => {
  it('with any credentials is answered with a code', async () => {
    const authorization = fc.oneof(
      headerText,
      fc
        .tuple(fc.constantFrom('Bearer', 'DPoP', 'Enrollment', 'Basic', 'enrollment', ''), headerText)
        .map(([scheme, rest]) => `${scheme} ${rest}`.trim()),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...routes).chain(([method, template]) => fc.tuple(fc.constant(method), pathOf(template))),
        authorization,
        fc.record({ cookie: headerText, 'causeway-proof': headerText, dpop: headerText }, { requiredKeys: [] }),
        async ([method, path], credentials, headers) => {
          const answer = await fixture.call(method, path, credentials, undefined, headers)
          if (answer.status >= 400) expect(codeOf(answer)).toMatch(/^CW\d{4}$/)
          expect(answer.status).toBeLessThan(500)
          fixture.advance(61_000)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('with any body is answered with a code', async () => {
    const { ours } = fixture
    const writing = routes.filter(([method]) => method !== 'GET' && method !== 'DELETE')
    const odd = fc.oneof(
      fc.json({ maxDepth: 4 }),
      fc.string({ maxLength: 500 }),
      fc.constant('{"__proto__":{"admin":true},"name":"x"}'),
      fc.constant('['.repeat(5000)),
      fc.constant('['.repeat(30_000) + ']'.repeat(30_000)),
      fc.constant(`{"name":${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}}`),
      fc.constant('{"name":"\\ud800"}'),
      fc.constant(`{"name":"${'\\u0000'.repeat(20)}"}`),
      fc.constant('{"name":"x\\u0000y"}'),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...writing), odd, async ([method, template], body) => {
        const path = template.replace(':locationId', ours.locationId).replace(':connectorId', `con_${'0'.repeat(26)}`)
        const answer = await fixture.call(method, path, ours.owner, body)
        if (answer.status >= 400) expect(codeOf(answer)).toMatch(/^CW\d{4}$/)
        expect(answer.status, JSON.stringify([method, path, body, answer.body])).toBeLessThan(500)
      }),
      { numRuns: 200 },
    )
  })

  it('with any query is answered with a code', async () => {
    const lists = ['/v1/locations', '/v1/connectors', '/v1/enrollments', '/v1/enrollment-tokens', '/v1/service-keys', '/v1/audit']
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...lists),
        fc.record(
          { cursor: fc.string({ maxLength: 250 }), limit: fc.oneof(fc.integer().map(String), fc.string({ maxLength: 20 })) },
          { requiredKeys: [] },
        ),
        async (path, query) => {
          const answer = await fixture.call('GET', `${path}?${new URLSearchParams(query).toString()}`, fixture.ours.owner)
          if (answer.status !== 200) expect(codeOf(answer)).toBe('CW5004')
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('an enrollment', () => {
  it('with any request for a certificate is refused', async () => {
    const body = async (csr: string) => ({
      locationId: fixture.ours.locationId,
      connectorName: 'hostile',
      machine: machine(newFingerprint()),
      csr,
    })
    const whole = await certificateRequest(newMachineKey(), 'x')
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ minLength: 100, maxLength: 9000 }),
          fc.nat(whole.length - 40).map((at) => whole.slice(0, at) + whole.slice(at + 8)),
          fc
            .uint8Array({ minLength: 100, maxLength: 3000 })
            .map(
              (bytes) =>
                `-----BEGIN CERTIFICATE REQUEST-----\n${Buffer.from(bytes).toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`,
            ),
        ),
        async (csr) => {
          const answer = await fixture.call('POST', '/v1/enrollments', fixture.ours.setup, await body(csr))
          expect(['CW2022', 'CW5004']).toContain(codeOf(answer))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('that is too large is refused before it is read', async () => {
    const answer = await fixture.call('POST', '/v1/enrollments', fixture.ours.setup, JSON.stringify({ csr: 'x'.repeat(100_000) }))
    expect(answer.status).toBe(413)
    expect(codeOf(answer)).toBe('CW5014')
  })

  it('in another media type or encoding is refused', async () => {
    const other = await fixture.call('POST', '/v1/enrollments', fixture.ours.setup, '<x/>', { 'content-type': 'text/xml' })
    expect(codeOf(other)).toBe('CW5004')
    expect(other.status).toBe(415)
  })
})

/** What comes back for raw bytes on a fresh connection; empty when it was closed without an answer. */
const raw = async (bytes: string | Buffer, protocols: string[] = ['http/1.1']): Promise<string> => {
  const socket: TLSSocket = connectTls({ host: '127.0.0.1', port, ca: authority, ALPNProtocols: protocols })
  socket.on('error', () => undefined)
  await once(socket, 'secureConnect')
  let received = ''
  socket.setEncoding('latin1').on('data', (piece: string) => (received += piece))
  socket.end(bytes)
  if (!socket.destroyed) await once(socket, 'close')
  return received
}

describe('a connection', () => {
  it('with bytes that are no HTTP ends with one problem document', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 600 }), async (bytes) => {
        const answer = await raw(Buffer.concat([Buffer.from([1]), bytes, Buffer.from('\r\n\r\n')]))
        expect(answer).toContain('HTTP/1.1 400')
        expect(answer).toContain('CW5004')
      }),
      { numRuns: 25 },
    )
  })

  it.each([
    ['both lengths', 'POST /v1/locations HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', '400'],
    ['a bad chunk', 'POST /v1/locations HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n', '40'],
    ['a head too large', `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(40_000)}\r\n\r\n`, '431'],
    ['no host', 'GET /v1/health HTTP/1.1\r\n\r\n', '400'],
    ['a bad address', 'GET /v1/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', '400'],
    ['CONNECT of HTTP/1.1', 'CONNECT db:5432 HTTP/1.1\r\nHost: db:5432\r\n\r\n', '405'],
    ['an upgrade to nowhere', 'GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n', '404'],
    [
      'an upgrade without proof',
      'GET /relay HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: causeway\r\nCauseway-Purpose: bulk\r\n\r\n',
      '401',
    ],
  ])('with %s is refused', async (_name, bytes, status) => {
    expect(await raw(bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`))
  })

  it('of HTTP/2 is served, and one with garbage in it is ended', async () => {
    const client = connectHttp2(fixture.controlPlane.address, { ca: authority })
    const stream = client.request({ ':path': '/v1/me' })
    const [headers] = (await once(stream, 'response')) as [Record<string, string | number>]
    expect(headers[constants.HTTP2_HEADER_STATUS]).toBe(401)
    expect(headers['content-type']).toContain('application/problem+json')
    stream.resume()
    client.close()
    await raw('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\ngarbage garbage garbage garbage', ['h2'])
  })
})

describe('characters that are no text', () => {
  it.each([
    ['POST', '/oidc/request', 'client_id=a%00b'],
    ['POST', '/oidc/token', 'client_id=causeway-setup&grant_type=authorization_code&code=a%00b&redirect_uri=x&code_verifier=y'],
    ['GET', '/oidc/auth?client_id=a%00b', undefined],
    ['GET', '/s/%00', undefined],
    ['GET', '/sign-in/first/%00', undefined],
    ['POST', '/sign-in', 'email=a%00b&password=x'],
  ])('in %s %s are the caller’s mistake', async (method, path, body) => {
    const answer = await fixture.call(
      method,
      path,
      undefined,
      body,
      body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' },
    )
    expect(answer.status, JSON.stringify(answer.body)).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
  })
})
