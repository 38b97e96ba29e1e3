/** Which records are kept when the file of the history is written anew. Pure. */
import { type HistoryRecord } from './history.ts'
import { historyLine } from './history-lines.ts'

const hour = 3600
const day = 24 * hour
/** A month and a day, so that a range of 30 days is always whole. */
const keptSeconds = 31 * day
/** Digests older than this are joined to one an hour. */
const fineSeconds = 2 * day

type Digest = Extract<HistoryRecord, { is: 'digest' }>

/** One digest for several: the times weigh as much as they were measured often. */
const joined = (digests: readonly Digest[]): Digest | undefined => {
  const [first] = digests
  const last = digests.at(-1)
  if (first === undefined || last === undefined) return undefined
  const n = digests.reduce((sum, digest) => sum + digest.n, 0)
  const mean = (of: 'p50' | 'p95'): number | undefined => {
    const measured = digests.filter((digest) => digest[of] !== undefined)
    const weight = measured.reduce((sum, digest) => sum + digest.n, 0)
    return weight === 0 ? undefined : Math.round((measured.reduce((sum, d) => sum + (d[of] ?? 0) * d.n, 0) / weight) * 10) / 10
  }
  const times = digests.flatMap(({ max }) => (max === undefined ? [] : [max]))
  const [p50, p95] = [mean('p50'), mean('p95')]
  return {
    is: 'digest',
    at: last.at,
    from: first.from,
    channel: last.channel,
    ...(p50 === undefined ? {} : { p50 }),
    ...(p95 === undefined ? {} : { p95 }),
    ...(times.length === 0 ? {} : { max: Math.max(...times) }),
    n,
    reconnects: digests.reduce((sum, digest) => sum + digest.reconnects, 0),
  }
}

const thinned = (records: readonly HistoryRecord[], before: number): HistoryRecord[] => {
  const kept: HistoryRecord[] = []
  let group: Digest[] = []
  const flush = () => {
    const one = joined(group)
    if (one !== undefined) kept.push(one)
    group = []
  }
  for (const record of records) {
    if (record.is !== 'digest' || record.at >= before) {
      flush()
      kept.push(record)
      continue
    }
    if (group[0] !== undefined && Math.floor(group[0].from / hour) !== Math.floor(record.from / hour)) flush()
    group.push(record)
  }
  flush()
  return kept
}

/**
 * At most a month and at most so many bytes. What is said of a state that still lasts is kept however old it is: the newest
 * record of the channel, the certificate and the version.
 */
export const compactHistory = (records: readonly HistoryRecord[], now: number, limit: number): HistoryRecord[] => {
  const oldest = now - keptSeconds
  const lasting = new Set(
    (['started', 'channel', 'certificate'] as const).flatMap((is) => records.findLast((record) => record.is === is) ?? []),
  )
  const young = thinned(
    records.filter((record) => record.at >= oldest || lasting.has(record)),
    now - fineSeconds,
  )
  let bytes = 0
  const fits = (record: HistoryRecord): boolean => {
    bytes += historyLine(record).length
    return bytes <= limit || lasting.has(record)
  }
  // Digests count what single events tell at length, and are few: a channel that flaps costs its own oldest events only.
  const isEvent = ({ is }: HistoryRecord) => is === 'reconnect' || is === 'channel'
  const newestFirst = young.toReversed()
  const fitting = new Set([...newestFirst.filter((record) => !isEvent(record)), ...newestFirst.filter(isEvent)].filter(fits))
  return young.filter((record) => fitting.has(record))
}
