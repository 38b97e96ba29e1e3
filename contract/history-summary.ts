/** What a range of the history amounts to: spans of one state, times in buckets, reconnects, certificates. Pure. */
import { type History, type HistoryRange, type HistoryRecord, type HistorySpan, hoursOf, type SpanState } from './history.ts'

/** Silence after which nobody measured: three times what is between two digests. */
const silence = 15 * 60
const mostSpans = 400
const mostReconnects = 100
const mostFew = 50

interface Span {
  readonly from: number
  readonly until: number
  readonly state: SpanState
  readonly why?: HistorySpan['why']
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()

/** All that is known, from the first record on, without gaps. */
const spansOf = (records: readonly HistoryRecord[], until: number): Span[] => {
  const spans: Span[] = []
  const first = records[0]?.at ?? until
  let present: Omit<Span, 'until'> = { state: 'noData', from: first }
  let seen = first
  const turn = (at: number, state: SpanState, why?: HistorySpan['why']): void => {
    if (at > present.from) spans.push({ ...present, until: at })
    present = { from: Math.max(at, present.from), state, ...(why === undefined ? {} : { why }) }
  }
  const isKnown = () => present.state !== 'stopped' && present.state !== 'noData'
  /** What was measured lasts until the service was seen for the last time. True when it went unseen for too long. */
  const wasSilent = (at: number): boolean => {
    if (!isKnown() || at - seen <= silence) return false
    turn(seen, 'noData')
    return true
  }
  for (const record of records) {
    switch (record.is) {
      case 'started':
        // It was not stopped, so it ended by itself, at some time after it was seen last.
        if (isKnown() && record.at > seen) turn(seen, 'noData')
        turn(record.at, 'starting')
        break
      case 'stopped':
        turn(record.at, 'stopped')
        break
      case 'channel':
        wasSilent(record.at)
        turn(record.at, record.channel, record.why)
        break
      case 'digest':
        if (wasSilent(record.from)) turn(record.from, record.channel)
        else if (present.state !== record.channel) turn(record.at, record.channel)
        break
      case 'reconnect':
      case 'certificate':
      case 'damaged':
        break
    }
    seen = Math.max(seen, record.at)
  }
  wasSilent(until)
  turn(until, 'noData')
  return spans
}

const worstFirst: readonly SpanState[] = ['enrollAgain', 'down', 'degraded', 'starting', 'stopped', 'noData', 'healthy']
const worseOf = (a: Span, b: Span): Span => (worstFirst.indexOf(a.state) <= worstFirst.indexOf(b.state) ? a : b)

/** A flapping channel has more spans than can be drawn: those of one bucket become one, as bad as its worst. */
const drawable = (spans: readonly Span[], from: number, until: number): Span[] => {
  const same: Span[] = []
  const bucket = (span: Span) => Math.floor(((span.from - from) / (until - from)) * (mostSpans / 2))
  for (const span of spans) {
    const last = same.at(-1)
    const joins =
      last !== undefined &&
      ((last.state === span.state && last.why?.code === span.why?.code) || (spans.length > mostSpans && bucket(last) === bucket(span)))
    if (joins) same.splice(-1, 1, { ...worseOf(last, span), from: last.from, until: span.until })
    else same.push(span)
  }
  return same
}

const widths: Record<HistoryRange, number> = { '24h': 300, '7d': 3600, '30d': 3 * 3600 }

const roundTripsOf = (records: readonly HistoryRecord[], range: HistoryRange): History['roundTrips'] => {
  const digests = records.flatMap((record) => (record.is === 'digest' && record.p50 !== undefined ? [record] : []))
  const buckets = Map.groupBy(digests, ({ at }) => Math.floor((at - 1) / widths[range]))
  return [...buckets.values()].map((of) => {
    const weight = of.reduce((sum, { n }) => sum + n, 0) || 1
    const mean = (pick: (digest: (typeof of)[number]) => number) =>
      Math.round((of.reduce((sum, digest) => sum + pick(digest) * (digest.n || 1), 0) / weight) * 10) / 10
    return {
      at: iso(of.at(-1)?.at ?? 0),
      p50: mean(({ p50 = 0 }) => p50),
      p95: mean(({ p50 = 0, p95 = p50 }) => p95),
      max: Math.max(...of.map(({ p50 = 0, max = p50 }) => max)),
    }
  })
}

/** A service that was started again tells its certificate again. */
const certificatesIn = (records: readonly HistoryRecord[]) =>
  records
    .flatMap((record) => (record.is === 'certificate' ? [record] : []))
    .filter(({ serial, expires }, index, all) => serial !== all[index - 1]?.serial || expires !== all[index - 1]?.expires)

/** `now` in seconds since 1970. Clocks are set back now and then: records are taken in the order of their time. */
export const summarizeHistory = (all: readonly HistoryRecord[], range: HistoryRange, now: number): History => {
  const from = now - hoursOf[range] * 3600
  const known = all.filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at)
  const within = known.filter(({ at }) => at > from)
  const clipped = spansOf(known, now).flatMap((span) => (span.until <= from ? [] : [{ ...span, from: Math.max(from, span.from) }]))
  const first = clipped[0]?.from ?? now
  const spans: Span[] = first > from ? [{ from, until: first, state: 'noData' }, ...clipped] : clipped
  const seconds = Object.fromEntries(worstFirst.map((state) => [state, 0])) as History['seconds']
  for (const span of spans) seconds[span.state] += span.until - span.from
  const reconnects = within.flatMap((record) => (record.is === 'reconnect' ? [record] : []))
  const counted = within.reduce((sum, record) => sum + (record.is === 'digest' ? record.reconnects : 0), 0)
  const since = (at: number) => iso(Math.max(at, from))
  const inUse = <R extends HistoryRecord>(list: readonly R[]): R[] => {
    const before = list.findLast(({ at }) => at <= from)
    return [...(before === undefined ? [] : [before]), ...list.filter(({ at }) => at > from)].slice(-mostFew)
  }
  return {
    schema: 'causeway.history/1',
    range,
    from: iso(from),
    until: iso(now),
    spans: drawable(spans, from, now).map((span) => ({ ...span, from: iso(span.from), until: iso(span.until) })),
    seconds,
    roundTrips: roundTripsOf(within, range),
    reconnectCount: Math.max(counted, reconnects.length),
    reconnects: reconnects.slice(-mostReconnects).map(({ at, relay, why }) => ({ at: iso(at), relay, why })),
    certificates: inUse(certificatesIn(known)).map(({ at, serial, expires }) => ({ since: since(at), serial, expiresAt: iso(expires) })),
    versions: inUse(known.flatMap((record) => (record.is === 'started' ? [record] : []))).map(({ at, version }) => ({
      since: since(at),
      version,
    })),
    damage: within.flatMap((record) => (record.is === 'damaged' ? [{ at: iso(record.at), bytes: record.bytes }] : [])).slice(-mostFew),
  }
}
