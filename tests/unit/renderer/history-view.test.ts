import { describe, expect, test } from 'vitest'
import { exampleHistory } from '../../../renderer/gallery/example-history.ts'
import {
  axisInstants,
  incidentsOf,
  isOngoing,
  legendOf,
  roundTripPoints,
  stripPieces,
} from '../../../renderer/pages/status/history-view.ts'
import { historyRanges } from '../../../contract/history.ts'

const from = '2026-11-19T10:00:00.000Z'
const until = '2026-11-20T10:00:00.000Z'
const span = (begin: string, end: string, state: 'healthy' | 'down' | 'noData' | 'starting' | 'degraded') => ({
  from: begin,
  until: end,
  state,
})
const noon = '2026-11-19T22:00:00.000Z'

describe('the strip', () => {
  test('covers the range, joins what looks alike, and never hides what was broken', () => {
    const brief = '2026-11-19T22:00:05.000Z'
    const pieces = stripPieces({
      from,
      until,
      spans: [span(from, noon, 'healthy'), span(noon, brief, 'down'), span(brief, until, 'healthy')],
    })
    expect(pieces.map(({ look }) => look)).toEqual(['working', 'broken', 'working'])
    expect(pieces[1]).toMatchObject({ left: 50, width: 0.4 })
    expect(stripPieces({ from, until, spans: [span(from, noon, 'starting'), span(noon, until, 'degraded')] })).toEqual([
      { look: 'degraded', left: 0, width: 100 },
    ])
  })

  test.each(historyRanges)('of %s in the example has every piece within its width', (range) => {
    for (const { left, width } of stripPieces(exampleHistory(range))) expect(left >= 0 && left + width <= 100.5 && width > 0).toBe(true)
  })
})

test('the legend counts what was measured, and always what works', () => {
  const seconds = { healthy: 90, starting: 0, degraded: 5, down: 5, enrollAgain: 0, stopped: 0, noData: 900 }
  expect(legendOf({ seconds }).map(({ look, share }) => [look, share])).toEqual([
    ['working', 0.9],
    ['degraded', 0.05],
    ['broken', 0.05],
    ['none', 9],
  ])
  expect(legendOf({ seconds: { ...seconds, healthy: 0, degraded: 0, down: 0 } })[0]).toMatchObject({ look: 'working', share: 0 })
})

test('incidents are told the newest first; the seconds of a start are none', () => {
  const spans = [span(from, noon, 'starting'), span(noon, until, 'down')]
  expect(incidentsOf({ spans })).toEqual([spans[1]])
  expect(spans[1] !== undefined && isOngoing(spans[1], { until })).toBe(true)
  expect(incidentsOf(exampleHistory('24h'))).toHaveLength(2)
})

test('the axis has its ends and three between', () => {
  expect(axisInstants({ from, until })).toEqual([from, '2026-11-19T16:00:00.000Z', noon, '2026-11-20T04:00:00.000Z', until])
})

test('answer times have a gap where nothing was measured', () => {
  const at = (minute: number) => ({ at: new Date(Date.parse(from) + minute * 60_000).toISOString(), p50: 1, p95: 2, max: 3 })
  expect(roundTripPoints({ roundTrips: [at(0), at(5), at(10), at(60), at(65)] }).p50).toEqual([1, 1, 1, null, 1, 1])
})
