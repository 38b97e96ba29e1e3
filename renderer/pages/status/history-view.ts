/** What the Status page shows of the history: the strip, its legend, and what was not as it should be. Pure. */
import { type History, type HistorySpan, type SpanState } from '../../../contract/history.ts'

/** How a span is drawn; what a person has to tell apart. */
export type SpanLook = 'working' | 'degraded' | 'broken' | 'stopped' | 'none'

const looks: Record<SpanState, SpanLook> = {
  healthy: 'working',
  starting: 'degraded',
  degraded: 'degraded',
  down: 'broken',
  enrollAgain: 'broken',
  stopped: 'stopped',
  noData: 'none',
}
export const spanLook = (state: SpanState): SpanLook => looks[state]

export interface StripPiece {
  readonly look: SpanLook
  /** Percent of the width. */
  readonly left: number
  readonly width: number
}

/** Narrower than this nobody would see it, and what was broken must be seen. */
const leastWidth = 0.4

export const stripPieces = ({ from, until, spans }: Pick<History, 'from' | 'until' | 'spans'>): StripPiece[] => {
  const begin = Date.parse(from)
  const whole = Math.max(1, Date.parse(until) - begin)
  const share = (instant: string) => ((Date.parse(instant) - begin) / whole) * 100
  const pieces: StripPiece[] = []
  for (const span of spans) {
    const look = spanLook(span.state)
    const left = share(span.from)
    const width = share(span.until) - left
    const last = pieces.at(-1)
    if (last?.look === look) pieces.splice(-1, 1, { ...last, width: left + width - last.left })
    else pieces.push({ look, left, width: look === 'working' || look === 'none' ? width : Math.max(leastWidth, width) })
  }
  return pieces
}

export interface LegendEntry {
  readonly look: SpanLook
  readonly seconds: number
  /** Of all that was measured. */
  readonly share: number
}

/** Always with what works; the others where there is any. */
export const legendOf = ({ seconds }: Pick<History, 'seconds'>): LegendEntry[] => {
  const sums = new Map<SpanLook, number>()
  for (const [state, value] of Object.entries(seconds) as [SpanState, number][]) {
    const look = spanLook(state)
    sums.set(look, (sums.get(look) ?? 0) + value)
  }
  const measured = [...sums].reduce((sum, [look, value]) => sum + (look === 'none' ? 0 : value), 0)
  const order: readonly SpanLook[] = ['working', 'degraded', 'broken', 'stopped', 'none']
  return order.flatMap((look) => {
    const value = sums.get(look) ?? 0
    return value === 0 && look !== 'working' ? [] : [{ look, seconds: value, share: measured === 0 ? 0 : value / measured }]
  })
}

/** What was not as it should be, the newest first. The seconds of a start are no incident. */
export const incidentsOf = ({ spans }: Pick<History, 'spans'>): HistorySpan[] =>
  spans
    .filter((span) => {
      const look = spanLook(span.state)
      return look === 'broken' || look === 'stopped' || (look === 'degraded' && span.state !== 'starting')
    })
    .toReversed()

/** Whether an incident lasts still. */
export const isOngoing = ({ until }: HistorySpan, history: Pick<History, 'until'>): boolean => until === history.until

/** Instants to write under the strip: its ends and three between. */
export const axisInstants = ({ from, until }: Pick<History, 'from' | 'until'>): string[] => {
  const [begin, end] = [Date.parse(from), Date.parse(until)]
  return [0, 1, 2, 3, 4].map((part) => new Date(begin + ((end - begin) * part) / 4).toISOString())
}

/** Points of the answer times, with a gap where nothing was measured for three times the usual distance. */
export const roundTripPoints = ({
  roundTrips,
}: Pick<History, 'roundTrips'>): { xs: number[]; p50: (number | null)[]; p95: (number | null)[] } => {
  const xs = roundTrips.map(({ at }) => Date.parse(at) / 1000)
  const steps = xs
    .slice(1)
    .map((x, index) => x - (xs[index] ?? x))
    .toSorted((a, b) => a - b)
  const usual = steps[Math.floor(steps.length / 2)] ?? 0
  const points: { xs: number[]; p50: (number | null)[]; p95: (number | null)[] } = { xs: [], p50: [], p95: [] }
  for (const [index, { p50, p95 }] of roundTrips.entries()) {
    const x = xs[index] ?? 0
    const before = xs[index - 1]
    if (before !== undefined && usual > 0 && x - before > 3 * usual) {
      points.xs.push((x + before) / 2)
      points.p50.push(null)
      points.p95.push(null)
    }
    points.xs.push(x)
    points.p50.push(p50)
    points.p95.push(p95)
  }
  return points
}
