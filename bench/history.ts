/** What a month of history costs the service: every status of thirty days observed with a fake clock, on a real file. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ServiceHistory } from '../connector/history/history.ts'
import { type WorkerStatus } from '../connector/worker-link.ts'

const day = 86_400_000

export interface HistoryCost {
  readonly days: number
  readonly observations: number
  /** Largest size the file had. */
  readonly mostBytes: number
  readonly cpuMilliseconds: number
  /** Of one core, over the time that was observed. */
  readonly share: number
  readonly summaryMilliseconds: number
}

/** A status every five seconds, as the worker sends; an outage of two minutes and its reconnects each day. */
const statusAt = (now: number, from: number): WorkerStatus => {
  const down = (now - from) % day < 120_000
  const why = { code: 'CW4006', values: { relay: 'relay-1', reason: 'read ECONNRESET' } } as const
  const reconnects = Math.ceil((now - from) / day)
  return {
    channel: down ? 'down' : 'healthy',
    channelSince: new Date(now).toISOString(),
    sessions: ['relay-1', 'relay-1', 'relay-2', 'relay-2'].map((relay, index) => ({
      relay,
      purpose: index % 2 === 0 ? 'interactive' : 'bulk',
      carrier: 'causeway',
      state: down ? 'waiting' : 'open',
      since: new Date(now).toISOString(),
      reconnects,
      lastReconnect: { at: new Date(now).toISOString(), why },
      ...(down ? { lastFailure: why } : { ping: 20 + ((now / 5000 + index) % 17) }),
    })),
    certificate: {
      expiresAt: new Date(from + 90 * day).toISOString(),
      renewsAt: new Date(from + 60 * day).toISOString(),
      serial: '4f3a9c20',
    },
    load: { cpu: 0, memoryBytes: 0, streams: 0, bytesPerSecond: 0 },
    resources: 0,
  }
}

export const measureHistory = (days: number): HistoryCost => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-history-'))
  try {
    const from = Date.parse('2026-11-01T00:00:00.000Z')
    let now = from
    const history = new ServiceHistory({ path: join(folder, 'history.jsonl'), version: 'bench', now: () => now, log: () => undefined })
    let mostBytes = 0
    let observations = 0
    let microseconds = 0
    for (const until = from + days * day; now < until; now += 5000) {
      const status = statusAt(now, from)
      // Making the status is the worker's work and not the history's.
      const since = process.cpuUsage()
      history.observe(status)
      const { user, system } = process.cpuUsage(since)
      microseconds += user + system
      observations += 1
      mostBytes = Math.max(mostBytes, history.bytes)
    }
    const asked = performance.now()
    history.summary('30d')
    const summaryMilliseconds = performance.now() - asked
    history.stop()
    const cpuMilliseconds = microseconds / 1000
    return { days, observations, mostBytes, cpuMilliseconds, share: cpuMilliseconds / (days * day), summaryMilliseconds }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
