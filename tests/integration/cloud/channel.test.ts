/** From enrollment to bytes: a connector's real channel at a real control plane. */
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { connect as connectHttp2 } from 'node:http2'
import { request as httpsRequest } from 'node:https'
import { type Duplex } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Connector, type EchoReply } from '../../../contract/control-plane-api.ts'
import { startPool, type TestPool } from './connector-pool.ts'
import {
  codeOf,
  enrollMachine,
  type EnrolledMachine,
  type Fixture,
  proofHeaders,
  type Side,
  startFixture,
} from './control-plane-fixture.ts'

let fixture: Fixture
let echo: Server
let authority: string
beforeAll(async () => {
  fixture = await startFixture({ relay: { pingIntervalMs: 300 } })
  authority = fixture.controlPlane.connectionFile.certificateAuthorities.join('')
  echo = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined)
    socket.pipe(socket)
  })
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
})
afterAll(async () => {
  await fixture.stop()
  echo.close()
})

/** A connector of its own location, attached. */
const attach = async (name: string): Promise<{ machine: EnrolledMachine; pool: TestPool; side: Side }> => {
  const { ours } = fixture
  const location = (await fixture.call('POST', '/v1/locations', ours.operator, { name })).body as { id: Side['locationId'] }
  const side = { ...ours, locationId: location.id }
  const machine = await enrollMachine(fixture, side, name)
  const pool = startPool(machine, authority)
  await vi.waitFor(() => expect(pool.health()).toBe('healthy'))
  return { machine, pool, side }
}
const shown = async ({ reply }: EnrolledMachine): Promise<Connector> =>
  (await fixture.call('GET', `/v1/connectors/${reply.connectorId}`, fixture.ours.reader)).body as Connector
const publish = (side: Side, name = 'echo') =>
  fixture.call('POST', `/v1/locations/${side.locationId}/resources`, side.operator, {
    name,
    protocol: 'tcp',
    target: `127.0.0.1:${(echo.address() as AddressInfo).port}`,
  })
const newServiceKey = async (owner: string): Promise<{ id: string; key: string }> =>
  (await fixture.call('POST', '/v1/service-keys', owner, { name: 'service' })).body as { id: string; key: string }

const openTcp = (path: string, key: string): Promise<{ code: string } | { socket: Duplex }> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(fixture.controlPlane.address)
    const request = httpsRequest({
      host: '127.0.0.1',
      port,
      ca: authority,
      path,
      headers: { connection: 'Upgrade', upgrade: 'tcp', authorization: `Bearer ${key}` },
    })
    request.once('error', reject)
    request.once('upgrade', (_answer, socket) => resolve({ socket }))
    request.once('response', (answer) => {
      answer.resume()
      resolve({ code: String(answer.headers['causeway-code']) })
    })
    request.end()
  })
const roundTrip = async (socket: Duplex, text: string): Promise<string> => {
  let received = ''
  socket.setEncoding('utf8').on('data', (piece: string) => (received += piece))
  socket.end(text)
  await once(socket, 'end')
  return received
}

describe('an attached connector', () => {
  it('is healthy, answers its echo, and is offline with the time when it is gone', async () => {
    const { machine, pool } = await attach('attached')
    await vi.waitFor(async () => expect(await shown(machine)).toMatchObject({ health: 'healthy', sessions: 2, load: { cpu: 0 } }))
    const answer = await fixture.call('POST', '/v1/echo', undefined, { count: 3 }, await proofHeaders(fixture, machine))
    expect(answer.status).toBe(200)
    const { samples, lost } = answer.body as EchoReply
    expect(samples).toHaveLength(3)
    expect(samples.every(({ relay, milliseconds }) => relay === 'relay-1' && milliseconds > 0)).toBe(true)
    expect(lost).toBe(0)
    pool.stop()
    await vi.waitFor(async () => expect(await shown(machine)).toMatchObject({ health: 'offline', reason: { code: 'CW5020' } }))
    expect((await shown(machine)).lastContact).toBeDefined()
  })

  it('is seen as active by a machine with the same fingerprint', async () => {
    const { machine, pool, side } = await attach('active')
    const looked = await fixture.call('POST', '/v1/enrollments/lookup', side.setup, { fingerprint: machine.fingerprint })
    expect(looked.body).toMatchObject({ seenBefore: { active: true, likely: 'keepBoth' } })
    pool.stop()
  })

  it('ends at once when it is removed, and hears why', async () => {
    const { machine, pool, side } = await attach('removed')
    expect((await fixture.call('DELETE', `/v1/connectors/${machine.reply.connectorId}`, side.operator)).status).toBe(204)
    expect(fixture.controlPlane.relay.sessionsOf(machine.reply.connectorId)).toEqual([])
    await vi.waitFor(() => expect(pool.revoked()).toBe('CW4004'))
    pool.stop()
  })

  it('ends at once when its machine is enrolled anew in its place', async () => {
    const { machine, pool, side } = await attach('replaced')
    await enrollMachine(fixture, side, 'replaced', machine.fingerprint, { onSeenBefore: 'replace' })
    expect(fixture.controlPlane.relay.sessionsOf(machine.reply.connectorId)).toEqual([])
    await vi.waitFor(() => expect(pool.revoked()).toBe('CW4004'))
    pool.stop()
  })
})

describe('a published resource', () => {
  it('is reached by HTTP/1.1 Upgrade and by HTTP/2 CONNECT, and both are audited', async () => {
    const { pool, side } = await attach('reached')
    await publish(side)
    const { key, id } = await newServiceKey(side.owner)
    const opened = await vi.waitFor(async () => {
      const result = await openTcp(`/connect/${side.locationId}/echo`, key)
      if (!('socket' in result)) throw new Error(result.code)
      return result
    })
    expect(await roundTrip(opened.socket, 'over one')).toBe('over one')

    const client = connectHttp2(fixture.controlPlane.address, { ca: authority })
    await once(client, 'remoteSettings')
    const stream = client.request({
      ':method': 'CONNECT',
      ':protocol': 'tcp',
      ':scheme': 'https',
      ':authority': new URL(fixture.controlPlane.address).host,
      ':path': `/connect/${side.locationId}/echo`,
      authorization: `Bearer ${key}`,
    })
    expect(await roundTrip(stream, 'over two')).toBe('over two')
    client.close()

    await vi.waitFor(async () => {
      const { items } = (await fixture.call('GET', '/v1/audit?limit=50', side.owner)).body as {
        items: { action: string; actor: string; object: string }[]
      }
      const mine = items.filter(({ actor, object }) => actor === id && object === `${side.locationId}/echo`)
      expect(mine.filter(({ action }) => action === 'stream.closed')).toHaveLength(2)
    })
    expect((await fixture.call('DELETE', `/v1/service-keys/${id}`, side.owner)).status).toBe(204)
    expect(await openTcp(`/connect/${side.locationId}/echo`, key)).toEqual({ code: 'CW6003' })
    pool.stop()
  })

  it('is not found with the key of another organization', async () => {
    const { pool, side } = await attach('foreign')
    await publish(side)
    const { key } = await newServiceKey(fixture.theirs.owner)
    expect(await openTcp(`/connect/${side.locationId}/echo`, key)).toEqual({ code: 'CW6001' })
    pool.stop()
  })

  it('is not found once it is withdrawn, and refused while its only connector drains', async () => {
    const { machine, pool, side } = await attach('withdrawn')
    const { id } = (await publish(side)).body as { id: string }
    const { key } = await newServiceKey(side.owner)
    const drain = (draining: boolean) =>
      fixture.call('PUT', `/v1/connectors/${machine.reply.connectorId}/drain`, side.operator, { draining })
    await drain(true)
    expect(await shown(machine)).toMatchObject({ health: 'degraded', draining: true, reason: { code: 'CW5022' } })
    expect(await openTcp(`/connect/${side.locationId}/echo`, key)).toEqual({ code: 'CW6002' })
    await drain(false)
    await vi.waitFor(async () => expect(await openTcp(`/connect/${side.locationId}/echo`, key)).toHaveProperty('socket'))
    await fixture.call('DELETE', `/v1/locations/${side.locationId}/resources/${id}`, side.operator)
    expect(await openTcp(`/connect/${side.locationId}/echo`, key)).toEqual({ code: 'CW6001' })
    pool.stop()
  })
})

it('names a proof that is none', async () => {
  expect(codeOf(await fixture.call('POST', '/v1/echo', undefined, {}, { 'causeway-proof': 'nonsense' }))).toBe('CW4007')
})
