/**
 * What the connector service remembers of a month: records as they are kept (`docs/history.md`), and the summary of a range
 * that the local status API tells.
 */
import { z } from 'zod'
import { Failure } from './error-codes.ts'
import { Instant } from './ids.ts'

/** Whole seconds since 1970. */
const At = z.int().nonnegative()
const Milliseconds = z.number().nonnegative()

/** State of the channel, as `ServiceStatus` names it. */
export const ChannelState = z.enum(['starting', 'healthy', 'degraded', 'down', 'enrollAgain'])
export type ChannelState = z.infer<typeof ChannelState>

/** Without its detail, and with values of bounded length. */
export const HistoryCause = Failure.pick({ code: true, values: true })
export type HistoryCause = z.infer<typeof HistoryCause>

export const HistoryRecord = z.discriminatedUnion('is', [
  z.object({ is: z.literal('started'), at: At, version: z.string().max(60) }),
  z.object({ is: z.literal('stopped'), at: At }),
  z.object({ is: z.literal('channel'), at: At, channel: ChannelState, why: HistoryCause.optional() }),
  z.object({ is: z.literal('reconnect'), at: At, relay: z.string().max(253), why: HistoryCause }),
  z.object({ is: z.literal('certificate'), at: At, serial: z.string().max(64), expires: At }),
  /** What was measured from `from` until `at`: answer times of the relay's PINGs, how many, reconnects, and the channel at the end. */
  z.object({
    is: z.literal('digest'),
    at: At,
    from: At,
    channel: ChannelState,
    p50: Milliseconds.optional(),
    p95: Milliseconds.optional(),
    max: Milliseconds.optional(),
    n: z.int().nonnegative(),
    reconnects: z.int().nonnegative(),
  }),
  /** So many bytes of the file could not be read and are gone. */
  z.object({ is: z.literal('damaged'), at: At, bytes: z.int().positive() }),
])
export type HistoryRecord = z.infer<typeof HistoryRecord>

export const historyRanges = ['24h', '7d', '30d'] as const
export const HistoryRange = z.enum(historyRanges)
export type HistoryRange = z.infer<typeof HistoryRange>
export const hoursOf: Record<HistoryRange, number> = { '24h': 24, '7d': 168, '30d': 720 }

/** What may stand in a span: the channel's state, or that the service was stopped, or that nobody measured. */
export const SpanState = z.enum([...ChannelState.options, 'stopped', 'noData'])
export type SpanState = z.infer<typeof SpanState>

export const HistorySpan = z.object({ from: Instant, until: Instant, state: SpanState, why: HistoryCause.optional() })
export type HistorySpan = z.infer<typeof HistorySpan>

export const History = z.object({
  schema: z.literal('causeway.history/1'),
  range: HistoryRange,
  from: Instant,
  until: Instant,
  /** Without gaps from `from` to `until`, in order. */
  spans: z.array(HistorySpan).max(500),
  /** Seconds in each state. */
  seconds: z.record(SpanState, z.number()),
  roundTrips: z.array(z.object({ at: Instant, p50: Milliseconds, p95: Milliseconds, max: Milliseconds })).max(400),
  /** How many there were; `reconnects` has the newest. */
  reconnectCount: z.int(),
  reconnects: z.array(z.object({ at: Instant, relay: z.string(), why: HistoryCause })).max(100),
  /** Certificates in use in this range, the newest last. */
  certificates: z.array(z.object({ since: Instant, serial: z.string(), expiresAt: Instant })).max(50),
  versions: z.array(z.object({ since: Instant, version: z.string() })).max(50),
  /** When bytes were found that could not be read, and how many. */
  damage: z.array(z.object({ at: Instant, bytes: z.int() })).max(50),
  /** Why nothing new is remembered: the file cannot be written. */
  failure: Failure.optional(),
})
export type History = z.infer<typeof History>

/** `file`: the service does not answer, and set-up has read what it left. */
export const HistoryState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('none') }),
  z.object({ is: z.literal('loaded'), source: z.enum(['service', 'file']), history: History }),
  z.object({ is: z.literal('failed'), range: HistoryRange, failure: Failure }),
])
export type HistoryState = z.infer<typeof HistoryState>
