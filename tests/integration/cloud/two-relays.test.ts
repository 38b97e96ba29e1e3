/** A relay that is reached by two addresses: a connector has sessions on both, and each is known by the name of its own. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type EchoReply } from '../../../contract/control-plane-api.ts'
import { closedPort } from '../../fakes/loopback-lab.ts'
import { startPool } from './connector-pool.ts'
import { enrollMachine, type Fixture, newFingerprint, proofHeaders, startFixture } from './control-plane-fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  const port = await closedPort()
  const relays = [
    { name: 'east', url: `https://127.0.0.1:${port}` },
    { name: 'west', url: `https://localhost:${port}` },
  ]
  fixture = await startFixture({ port, relays })
})
afterAll(() => fixture.stop())

it('of two addresses of the relay both carry, under their own names', async () => {
  const machine = await enrollMachine(fixture, fixture.ours, 'SRV-02', newFingerprint())
  expect(machine.reply.relays.map(({ name }) => name)).toEqual(['east', 'west'])
  const pool = startPool(machine, fixture.controlPlane.connectionFile.certificateAuthorities.join(''))
  await vi.waitFor(() => expect(pool.health()).toBe('healthy'), { interval: 100 })
  const answer = await fixture.call('POST', '/v1/echo', undefined, { count: 4 }, await proofHeaders(fixture, machine))
  const { samples } = answer.body as EchoReply
  expect(samples.map(({ relay }) => relay).toSorted()).toEqual(['east', 'east', 'west', 'west'])
  pool.stop()
})
