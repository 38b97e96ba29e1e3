/** From one status of the worker after the other to the records that are worth keeping. Knows neither file nor clock. */
import { type Failure } from '../../contract/error-codes.ts'
import { type ChannelState, type HistoryCause, type HistoryRecord } from '../../contract/history.ts'
import { type WorkerStatus } from '../worker-link.ts'

/** Seconds that one digest is about. */
export const digestSeconds = 300
/** Single events kept within one digest; a channel that flaps faster is only counted. */
const mostEvents = 12
const longestValue = 200

const quantile = (sorted: readonly number[], share: number): number | undefined =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]

const rounded = (value: number): number => Math.round(value * 10) / 10

/** What fills a sentence, in bounded length: reasons are told by systems and other machines. */
const causeOf = ({ code, values }: Failure): HistoryCause => ({
  code,
  values: Object.fromEntries(
    Object.entries(values)
      .slice(0, 8)
      .map(([name, value]) => [name.slice(0, 40), typeof value === 'string' ? value.slice(0, longestValue) : value]),
  ),
})

const whyOf = ({ failure, sessions }: WorkerStatus): HistoryCause | undefined => {
  const why = failure ?? sessions.find(({ lastFailure }) => lastFailure !== undefined)?.lastFailure
  return why === undefined ? undefined : causeOf(why)
}

const noReason: HistoryCause = { code: 'CW4006', values: { reason: '' } }

export class Observer {
  #channel: ChannelState | undefined
  #serial: string | undefined
  #expires: string | undefined
  /** Reconnects so far by session; the sessions of the pool keep their places. */
  #reconnects: number[] = []
  #from: number | undefined
  #events = 0
  #pings: number[] = []
  #reconnected = 0

  /** `at` in whole seconds since 1970. */
  observe(status: WorkerStatus, at: number): HistoryRecord[] {
    const records = [
      ...this.#digestDue(at),
      ...this.#certificate(status, at),
      ...this.#channelTurn(status, at),
      ...this.#sessions(status, at),
    ]
    this.#from ??= at
    for (const { state, ping } of status.sessions) if (state === 'open' && ping !== undefined) this.#pings.push(ping)
    return records
  }

  /** What was measured and not told yet. */
  end(at: number): HistoryRecord[] {
    return this.#digest(at)
  }

  #mayTell(): boolean {
    this.#events += 1
    return this.#events <= mostEvents
  }

  #digestDue(at: number): HistoryRecord[] {
    if (this.#from === undefined) return []
    // A clock that was set back begins anew.
    const isSame = Math.floor(this.#from / digestSeconds) === Math.floor(at / digestSeconds)
    return isSame ? [] : this.#digest(Math.max(this.#from, Math.min(at, (Math.floor(this.#from / digestSeconds) + 1) * digestSeconds)))
  }

  #digest(at: number): HistoryRecord[] {
    const from = this.#from
    if (from === undefined || this.#channel === undefined) return []
    const sorted = this.#pings.toSorted((a, b) => a - b)
    const [p50, p95, max] = [quantile(sorted, 0.5), quantile(sorted, 0.95), sorted.at(-1)]
    const record: HistoryRecord = {
      is: 'digest',
      at,
      from,
      channel: this.#channel,
      ...(p50 === undefined || p95 === undefined || max === undefined ? {} : { p50: rounded(p50), p95: rounded(p95), max: rounded(max) }),
      n: sorted.length,
      reconnects: this.#reconnected,
    }
    this.#from = undefined
    this.#pings = []
    this.#events = 0
    this.#reconnected = 0
    return [record]
  }

  #certificate({ certificate: { serial, expiresAt } }: WorkerStatus, at: number): HistoryRecord[] {
    if (serial === this.#serial && expiresAt === this.#expires) return []
    this.#serial = serial
    this.#expires = expiresAt
    const expires = Math.floor(Date.parse(expiresAt) / 1000)
    return Number.isNaN(expires) || expires < 0 ? [] : [{ is: 'certificate', at, serial: serial.slice(0, 64), expires }]
  }

  #channelTurn(status: WorkerStatus, at: number): HistoryRecord[] {
    const { channel } = status
    if (channel === this.#channel) return []
    this.#channel = channel
    if (!this.#mayTell()) return []
    const why = channel === 'healthy' || channel === 'starting' ? undefined : whyOf(status)
    return [{ is: 'channel', at, channel, ...(why === undefined ? {} : { why }) }]
  }

  #sessions({ sessions }: WorkerStatus, at: number): HistoryRecord[] {
    return sessions.flatMap(({ reconnects, relay, lastReconnect }, place) => {
      const before = this.#reconnects[place] ?? 0
      this.#reconnects[place] = reconnects
      // Fewer than before: the worker was started again.
      const more = reconnects - (reconnects < before ? 0 : before)
      if (more <= 0) return []
      this.#reconnected += more
      if (!this.#mayTell()) return []
      return [{ is: 'reconnect', at, relay: relay.slice(0, 253), why: lastReconnect === undefined ? noReason : causeOf(lastReconnect.why) }]
    })
  }
}
