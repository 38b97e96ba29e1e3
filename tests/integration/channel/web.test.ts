import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import { request as httpsRequest } from 'node:https'
import { type AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { startConnector, type TestConnector } from '../../fakes/connector-in-process.ts'
import { startRelay, type RelayServer } from '../../fakes/relay-server.ts'
import { connectorIdOf, locationId, RelayStore, serviceKey } from '../../fakes/relay-store.ts'
import { TestAuthority } from '../../fakes/test-authority.ts'

let authority: TestAuthority
let store: RelayStore
let relay: RelayServer
let inside: Server
let connector: TestConnector
let seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[]
const prefix = `/connect/${locationId}/intranet`

beforeEach(async () => {
  authority = await TestAuthority.create()
  store = new RelayStore()
  seen = []
  inside = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(pieces).toString() })
      const { port } = inside.address() as AddressInfo
      if (request.url === '/login') {
        response.writeHead(302, {
          location: `http://127.0.0.1:${port}/home?x=1`,
          'set-cookie': ['sid=1; Domain=contoso.com; Path=/app; HttpOnly'],
          'strict-transport-security': 'max-age=1',
        })
        response.end()
      } else if (request.url === '/events') {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write('data: 1\n\n')
      } else if (request.url === '/cut') {
        response.writeHead(200, { 'content-length': '1000000' })
        response.write('x'.repeat(1000))
      } else response.end('hello')
    })
  })
  new WebSocketServer({ server: inside, path: '/ws' }).on('connection', (socket, request) => {
    seen.push({ method: 'WebSocket', url: request.url ?? '', headers: request.headers, body: '' })
    socket.on('message', (message) => socket.send(message))
  })
  inside.listen(0, '127.0.0.1')
  await once(inside, 'listening')
  store.publish('intranet', `http://127.0.0.1:${(inside.address() as AddressInfo).port}`, 'web')
  relay = await startRelay(authority, store)
  connector = await startConnector({ authority, connectorId: connectorIdOf('a'), relays: [{ name: 'relay-1', url: relay.origin }] })
  await vi.waitFor(() => expect(connector.pool.health).toEqual({ is: 'healthy' }))
})
afterEach(async () => {
  connector.pool.stop()
  await relay.kill()
  inside.closeAllConnections()
  inside.close()
})

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly whole: boolean
}
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET', body = ''): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = httpsRequest(
      {
        host: '127.0.0.1',
        port: relay.port,
        servername: 'localhost',
        ca: authority.certificate,
        path,
        method,
        headers: { authorization: `Bearer ${serviceKey}`, ...headers },
      },
      (answer) => {
        const pieces: Buffer[] = []
        answer.on('data', (piece: Buffer) => pieces.push(piece))
        answer.on('error', () => undefined)
        answer.once('close', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(pieces).toString(),
            whole: answer.complete,
          }),
        )
        if (path.endsWith('/cut')) answer.once('data', () => connector.pool.stop())
      },
    )
    request.once('error', reject)
    request.end(body)
  })

test('a request reaches the resource with our headers and without forged ones', async () => {
  const answer = await ask(`${prefix}/page?q=1`, {
    'x-forwarded-for': '6.6.6.6',
    'x-causeway-user': 'root',
    forwarded: 'for=6.6.6.6',
    connection: 'x-hop',
    'x-hop': '1',
    cookie: '__Host-cw=secret; theme=dark',
    'accept-encoding': 'gzip',
  })
  expect(answer).toMatchObject({ status: 200, body: 'hello' })
  expect(seen[0]).toMatchObject({
    method: 'GET',
    url: '/page?q=1',
    headers: {
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-prefix': prefix,
      cookie: 'theme=dark',
      'accept-encoding': 'gzip',
    },
  })
  for (const name of ['authorization', 'x-causeway-user', 'forwarded', 'x-hop']) expect(seen[0]?.headers).not.toHaveProperty(name)
  await vi.waitFor(() => expect(store.audit.map(({ action }) => action)).toEqual(['stream.opened', 'stream.closed']))
  expect(store.audit[1]?.values).toMatchObject({ path: '/page', method: 'GET', status: 200 })
})

test('the resource’s own Authorization passes when our key came in our own header', async () => {
  await ask(`${prefix}/`, { 'causeway-authorization': `Bearer ${serviceKey}`, authorization: 'Basic dXNlcg==' })
  expect(seen[0]?.headers.authorization).toBe('Basic dXNlcg==')
  expect(seen[0]?.headers).not.toHaveProperty('causeway-authorization')
})

test('answers that name the inside are rewritten, and what speaks for the whole host is dropped', async () => {
  const { headers } = await ask(`${prefix}/login`)
  expect(headers.location).toBe(`${prefix}/home?x=1`)
  expect(headers['set-cookie']).toEqual([`sid=1; HttpOnly; Path=${prefix}/app; Secure`])
  expect(headers).not.toHaveProperty('strict-transport-security')
})

test('a body goes up whole', async () => {
  const body = 'y'.repeat(300_000)
  await ask(`${prefix}/upload`, { 'content-type': 'text/plain' }, 'POST', body)
  expect(seen[0]).toMatchObject({ method: 'POST', body })
})

test('a lost channel in the middle of a body is seen as an abort', async () => {
  expect(await ask(`${prefix}/cut`)).toMatchObject({ status: 200, whole: false })
})

test('an event stream arrives as it is written, and who leaves is missed inside', async () => {
  const left = new Promise((resolve) => inside.once('request', (_request, response) => response.once('close', resolve)))
  const request = httpsRequest({
    host: '127.0.0.1',
    port: relay.port,
    servername: 'localhost',
    ca: authority.certificate,
    path: `${prefix}/events`,
    headers: { authorization: `Bearer ${serviceKey}` },
  })
  request.on('error', () => undefined)
  request.end()
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  expect(String((await once(answer, 'data'))[0])).toBe('data: 1\n\n')
  request.destroy()
  await left
})

test('WebSocket goes through, with the inside’s origin', async () => {
  const socket = new WebSocket(`wss://localhost:${relay.port}${prefix}/ws`, {
    ca: authority.certificate,
    headers: { authorization: `Bearer ${serviceKey}` },
    origin: relay.origin,
  })
  await once(socket, 'open')
  const answered = once(socket, 'message')
  socket.send('over the causeway')
  expect(String((await answered)[0])).toBe('over the causeway')
  expect(seen[0]?.headers.origin).toBe(`http://127.0.0.1:${(inside.address() as AddressInfo).port}`)
  socket.close(4001)
  expect((await once(socket, 'close'))[0]).toBe(4001)
  const foreign = new WebSocket(`wss://localhost:${relay.port}${prefix}/ws`, {
    ca: authority.certificate,
    headers: { authorization: `Bearer ${serviceKey}` },
    origin: 'https://evil.example',
  })
  expect(String((await once(foreign, 'error'))[0])).toContain('403')
})

test('HTTP/2 requests go the same way', async () => {
  const session = connectHttp2(relay.origin, { ca: authority.certificate })
  const stream = session.request({ ':path': `${prefix}/two`, authorization: `Bearer ${serviceKey}` })
  expect((await once(stream, 'response'))[0]).toMatchObject({ ':status': 200 })
  stream.resume()
  await once(stream, 'end')
  expect(seen[0]).toMatchObject({ url: '/two', headers: { host: `127.0.0.1:${(inside.address() as AddressInfo).port}` } })
  session.close()
})

test('refusals carry a code', async () => {
  expect(await ask(`${prefix}/`, { authorization: 'Bearer another-key' })).toMatchObject({
    status: 401,
    headers: { 'causeway-code': 'CW6003' },
  })
  store.publish('database', '127.0.0.1:5432')
  expect(await ask(`/connect/${locationId}/database/`)).toMatchObject({ status: 409, headers: { 'causeway-code': 'CW6005' } })
  store.auditFails = true
  expect(await ask(`${prefix}/`)).toMatchObject({ status: 503, headers: { 'causeway-code': 'CW5013' } })
  store.auditFails = false
  connector.pool.stop()
  await vi.waitFor(() => expect(relay.relay.sessionsOf(connectorIdOf('a'))).toHaveLength(0))
  expect(await ask(`${prefix}/`)).toMatchObject({ status: 503, headers: { 'causeway-code': 'CW6002' } })
})
