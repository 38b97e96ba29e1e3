import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { connect as connectHttp2 } from 'node:http2'
import { request as httpsRequest } from 'node:https'
import { type IncomingMessage } from 'node:http'
import { type Duplex } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { startConnector, type TestConnector } from '../../fakes/connector-in-process.ts'
import { startRelay, type RelayServer } from '../../fakes/relay-server.ts'
import { connectorIdOf, locationId, RelayStore, serviceKey } from '../../fakes/relay-store.ts'
import { TestAuthority } from '../../fakes/test-authority.ts'

const echoServer = async (): Promise<Server> => {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined)
    socket.pipe(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

let authority: TestAuthority
let store: RelayStore
let relay: RelayServer
let echo: Server
let connector: TestConnector

beforeEach(async () => {
  authority = await TestAuthority.create()
  store = new RelayStore()
  echo = await echoServer()
  store.publish('echo', `127.0.0.1:${(echo.address() as AddressInfo).port}`)
  relay = await startRelay(authority, store)
  connector = await startConnector({ authority, connectorId: connectorIdOf('a'), relays: [{ name: 'relay-1', url: relay.origin }] })
})
afterEach(async () => {
  connector.pool.stop()
  await relay.kill()
  echo.close()
})

const healthy = () => vi.waitFor(() => expect(connector.pool.health).toEqual({ is: 'healthy' }))

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly socket?: Duplex
  readonly body: string
}

const upgradeTcp = (path: string, key = serviceKey): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = httpsRequest({
      host: '127.0.0.1',
      port: relay.port,
      servername: 'localhost',
      ca: authority.certificate,
      path,
      headers: { connection: 'Upgrade', upgrade: 'tcp', authorization: `Bearer ${key}` },
    })
    request.once('error', reject)
    request.once('upgrade', (answer, socket) => resolve({ status: 101, headers: answer.headers, socket, body: '' }))
    request.once('response', (answer) => {
      const pieces: Buffer[] = []
      answer.on('data', (piece: Buffer) => pieces.push(piece))
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(pieces).toString() }))
    })
    request.end()
  })

const roundTrip = async (socket: Duplex, text: string): Promise<string> => {
  const pieces: Buffer[] = []
  socket.on('data', (piece: Buffer) => pieces.push(piece))
  const ended = once(socket, 'end')
  socket.write(text)
  socket.end()
  await ended
  return Buffer.concat(pieces).toString()
}

describe('a cloud service reaches a TCP resource', () => {
  test('through HTTP/1.1 Upgrade', async () => {
    await healthy()
    const { status, socket } = await upgradeTcp(`/connect/${locationId}/echo`)
    expect(status).toBe(101)
    expect(await roundTrip(socket as Socket, 'over the causeway')).toBe('over the causeway')
    await vi.waitFor(() => expect(store.audit.map(({ action }) => action)).toEqual(['stream.opened', 'stream.closed']))
    expect(store.audit[1]?.values).toMatchObject({ sent: 17, received: 17, endedBy: 'both' })
  })

  test('through HTTP/2 CONNECT, with a path and with an authority', async () => {
    await healthy()
    const session = connectHttp2(relay.origin, { ca: authority.certificate, ALPNProtocols: ['h2'] })
    await once(session, 'remoteSettings')
    const headers = { authorization: `Bearer ${serviceKey}` }
    const byPath = session.request(
      { ':method': 'CONNECT', ':protocol': 'connect-tcp', ':path': `/connect/${locationId}/echo`, ...headers },
      { endStream: false },
    )
    expect((await once(byPath, 'response'))[0]).toMatchObject({ ':status': 200 })
    expect(await roundTrip(byPath, 'extended')).toBe('extended')
    const byName = session.request({ ':method': 'CONNECT', ':authority': `echo.${locationId}:1`, ...headers }, { endStream: false })
    expect((await once(byName, 'response'))[0]).toMatchObject({ ':status': 200 })
    expect(await roundTrip(byName, 'plain')).toBe('plain')
    session.close()
  })

  test('and is told why not', async () => {
    await healthy()
    expect(await upgradeTcp(`/connect/${locationId}/echo`, 'another-key')).toMatchObject({
      status: 401,
      headers: { 'causeway-code': 'CW6003' },
    })
    expect(await upgradeTcp(`/connect/${locationId}/nothing`)).toMatchObject({ status: 404, headers: { 'causeway-code': 'CW6001' } })
    expect(await upgradeTcp(`/connect/loc_00000000000000bb/echo`)).toMatchObject({ status: 404, headers: { 'causeway-code': 'CW6001' } })
    const port = (echo.address() as AddressInfo).port
    echo.close()
    await once(echo, 'close')
    const refused = await upgradeTcp(`/connect/${locationId}/echo`)
    expect(refused).toMatchObject({ status: 502, headers: { 'causeway-code': 'CW6004', 'content-type': 'application/problem+json' } })
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'CW6004', values: { target: `127.0.0.1:${port}` } })
  })

  test('after the built-in echo has answered', async () => {
    await healthy()
    const { samples, lost } = await relay.relay.echo(connectorIdOf('a'), 4, 64)
    expect(lost).toBe(0)
    expect(samples).toHaveLength(4)
  })
})
