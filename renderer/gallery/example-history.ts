/** A month as the service remembers it, summarized as the service does: what is drawn is what would be drawn. */
import { type ChannelState, type History, type HistoryCause, type HistoryRange, type HistoryRecord } from '../../contract/history.ts'
import { summarizeHistory } from '../../contract/history-summary.ts'
import { galleryNow } from './gallery-state.ts'

const end = Date.parse(galleryNow) / 1000
const minute = 60
const hour = 3600
const day = 24 * hour

const proxyRefused: HistoryCause = { code: 'CW4006', values: { relay: 'relay-1', reason: 'proxy proxy.contoso.example answered 503' } }
const relayUpdated: HistoryCause = { code: 'CW4006', values: { relay: 'relay-2', reason: 'the relay closed the session' } }
const draining: HistoryCause = { code: 'CW5022', values: {} }

/** Seconds before now, how long, what. */
const incidents: readonly (readonly [ago: number, lasted: number, channel: ChannelState, why: HistoryCause])[] = [
  [26 * day, 52 * minute, 'down', proxyRefused],
  [19 * day + 5 * hour, 3 * hour, 'degraded', relayUpdated],
  [5 * day + 2 * hour, 95 * minute, 'down', proxyRefused],
  [3 * day + 9 * hour, 4 * hour, 'degraded', relayUpdated],
  [18 * hour + 45 * minute, 28 * minute, 'degraded', relayUpdated],
  [8 * hour + 38 * minute, 4 * minute, 'down', proxyRefused],
]

const channelAt = (at: number): ChannelState =>
  incidents.find(([ago, lasted]) => at >= end - ago && at < end - ago + lasted)?.[2] ?? 'healthy'

const records: HistoryRecord[] = [
  { is: 'started', at: end - 28 * day, version: '0.0.9' },
  { is: 'certificate', at: end - 28 * day, serial: '4f3a9c1b', expires: end + 2 * day },
  { is: 'channel', at: end - 28 * day, channel: 'healthy' },
  { is: 'stopped', at: end - 12 * day },
  { is: 'started', at: end - 12 * day + 20 * minute, version: '0.1.0' },
  { is: 'channel', at: end - 12 * day + 20 * minute, channel: 'healthy' },
  { is: 'certificate', at: end - 9 * day, serial: '4f3a9c20', expires: end + 90 * day },
  ...incidents.flatMap(([ago, lasted, channel, why]): HistoryRecord[] => [
    { is: 'channel', at: end - ago, channel, why },
    { is: 'reconnect', at: end - ago + lasted, relay: 'relay-1', why: channel === 'down' ? why : draining },
    { is: 'channel', at: end - ago + lasted, channel: 'healthy' },
  ]),
  ...Array.from({ length: (28 * day) / 300 }, (_, index): HistoryRecord => {
    const at = end - 28 * day + (index + 1) * 300
    const busy = 6 * Math.max(0, Math.sin(((at % day) / day) * 2 * Math.PI - 1.6))
    const p50 = Math.round((21 + busy + (index % 7) / 3) * 10) / 10
    const stopped = at >= end - 12 * day && at < end - 12 * day + 20 * minute
    const measured = channelAt(at) === 'down' || stopped ? {} : { p50, p95: p50 + 5 + (index % 5), max: p50 + 14 }
    return { is: 'digest', at, from: at - 300, channel: channelAt(at), ...measured, n: 60, reconnects: 0 }
  }).filter(({ at }) => !(at >= end - 12 * day && at < end - 12 * day + 20 * minute)),
]

export const exampleHistory = (range: HistoryRange): History => summarizeHistory(records, range, end)
