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
const lanesAtOnce = 16
/** Of every connector with the one relay. */
const sessionsEach = 2

/**
 * Bytes by which a relay that has already carried `warmUp` streams grows for each session that is added and then carries
 * `perSession` streams. What is loaded, compiled and pooled once is the process's own, not the sessions'.
 */
const growth = async (connectors: number, warmUp: number, perSession: number): Promise<number> => {
  const authority = await TestAuthority.create()
  const resource = runOwn({ prefix: [], host: '127.0.0.1' }, 'resource', { host: '127.0.0.1' })
  const { port } = await firstLine(resource, z.object({ port: z.number() }))
  const relay = await startRelay(authority, 'relay-1', `127.0.0.1:${port}`)
  const ids = connectorIds(connectors + 10)
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
  const carryAll = async (streams: number) => {
    const lanes = Array.from({ length: lanesAtOnce }, async (_, lane) => {
      for (let count = lane; count < streams; count += lanesAtOnce) await carry()
    })
    await Promise.all(lanes)
  }
  await carryAll(warmUp)
  const before = await memoryOf(relay)
  const rest = await startConnectors(authority, [relay], ids.slice(10))
  await carryAll(connectors * sessionsEach * perSession)
  const after = await memoryOf(relay)
  await Promise.all([first, rest, relay.child, resource].map(end))
  return (after - before) / (connectors * sessionsEach)
}

/** Streams go over all sessions in turn, `perSession` times. */
export const measureSessions = async ({ connectors, perSession }: { connectors: number; perSession: number }): Promise<SessionCost> => ({
  sessions: connectors * sessionsEach,
  fresh: await growth(connectors, 20, 0),
  // As many at once as later, so that their buffers are there before the first look.
  used: await growth(connectors, 20 * lanesAtOnce, perSession),
})
