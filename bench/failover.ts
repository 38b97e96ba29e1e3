/** A relay, then a connector, killed with SIGKILL under load: the longest time in which nothing came through, and what was lost. */
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { TestAuthority } from '../tests/fakes/test-authority.ts'
import { end, firstLine, runOwn } from './child.ts'
import { connectorIds, openThrough, startConnectors, startRelay, type RelayProcess } from './machinery.ts'

export interface Kill {
  readonly what: 'relay' | 'connector'
  readonly requests: number
  /** Milliseconds between two answers, the longest after the kill and the longest before it. */
  readonly longestGap: number
  readonly longestGapBefore: number
  readonly retried: number
  /** Not answered after one retry through the other relay. */
  readonly lost: number
}

const lanes = 32
const message = Buffer.alloc(100, 0x45)

const ask = async (relay: RelayProcess, authority: TestAuthority): Promise<void> => {
  const socket = await openThrough(relay, authority)
  try {
    socket.write(message)
    let left = message.length
    while (left > 0) {
      const [piece] = (await Promise.race([
        once(socket, 'data', { signal: AbortSignal.timeout(10_000) }),
        once(socket, 'close').then(() => Promise.reject(new Error('cut'))),
      ])) as [Buffer]
      left -= piece.length
    }
  } finally {
    socket.destroy()
  }
}

const longest = (times: readonly number[]): number => Math.max(0, ...times.slice(1).map((at, index) => at - (times[index] ?? at)))

/** Load from 32 callers for `milliseconds` before and after; two relays, two connectors, each in a process of its own. */
export const measureKill = async (what: Kill['what'], milliseconds: number): Promise<Kill> => {
  const authority = await TestAuthority.create()
  const resource = runOwn({ prefix: [], host: '127.0.0.1' }, 'resource', { host: '127.0.0.1' })
  const { port } = await firstLine(resource, z.object({ port: z.number() }))
  const relays = await Promise.all(['relay-1', 'relay-2'].map((name) => startRelay(authority, name, `127.0.0.1:${port}`)))
  const connectors = await Promise.all(connectorIds(2).map((id) => startConnectors(authority, relays, [id])))
  const [first, second] = relays
  if (first === undefined || second === undefined) throw new Error('two relays were started')
  const answers: number[] = []
  let [retried, lost, ending] = [0, 0, false]
  const caller = async (lane: number) => {
    for (let turn = lane; !ending; turn += 1) {
      const [one, other] = turn % 2 === 0 ? [first, second] : [second, first]
      try {
        await ask(one, authority).catch(() => {
          retried += 1
          return ask(other, authority)
        })
        answers.push(performance.now())
      } catch {
        lost += 1
      }
    }
  }
  const callers = Array.from({ length: lanes }, (_, lane) => caller(lane))
  await pause(milliseconds)
  const killedAt = performance.now()
  const victim = what === 'relay' ? first.child : connectors[0]
  victim?.kill('SIGKILL')
  await pause(milliseconds)
  ending = true
  await Promise.all(callers)
  await Promise.all([...connectors, ...relays.map(({ child }) => child), resource].map(end))
  const at = answers.findLastIndex((time) => time <= killedAt)
  return {
    what,
    requests: answers.length + lost,
    longestGap: longest(answers.slice(Math.max(0, at))),
    longestGapBefore: longest(answers.slice(0, at + 1)),
    retried,
    lost,
  }
}
