import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type WorkerStatus } from '../../../connector/worker-link.ts'
import { historyLimits, ServiceHistory } from '../../../connector/history/history.ts'
import { History, type HistoryRecord } from '../../../contract/history.ts'
import { compactHistory } from '../../../contract/history-compaction.ts'
import { historyLine, readHistory } from '../../../contract/history-lines.ts'
import { summarizeHistory } from '../../../contract/history-summary.ts'
import { type SessionStatus } from '../../../contract/local-status-api.ts'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const hour = 3_600_000

let folder: string
let path: string
let now: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'history-'))
  path = join(folder, 'history.jsonl')
  now = noon
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = () => new ServiceHistory({ path, version: '0.1.0', now: () => now, log: () => undefined })
const session = (some: Partial<SessionStatus> = {}): SessionStatus => ({
  relay: 'relay-1',
  purpose: 'interactive',
  carrier: 'causeway',
  state: 'open',
  since: new Date(noon).toISOString(),
  ping: 20,
  reconnects: 0,
  ...some,
})
const status = (channel: WorkerStatus['channel'], some: Partial<SessionStatus> = {}): WorkerStatus => ({
  channel,
  channelSince: new Date(now).toISOString(),
  sessions: [session(some)],
  certificate: {
    expiresAt: new Date(noon + 90 * 24 * hour).toISOString(),
    renewsAt: new Date(noon + 60 * 24 * hour).toISOString(),
    serial: 'a1',
  },
  load: { cpu: 0, memoryBytes: 0, streams: 0, bytesPerSecond: 0 },
  resources: 0,
})
/** Observes the same every five seconds. */
const live = (history: ServiceHistory, milliseconds: number, seen: () => WorkerStatus) => {
  for (const until = now + milliseconds; now < until; now += 5000) history.observe(seen())
}
const states = (history: History) => history.spans.map(({ state }) => state)

describe('a day in the life', () => {
  test('has what happened, when, and why', () => {
    const history = open()
    live(history, hour, () => status('healthy'))
    const why = { code: 'CW4006', values: { relay: 'relay-1', reason: 'ECONNREFUSED' } } as const
    live(history, 120_000, () => status('down', { state: 'waiting', lastFailure: why }))
    live(history, hour, () => status('healthy', { reconnects: 1, ping: 30, lastReconnect: { at: new Date(now).toISOString(), why } }))
    history.stop()
    now += hour
    const again = open()
    live(again, 60_000, () => status('healthy', { ping: 40 }))
    const day = again.summary('24h')
    expect(History.parse(day)).toEqual(day)
    expect(states(day)).toEqual(['noData', 'healthy', 'down', 'healthy', 'stopped', 'healthy'])
    expect(day.spans[2]).toMatchObject({ from: '2026-11-20T13:00:00.000Z', until: '2026-11-20T13:02:00.000Z', why })
    expect(day.seconds).toMatchObject({ down: 120, stopped: 3600, healthy: 7200 + 60 })
    expect(day).toMatchObject({ reconnectCount: 1, reconnects: [{ relay: 'relay-1', why }] })
    expect(day.roundTrips.at(0)).toMatchObject({ p50: 20, p95: 20 })
    expect(day.roundTrips.at(-1)).toMatchObject({ p50: 30 })
    expect(day.certificates).toMatchObject([{ serial: 'a1', expiresAt: '2027-02-18T12:00:00.000Z' }])
    expect(day.versions).toHaveLength(2)
  })

  test('a killed service leaves no data from when it was seen last, and says nothing that nobody measured', () => {
    live(open(), hour, () => status('healthy'))
    now += 3 * hour
    const history = open()
    history.observe(status('healthy'))
    now += 1000
    const { spans } = history.summary('24h')
    expect(spans.map(({ state }) => state)).toEqual(['noData', 'healthy', 'noData', 'healthy'])
    expect(spans[2]).toMatchObject({ until: '2026-11-20T16:00:00.000Z' })
    expect(Date.parse(spans[2]?.from ?? '')).toBeGreaterThanOrEqual(noon + hour - 300_000)
  })

  test('a clock that is set back neither stops it nor is believed', () => {
    const history = open()
    live(history, hour, () => status('healthy'))
    now -= 2 * hour
    live(history, 1000 * 1000, () => status('degraded'))
    expect(History.parse(history.summary('24h')).spans.at(-1)?.state).toBe('degraded')
  })

  test('a file that cannot be written is said, and costs nothing else', () => {
    mkdirSync(path)
    const history = open()
    live(history, 60_000, () => status('healthy'))
    expect(history.summary('24h')).toMatchObject({ failure: { code: 'CW7009', values: { file: path } } })
    expect(states(history.summary('24h')).at(-1)).toBe('healthy')
  })
})

describe('size', () => {
  test('a channel that flaps all day stays within its bounds on disk, and every reconnect is counted', () => {
    const history = open()
    let turns = 0
    for (const until = now + 24 * hour; now < until; now += 15_000) {
      turns += 1
      const why = { code: 'CW4006', values: { relay: 'r'.repeat(300), reason: 'x'.repeat(5000) } } as const
      history.observe(
        turns % 2 === 0
          ? status('healthy', { reconnects: turns, lastReconnect: { at: new Date(now).toISOString(), why } })
          : status('down', {
              state: 'waiting',
              reconnects: turns,
              lastFailure: why,
              lastReconnect: { at: new Date(now).toISOString(), why },
            }),
      )
      expect(history.bytes).toBeLessThan(historyLimits.file + 10_000)
    }
    const week = History.parse(history.summary('7d'))
    expect(week.reconnectCount).toBeGreaterThan(turns - 25)
    expect(week.spans.length).toBeLessThanOrEqual(500)
    expect(statSync(path).size).toBeLessThan(historyLimits.file + 10_000)
  })

  test('a month: what still lasts is kept however old, fine digests become one an hour', () => {
    const records: HistoryRecord[] = [
      { is: 'started', at: 1, version: '0.0.9' },
      { is: 'certificate', at: 2, serial: 'old', expires: 99 },
      { is: 'channel', at: 3, channel: 'healthy' },
    ]
    const end = 40 * 86_400
    for (let at = 300; at <= end; at += 300)
      records.push({ is: 'digest', at, from: at - 300, channel: 'healthy', p50: 10, p95: 20, max: 30, n: 60, reconnects: 1 })
    const kept = compactHistory(records, end, 300_000)
    expect(kept.slice(0, 3)).toEqual(records.slice(0, 3))
    expect(kept.map(historyLine).join('').length).toBeLessThan(300_000)
    const digests = kept.flatMap((record) => (record.is === 'digest' ? [record] : []))
    expect(digests.length).toBeLessThan(2 * 288 + 24 * 31)
    expect(digests[0]).toMatchObject({ p50: 10, p95: 20, max: 30 })
    const before = summarizeHistory(records, '30d', end)
    const after = summarizeHistory(kept, '30d', end)
    expect([after.reconnectCount, after.seconds, after.spans]).toEqual([before.reconnectCount, before.seconds, before.spans])
    expect(compactHistory(kept, end, 300_000)).toEqual(kept)
  })

  test('under pressure the oldest go first', () => {
    const records: HistoryRecord[] = Array.from({ length: 2000 }, (_, at) => ({
      is: 'reconnect',
      at,
      relay: 'r',
      why: { code: 'CW4006', values: {} },
    }))
    const kept = compactHistory(records, 2000, 5000)
    expect(kept).toEqual(records.slice(-kept.length))
    expect(kept.map(historyLine).join('').length).toBeLessThanOrEqual(5000)
  })
})

describe('a damaged file', () => {
  const at = fc.integer({ min: 1, max: 2_000_000_000 })
  const record: fc.Arbitrary<HistoryRecord> = fc.oneof(
    at.map((when): HistoryRecord => ({ is: 'stopped', at: when })),
    fc.record({ at, version: fc.string({ maxLength: 60 }) }).map((some): HistoryRecord => ({ is: 'started', ...some })),
    fc
      .record({ at, relay: fc.string({ maxLength: 50 }), reason: fc.string({ maxLength: 100 }) })
      .map(({ at: when, relay, reason }): HistoryRecord => ({
        is: 'reconnect',
        at: when,
        relay,
        why: { code: 'CW4006', values: { reason } },
      })),
    fc
      .record({ at, n: fc.nat(), reconnects: fc.nat() })
      .map((some): HistoryRecord => ({ is: 'digest', from: 0, channel: 'healthy', ...some })),
  )
  const records = fc.array(record, { maxLength: 20 })

  test('cut anywhere, it loses only the record that was cut, and says how much', () => {
    fc.assert(
      fc.property(records, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
        const whole = all.map(historyLine).join('')
        const cut = Math.floor(whole.length * share)
        const read = readHistory(whole.slice(0, cut))
        let kept = 0
        for (let length = 0; kept < all.length; kept += 1) {
          length += historyLine(all[kept] as HistoryRecord).length
          // The line feed alone may be missing.
          if (length - 1 > cut) break
        }
        expect(read.records).toEqual(all.slice(0, kept))
        expect(read.unreadable).toBe(cut === 0 ? 0 : (whole.slice(0, cut).split('\n')[kept]?.length ?? 0))
      }),
    )
  })

  test('its file cut anywhere: the service keeps all that was whole, says how much was not, and goes on', () => {
    const begun = open()
    for (const channel of ['starting', 'healthy', 'degraded', 'down', 'healthy'] as const) {
      now += 60_000
      begun.observe(status(channel))
    }
    begun.stop()
    const whole = readFileSync(path)
    for (let cut = 0; cut <= whole.length; cut += 7) {
      writeFileSync(path, whole.subarray(0, cut))
      const left = readHistory(whole.subarray(0, cut).toString('utf8'))
      const again = open()
      const { damage } = again.summary('24h')
      expect({ cut, lost: damage.reduce((sum, { bytes }) => sum + bytes, 0) }).toEqual({ cut, lost: left.unreadable })
      const { records, unreadable } = readHistory(readFileSync(path, 'utf8'))
      expect({ cut, unreadable, kept: records.slice(0, left.records.length) }).toEqual({ cut, unreadable: 0, kept: left.records })
      expect(records.slice(left.records.length).map(({ is }) => is)).toEqual(
        expect.arrayContaining(left.unreadable === 0 ? ['started'] : ['damaged', 'started']),
      )
      again.stop()
    }
  })

  test('garbage between whole lines costs none of them', () => {
    const garbage = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes).toString('utf16le').replaceAll('\n', ' '))
    fc.assert(
      fc.property(records, records, garbage, (before, after, rubbish) => {
        const text = `${before.map(historyLine).join('')}${rubbish}\n${after.map(historyLine).join('')}`
        expect(readHistory(text)).toEqual({ records: [...before, ...after], unreadable: rubbish.length + 1 })
      }),
      { numRuns: 40 },
    )
  })

  test('any bytes at all: the service starts, goes on remembering, and its summary fits the contract', () => {
    const bytes = fc.uint8Array({ maxLength: 600 })
    fc.assert(
      fc.property(records, bytes, fc.boolean(), (all, rubbish, first) => {
        const good = Buffer.from(all.map(historyLine).join(''))
        writeFileSync(path, first ? Buffer.concat([rubbish, Buffer.from('\n'), good]) : Buffer.concat([good, rubbish]))
        const history = open()
        history.observe(status('healthy'))
        for (const range of ['24h', '7d', '30d'] as const) History.parse(history.summary(range))
        history.stop()
        const read = readHistory(readFileSync(path, 'utf8'))
        expect(read.unreadable).toBe(0)
        expect(read.records.at(-1)?.is).toBe('stopped')
      }),
      { numRuns: 60 },
    )
  })

  test('what was lost is told with its time', () => {
    live(open(), hour, () => status('healthy'))
    const { size } = statSync(path)
    truncateSync(path, size - 20)
    const history = open()
    const { damage, spans } = history.summary('24h')
    expect(damage).toHaveLength(1)
    expect(damage[0]?.bytes).toBeGreaterThan(0)
    expect(spans.map(({ state }) => state)).toContain('healthy')
  })

  test('a rewrite that never ended leaves the old file', () => {
    const history = open()
    live(history, hour, () => status('healthy'))
    history.stop()
    const before = readFileSync(path, 'utf8')
    closeSync(openSync(`${path}.new`, 'w'))
    writeFileSync(`${path}.new`, 'half a rec')
    expect(readHistory(before).records.length).toBeGreaterThan(12)
    now += 5000
    const again = open()
    expect(states(again.summary('24h'))).toContain('stopped')
    expect(again.summary('24h').damage).toEqual([])
  })
})
