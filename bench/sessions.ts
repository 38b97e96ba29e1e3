/** What one session costs the relay's memory: fresh, and after it has carried bytes. */
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { z } from 'zod'
import { TestAuthority } from '../tests/fakes/test-authority.ts'
import { end, firstLine, runOwn } from './child.ts'
import { connectorIds, memoryOf, openThrough, startConnectors, startRelay } from './machinery.ts'

export interface SessionCost {
  readonly sessions: number
  /** Bytes of resident memory of the relay's process for one session. */
  readonly fresh: number
  readonly used: number
}

/** What each stream carries each way before memory is asked for again. */
const bytesEach = 256 * 1024

/** Every connector has two sessions with the one relay. Streams go over them in turn, `perSession` times. */
export const measureSessions = async ({ connectors, perSession }: { connectors: number; perSession: number }): Promise<SessionCost> => {
  const authority = await TestAuthority.create()
  const resource = runOwn({ prefix: [], host: '127.0.0.1' }, 'resource', { host: '127.0.0.1' })
  const { port } = await firstLine(resource, z.object({ port: z.number() }))
  const relay = await startRelay(authority, 'relay-1', `127.0.0.1:${port}`)
  const ids = connectorIds(connectors + 10)
  // The first ones pay for what is loaded once.
  const first = await startConnectors(authority, [relay], ids.slice(0, 10))
  const carry = async () => {
    const socket = await openThrough(relay, authority)
    const content = Buffer.alloc(bytesEach, 0x45)
    let left = content.length
    socket.write(content)
    while (left > 0) left -= ((await once(socket, 'data')) as [Buffer])[0].length
    socket.destroy()
    await finished(socket, { error: false }).catch(() => undefined)
  }
  for (let count = 0; count < 20; count += 1) await carry()
  const before = await memoryOf(relay)
  const rest = await startConnectors(authority, [relay], ids.slice(10))
  const sessions = connectors * 2
  const fresh = await memoryOf(relay)
  const lanes = Array.from({ length: 16 }, async (_, lane) => {
    for (let count = lane; count < sessions * perSession; count += 16) await carry()
  })
  await Promise.all(lanes)
  const used = await memoryOf(relay)
  await Promise.all([first, rest, relay.child, resource].map(end))
  return { sessions, fresh: (fresh - before) / sessions, used: (used - before) / sessions }
}
