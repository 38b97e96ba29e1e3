/** What a channel survives: loss, silence, floods, readers that stop. Long: one set of fakes serves every case. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect as connectHttp2, constants, type ClientHttp2Session } from 'node:http2'
import { createServer as createHttp, type IncomingMessage } from 'node:http'
import { connect as connectTcp, type AddressInfo } from 'node:net'
import { type Duplex } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Carrier } from '../../../contract/channel.ts'
import { type Relay } from '../../../contract/control-plane-api.ts'
import { smallestWindow } from '../../../contract/flow-window.ts'
import { abortStream, streamErrors } from '../../../contract/stream-abort.ts'
import { startConnector, type TestConnector, type TestConnectorOptions } from '../../fakes/connector-in-process.ts'
import { startRelay, type RelayServer } from '../../fakes/relay-server.ts'
import { connectorIdOf, locationId, RelayStore, serviceKey } from '../../fakes/relay-store.ts'
import { exchange, openTcp, startEcho, startSource, startTcpService, type TcpService } from '../../fakes/tcp-services.ts'
import { TestAuthority } from '../../fakes/test-authority.ts'
import { type ServiceProxy } from '../../../contract/proxy.ts'

let authority: TestAuthority
let store: RelayStore
let relay: RelayServer
let echo: TcpService
const connectors: TestConnector[] = []
const services: Pick<TcpService, 'close'>[] = []
const wait = { interval: 20 }

const relays = (): Relay[] => [{ name: 'relay-1', url: relay.origin }]
const start = async (letter = 'a', options: Partial<TestConnectorOptions> = {}): Promise<TestConnector> => {
  const connector = await startConnector({ authority, connectorId: connectorIdOf(letter), relays: relays(), ...options })
  connectors.push(connector)
  return connector
}
const is = (connector: TestConnector, state: string) => vi.waitFor(() => expect(connector.pool.health).toMatchObject({ is: state }), wait)
const sessions = (letter = 'a') => relay.relay.sessionsOf(connectorIdOf(letter))

beforeEach(async () => {
  authority = await TestAuthority.create()
  store = new RelayStore()
  echo = await startEcho()
  services.push(echo)
  store.publish('echo', echo.target)
  relay = await startRelay(authority, store)
})
afterEach(async () => {
  for (const connector of connectors.splice(0)) connector.pool.stop()
  await relay.kill()
  for (const service of services.splice(0)) service.close()
})

describe('carriers', () => {
  test.each(['causeway', 'websocket'] satisfies Carrier[])('bytes go whole over %s', async (carrier) => {
    const connector = await start('a', { carrier })
    await is(connector, 'healthy')
    expect(sessions().map((session) => session.carrier)).toEqual([carrier, carrier])
    const { socket } = await openTcp(relay, authority, 'echo')
    const content = randomBytes(3_000_000)
    expect((await exchange(socket, content)).equals(content)).toBe(true)
  })

  test('WebSocket is tried where something in between refuses the raw upgrade', async () => {
    relay.server.prependListener('upgrade', (request: IncomingMessage, socket: Duplex) => {
      if (request.headers.upgrade !== 'causeway') return
      request.url = '/elsewhere'
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    })
    await is(await start(), 'healthy')
    expect(sessions().map(({ carrier }) => carrier)).toEqual(['websocket', 'websocket'])
  })

  test('the channel goes through an HTTP proxy, and a refusal by the proxy is named', async () => {
    const proxy = await startProxy()
    await is(await start('a', { proxy: proxy.setting }), 'healthy')
    expect(proxy.asked).toBe(`localhost:${relay.port}`)
    proxy.refuses = true
    const refused = await start('b', { proxy: proxy.setting })
    await is(refused, 'down')
    expect(refused.pool.sessions[0]?.lastFailure).toMatchObject({
      code: 'CW4016',
      values: { schemes: 'Negotiate' },
    })
  })

  test('a stream goes over another session, and the echo does not wait, where one is cut without a word', async () => {
    const proxy = await startProxy()
    await is(await start('a', { proxy: proxy.setting }), 'healthy')
    const preferred = sessions().findIndex(({ purpose }) => purpose === 'interactive')
    proxy.silence(preferred)
    const content = randomBytes(1000)
    expect((await exchange((await openTcp(relay, authority, 'echo')).socket, content)).equals(content)).toBe(true)
    // Known by now: nothing is asked there any more.
    expect(await relay.relay.echo(connectorIdOf('a'), 4, 64)).toMatchObject({ lost: 0 })
  })
})

interface TestProxy {
  readonly setting: ServiceProxy
  /** The last target. */
  asked: string
  /** Answers 407 from then on. */
  refuses: boolean
  /** The connection that came as the `at`th carries nothing any more, and stays open. */
  silence(at: number): void
}

const startProxy = async (): Promise<TestProxy> => {
  const server = createHttp()
  const pairs: [Duplex, Duplex][] = []
  server.on('connect', (request, socket) => {
    proxy.asked = request.url ?? ''
    if (proxy.refuses) return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\n\r\n')
    const through = connectTcp(relay.port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      through.pipe(socket).pipe(through)
    })
    pairs.push([socket, through])
    socket.on('error', () => through.destroy())
    through.on('error', () => socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  services.push({
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  })
  const proxy: TestProxy = {
    setting: { is: 'manual', address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bypass: [] },
    asked: '',
    refuses: false,
    silence: (at) => pairs[at]?.forEach((socket) => socket.unpipe()),
  }
  return proxy
}

const openAndReset = async (service: ClientHttp2Session) => {
  const stream = service.request(
    { ':method': 'CONNECT', ':authority': `echo.${locationId}:1`, authorization: `Bearer ${serviceKey}` },
    { endStream: false },
  )
  stream.on('error', () => undefined)
  expect((await once(stream, 'response'))[0]).toMatchObject({ ':status': 200 })
  stream.close(constants.NGHTTP2_CANCEL)
}

describe('streams', () => {
  test('64 at once, each gets its own bytes', async () => {
    await is(await start(), 'healthy')
    await Promise.all(
      Array.from({ length: 64 }, async () => {
        const { socket } = await openTcp(relay, authority, 'echo')
        const content = randomBytes(20_000)
        expect((await exchange(socket, content)).equals(content)).toBe(true)
      }),
    )
    await vi.waitFor(() => expect(store.audit.filter(({ action }) => action === 'stream.closed')).toHaveLength(64), wait)
  })

  test('a reset of either end reaches the other', async () => {
    await is(await start(), 'healthy')
    const one = await openTcp(relay, authority, 'echo')
    one.socket.destroy()
    await vi.waitFor(() => expect(echo.sockets.size).toBe(0), wait)
    const two = await openTcp(relay, authority, 'echo')
    await vi.waitFor(() => expect(echo.sockets.size).toBe(1), wait)
    const closed = once(two.socket, 'close')
    for (const socket of echo.sockets) socket.resetAndDestroy()
    await closed
  })

  test('thousands of streams that end in a reset do not end the session', async () => {
    await is(await start(), 'healthy')
    const before = sessions().map(({ sessionId }) => sessionId)
    // The entry has a guard of its own against services that reset: a new session before it takes hold.
    for (let round = 0; round < 6; round += 1) {
      const service = connectHttp2(relay.origin, { ca: authority.certificate })
      await once(service, 'remoteSettings')
      for (let batch = 0; batch < 10; batch += 1) await Promise.all(Array.from({ length: 50 }, () => openAndReset(service)))
      service.destroy()
    }
    expect((await relay.relay.echo(connectorIdOf('a'), 2, 64)).lost).toBe(0)
    expect(sessions().map(({ sessionId }) => sessionId)).toEqual(before)
  })

  test('a reader that stopped is ended, holds no more than its window, and disturbs nobody', async () => {
    await relay.kill()
    relay = await startRelay(authority, store, { stalledReaderMs: 600 })
    const source = await startSource()
    services.push(source)
    store.publish('source', source.target)
    await is(await start(), 'healthy')
    const stalled = await Promise.all(Array.from({ length: 5 }, () => openTcp(relay, authority, 'source')))
    for (const { socket } of stalled) socket.pause()
    const { socket } = await openTcp(relay, authority, 'echo')
    expect((await exchange(socket, 'still here')).toString()).toBe('still here')
    await vi.waitFor(() => expect(store.audit.filter(({ values }) => values['endedBy'] === 'stalled')).toHaveLength(5), wait)
    await vi.waitFor(() => expect(source.sockets.size).toBe(0), wait)
  })

  test('what was cut off never looks like a clean end', async () => {
    const ends: string[] = []
    const sink = await startTcpService((socket) => {
      socket.resume()
      socket.once('end', () => ends.push('target saw a clean end'))
      socket.once('error', () => ends.push('target saw a reset'))
    })
    services.push(sink)
    store.publish('sink', sink.target)
    const connector = await start()
    await is(connector, 'healthy')
    const service = connectHttp2(relay.origin, { ca: authority.certificate })
    await once(service, 'remoteSettings')
    const open = async () => {
      const stream = service.request(
        { ':method': 'CONNECT', ':authority': `sink.${locationId}:1`, authorization: `Bearer ${serviceKey}` },
        { endStream: false },
      )
      stream.on('error', () => undefined)
      stream.resume()
      await once(stream, 'response')
      stream.write(Buffer.alloc(100_000))
      return stream
    }
    // The service resets, the target resets, the channel is lost.
    abortStream(await open(), streamErrors.cancel)
    await vi.waitFor(() => expect(ends).toEqual(['target saw a reset']), wait)
    for (const cut of [() => [...sink.sockets].map((socket) => socket.resetAndDestroy()), () => connector.pool.stop()]) {
      const stream = await open()
      await vi.waitFor(() => expect(sink.sockets.size).toBe(1), wait)
      cut()
      await once(stream, 'close')
      expect(stream.rstCode).toBe(streamErrors.cancel)
    }
    expect(ends).not.toContain('target saw a clean end')
    service.destroy()
  })

  test('what is taken back in the console is refused by the connector itself', async () => {
    const connector = await start()
    await is(connector, 'healthy')
    store.resources.delete('echo')
    await relay.relay.configurationChanged(locationId)
    store.publish('echo', echo.target)
    expect(await openTcp(relay, authority, 'echo')).toMatchObject({ status: 403, code: 'CW4008' })
    expect(connector.lines).toContain('refused CW4008')
  })

  test('a local allow-list narrows what the control plane published', async () => {
    await is(await start('a', { allow: ['10.0.0.0/8'] }), 'healthy')
    expect(await openTcp(relay, authority, 'echo')).toMatchObject({ status: 403, code: 'CW4008' })
  })

  test('when the memory budget of the relay is spent, new streams are refused and old ones go on', async () => {
    await relay.kill()
    relay = await startRelay(authority, store, { windowBudgetBytes: 2 * smallestWindow })
    await is(await start(), 'healthy')
    const held = [await openTcp(relay, authority, 'echo'), await openTcp(relay, authority, 'echo')]
    expect(await openTcp(relay, authority, 'echo')).toMatchObject({ status: 503, code: 'CW4012' })
    for (const { socket } of held) expect((await exchange(socket, 'goes on')).toString()).toBe('goes on')
    await vi.waitFor(async () => expect(await openTcp(relay, authority, 'echo')).toMatchObject({ status: 101 }), wait)
  })

  test('without an audit there is no stream', async () => {
    await is(await start(), 'healthy')
    store.auditFails = true
    expect(await openTcp(relay, authority, 'echo')).toMatchObject({ status: 503, code: 'CW5013' })
    await vi.waitFor(() => expect(echo.sockets.size).toBe(0), wait)
  })
})

describe('loss', () => {
  test('a stream goes to another connector when the first cannot reach the target', async () => {
    const port = echo.target.split(':')[1] ?? ''
    store.publish('named', `localhost:${port}`)
    const blind = await start('a', { resolve: async () => [{ address: '::1', family: 6 }] })
    await is(blind, 'healthy')
    const alone = await openTcp(relay, authority, 'named')
    expect(alone).toMatchObject({ status: 502, code: 'CW6004' })
    await is(await start('b', { resolve: async () => [{ address: '127.0.0.1', family: 4 }] }), 'healthy')
    for (let count = 0; count < 5; count += 1) {
      const { status, socket } = await openTcp(relay, authority, 'named')
      expect(status).toBe(101)
      expect((await exchange(socket, 'by the other')).toString()).toBe('by the other')
    }
  })

  test('a connector lost under load costs the streams it carried and nothing else', async () => {
    const first = await start('a')
    const second = await start('b')
    await is(first, 'healthy')
    await is(second, 'healthy')
    let lost = 0
    let done = 0
    const one = async (): Promise<boolean> => {
      const { status, socket } = await openTcp(relay, authority, 'echo')
      return (
        status === 101 &&
        (await Promise.race([exchange(socket, 'x'), once(socket, 'close').then(() => Buffer.alloc(0))])).toString() === 'x'
      )
    }
    const client = async () => {
      for (let count = 0; count < 15; count += 1) {
        if (!(await one()) && !(await one())) lost += 1
        done += 1
        if (done === 30) first.pool.stop()
      }
    }
    await Promise.all(Array.from({ length: 8 }, client))
    expect({ lost, done }).toEqual({ lost: 0, done: 120 })
  })

  test('with no connector left the answer is a named 503', async () => {
    const connector = await start()
    await is(connector, 'healthy')
    connector.pool.stop()
    await vi.waitFor(() => expect(sessions()).toHaveLength(0), wait)
    expect(await openTcp(relay, authority, 'echo')).toMatchObject({ status: 503, code: 'CW6002' })
  })

  test('a relay that comes back finds its connectors again', async () => {
    const connector = await start()
    await is(connector, 'healthy')
    await relay.kill()
    await is(connector, 'down')
    relay = await startRelay(authority, store, { port: relay.port })
    await is(connector, 'healthy')
    expect(connector.pool.sessions.every(({ reconnects }) => reconnects === 1)).toBe(true)
  })

  test('a relay that drains is left without losing what is open', async () => {
    const connector = await start()
    await is(connector, 'healthy')
    const before = sessions().map(({ sessionId }) => sessionId)
    const { socket } = await openTcp(relay, authority, 'echo')
    socket.write('before ')
    await once(socket, 'readable')
    relay.relay.drain()
    await vi.waitFor(() => {
      const now = sessions().map(({ sessionId }) => sessionId)
      expect(now.filter((id) => !before.includes(id))).toHaveLength(2)
    }, wait)
    expect((await exchange(socket, 'and after')).toString()).toBe('before and after')
    await vi.waitFor(() => expect(sessions()).toHaveLength(2), wait)
    await is(connector, 'healthy')
  })

  test('a connector that is removed is closed at once and does not come back', async () => {
    const connector = await start()
    await is(connector, 'healthy')
    const { socket } = await openTcp(relay, authority, 'echo')
    const closed = once(socket, 'close')
    store.revoked.add(connectorIdOf('a'))
    await relay.relay.revoke(connectorIdOf('a'), { code: 'CW4004', values: { by: '' } })
    await closed
    await is(connector, 'enrollAgain')
    expect(connector.revoked).toMatchObject([{ code: 'CW4004' }])
    expect(sessions()).toHaveLength(0)
  })
})

describe('refusals at the relay', () => {
  test('a revoked connector is told and stops dialling', async () => {
    store.revoked.add(connectorIdOf('a'))
    const connector = await start()
    await is(connector, 'enrollAgain')
    expect(connector.pool.health).toMatchObject({ failure: { code: 'CW4004' } })
    expect(connector.pool.sessions.every(({ state }) => state === 'stopped')).toBe(true)
  })
  test('a stranger’s certificate is refused, and the connector keeps trying', async () => {
    const stranger = await TestAuthority.create()
    const connector = await start('a', {
      issued: await stranger.connector({
        organizationId: 'org_00000000000000aa',
        locationId: 'loc_00000000000000aa',
        connectorId: connectorIdOf('a'),
      }),
    })
    await is(connector, 'down')
    expect(connector.pool.sessions[0]?.lastFailure).toMatchObject({ code: 'CW4007' })
  })
  test('a relay whose certificate somebody else signed is named', async () => {
    const inspector = await TestAuthority.create('Contoso Inspection')
    await relay.kill()
    relay = await startRelay(inspector, store)
    const connector = await start()
    await is(connector, 'down')
    expect(connector.pool.sessions[0]?.lastFailure).toMatchObject({ code: 'CW2005', values: { issuer: 'Contoso Inspection' } })
  })
})
