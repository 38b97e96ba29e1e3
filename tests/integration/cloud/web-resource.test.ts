/** Web resources through the whole control plane: service key, entry, relay, the real connector service, a web server inside. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import { request as httpsRequest } from 'node:https'
import { type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { type Fixture, type Side, startFixture } from './control-plane-fixture.ts'
import { type EnrolledService, startEnrolledService } from './enrolled-service.ts'

interface Seen {
  url: string
  headers: IncomingHttpHeaders
}

let fixture: Fixture
let connector: EnrolledService
let inside: Server
let insideOrigin: string
let key: string
let keyId: string
let prefix: string
const seen: Seen[] = []

const newServiceKey = async (side: Side): Promise<{ id: string; key: string }> =>
  (await fixture.call('POST', '/v1/service-keys', side.owner, { name: 'service' })).body as { id: string; key: string }

const startInside = async (): Promise<void> => {
  inside = createServer((request, response) => {
    seen.push({ url: request.url ?? '', headers: request.headers })
    if (request.url === '/login') {
      response.writeHead(302, { location: `${insideOrigin}/home?x=1`, 'set-cookie': 'sid=1; Domain=contoso.com; HttpOnly' }).end()
    } else if (request.url === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n')
    } else if (request.method === 'POST') {
      response.writeHead(200)
      request.pipe(response)
    } else response.end('hello')
  })
  new WebSocketServer({ server: inside, path: '/ws' }).on('connection', (socket, request) => {
    seen.push({ url: request.url ?? '', headers: request.headers })
    socket.on('message', (message) => socket.send(message))
  })
  inside.listen(0, '127.0.0.1')
  await once(inside, 'listening')
  insideOrigin = `http://127.0.0.1:${(inside.address() as AddressInfo).port}`
}

beforeAll(async () => {
  fixture = await startFixture()
  await startInside()
  connector = await startEnrolledService(fixture, 'web')
  ;({ id: keyId, key } = await newServiceKey(fixture.ours))
  for (const resource of [
    { name: 'intranet', protocol: 'web', target: insideOrigin },
    { name: 'database', protocol: 'tcp', target: '127.0.0.1:5432' },
  ]) {
    const published = await fixture.call('POST', `/v1/locations/${connector.locationId}/resources`, fixture.ours.operator, resource)
    expect(published.status).toBe(201)
  }
  prefix = `/connect/${connector.locationId}/intranet`
  // The connector is told of the resource a moment after it was published.
  await vi.waitFor(async () => expect((await ask(`${prefix}/`)).status).toBe(200))
  seen.length = 0
})
afterAll(async () => {
  await connector.stop()
  await fixture.stop()
  inside.closeAllConnections()
  inside.close()
})

const open = (path: string, headers: Record<string, string> = {}, method = 'GET') => {
  const asked = httpsRequest(new URL(path, fixture.controlPlane.address), {
    ca: fixture.controlPlane.connectionFile.certificateAuthorities,
    method,
    headers: { ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...headers },
    agent: false,
  })
  asked.on('error', () => undefined)
  return asked
}
const answerOf = async (asked: ReturnType<typeof open>): Promise<IncomingMessage> =>
  ((await once(asked, 'response')) as [IncomingMessage])[0]
const ask = async (path: string, headers: Record<string, string> = {}) => {
  const asked = open(path, headers)
  asked.end()
  const answer = await answerOf(asked)
  let body = ''
  for await (const piece of answer.setEncoding('utf8')) body += String(piece)
  return { status: answer.statusCode, headers: answer.headers, code: answer.headers['causeway-code'], body }
}
const openWebSocket = (origin: string): WebSocket =>
  new WebSocket(`${fixture.controlPlane.address.replace('https:', 'wss:')}${prefix}/ws`, {
    ca: fixture.controlPlane.connectionFile.certificateAuthorities,
    headers: { authorization: `Bearer ${key}` },
    origin,
  })

describe('a web resource', () => {
  it('gets requests with who asks, and without what the service claims to be', async () => {
    const answer = await ask(`${prefix}/page?q=1`, {
      'x-forwarded-for': '6.6.6.6',
      'x-forwarded-user': 'root',
      'x-real-ip': '6.6.6.6',
      'x-causeway-user': 'root',
      'causeway-proof': 'forged',
      forwarded: 'for=6.6.6.6',
      cookie: '__Host-cw=secret; theme=dark',
    })
    expect(answer).toMatchObject({ status: 200, body: 'hello' })
    const [request] = seen.splice(0)
    expect(request).toMatchObject({
      url: '/page?q=1',
      headers: {
        host: new URL(insideOrigin).host,
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'https',
        'x-forwarded-host': new URL(fixture.controlPlane.address).host,
        'x-forwarded-prefix': prefix,
        cookie: 'theme=dark',
      },
    })
    for (const name of ['authorization', 'x-forwarded-user', 'x-real-ip', 'x-causeway-user', 'causeway-proof', 'forwarded'])
      expect(request?.headers, name).not.toHaveProperty(name)
    expect(JSON.stringify(request)).not.toContain(key)
  })

  it('answers a body while it is still being sent', async () => {
    const asked = open(`${prefix}/upload`, { 'transfer-encoding': 'chunked' }, 'POST')
    asked.write('first ')
    const answer = await answerOf(asked)
    answer.setEncoding('utf8')
    expect(String((await once(answer, 'data'))[0])).toBe('first ')
    const large = 'y'.repeat(1_000_000)
    asked.end(large)
    let rest = ''
    for await (const piece of answer) rest += String(piece)
    expect(rest === large).toBe(true)
  })

  it('sends events as they happen, and misses who leaves', async () => {
    const left = new Promise((resolve) => inside.once('request', (_request, response) => response.once('close', resolve)))
    const asked = open(`${prefix}/events`)
    asked.end()
    expect(String((await once(await answerOf(asked), 'data'))[0])).toBe('data: 1\n\n')
    asked.destroy()
    await left
  })

  it('speaks WebSocket, but not with pages of other sites', async () => {
    seen.length = 0
    const socket = openWebSocket(fixture.controlPlane.address)
    await once(socket, 'open')
    const answered = once(socket, 'message')
    socket.send('over the causeway')
    expect(String((await answered)[0])).toBe('over the causeway')
    expect(seen).toMatchObject([{ url: '/ws', headers: { origin: insideOrigin } }])
    socket.close(4001)
    expect((await once(socket, 'close'))[0]).toBe(4001)
    expect(String((await once(openWebSocket('https://evil.example'), 'error'))[0])).toContain('403')
  })

  it('names itself only as it is seen from outside', async () => {
    const { status, headers } = await ask(`${prefix}/login`)
    expect(status).toBe(302)
    expect(headers.location).toBe(`${prefix}/home?x=1`)
    expect(headers['set-cookie']).toEqual([`sid=1; HttpOnly; Path=${prefix}/; Secure`])
  })

  it('is reached by HTTP/2 as well', async () => {
    const session = connectHttp2(fixture.controlPlane.address, { ca: fixture.controlPlane.connectionFile.certificateAuthorities })
    const stream = session.request({ ':path': `${prefix}/two`, authorization: `Bearer ${key}` })
    expect((await once(stream, 'response'))[0]).toMatchObject({ ':status': 200 })
    stream.resume()
    await once(stream, 'end')
    session.close()
  })

  it('is audited with method, path and status, and without the query', async () => {
    await ask(`${prefix}/audited?secret=1`)
    await vi.waitFor(async () => {
      const { items } = (await fixture.call('GET', '/v1/audit?limit=50', fixture.ours.owner)).body as { items: object[] }
      const common = { actor: keyId, object: `${connector.locationId}/intranet`, outcome: 'done' }
      const values = { path: '/audited', method: 'GET' }
      expect(items).toContainEqual(
        expect.objectContaining({ ...common, action: 'stream.opened', values: expect.objectContaining(values) as object }),
      )
      expect(items).toContainEqual(
        expect.objectContaining({
          ...common,
          action: 'stream.closed',
          values: expect.objectContaining({ ...values, status: 200 }) as object,
        }),
      )
      expect(JSON.stringify(items)).not.toContain('secret=1')
    })
  })
})

describe('refusals', () => {
  it('name their cause', async () => {
    const { locationId } = connector
    const theirs = await newServiceKey(fixture.theirs)
    const cases = [
      [`/connect/${locationId}/nothing/`, {}, 404, 'CW6001'],
      [`/connect/${fixture.ours.locationId}/intranet/`, {}, 404, 'CW6001'],
      [`${prefix}/`, { authorization: `Bearer ${theirs.key}` }, 404, 'CW6001'],
      [`${prefix}/`, { authorization: 'Bearer not-a-service-key' }, 401, 'CW6003'],
      [`${prefix}/`, { authorization: '' }, 401, 'CW6003'],
      [`/connect/${locationId}/database/`, {}, 409, 'CW6005'],
    ] as const
    seen.length = 0
    for (const [path, headers, status, code] of cases) expect(await ask(path, headers), path).toMatchObject({ status, code })
    expect(seen).toEqual([])
  })

  it('of a server that does not answer are told as such', async () => {
    inside.closeAllConnections()
    const closed = once(inside, 'close')
    inside.close()
    await closed
    expect(await ask(`${prefix}/`)).toMatchObject({ status: 502, code: 'CW6004' })
    await new Promise<void>((resolve) => inside.listen(Number(new URL(insideOrigin).port), '127.0.0.1', resolve))
    expect(await ask(`${prefix}/`)).toMatchObject({ status: 200 })
  })

  it('begin with the withdrawal, and with the end of the connector', async () => {
    const { items } = (await fixture.call('GET', `/v1/locations/${connector.locationId}/resources`, fixture.ours.reader)).body as {
      items: { id: string; name: string }[]
    }
    const id = items.find(({ name }) => name === 'intranet')?.id ?? ''
    await connector.service.stop()
    await vi.waitFor(async () => expect(await ask(`${prefix}/`)).toMatchObject({ status: 503, code: 'CW6002' }))
    await fixture.call('DELETE', `/v1/locations/${connector.locationId}/resources/${id}`, fixture.ours.operator)
    expect(await ask(`${prefix}/`)).toMatchObject({ status: 404, code: 'CW6001' })
  })
})
