/**
 * How far the HTTP/2 receive window of a channel session grows. Both ends run the same rule: a window doubles when more
 * than a third of it arrived during one PING's round trip, from 256 KiB to 16 MiB, while a common budget allows it.
 *
 * Two thirds, the textbook's value, does not work with Node: it gives window back in halves, so a window can be the limit
 * and still never be seen more than half used. The session's own window does not bound memory (Node refills it on
 * arrival); what may pile up is streams times stream window, and that product is what the budget counts.
 */

export const smallestWindow = 256 * 1024
export const largestWindow = 16 * 1024 * 1024

/** The window after a round trip that brought `bytes`. */
export const grownWindow = (window: number, bytes: number): number => (bytes * 3 > window ? Math.min(window * 2, largestWindow) : window)

/** Bytes that all windows of a process may promise together. */
export class WindowBudget {
  readonly #total: number
  #promised = 0
  constructor(total: number) {
    this.#total = total
  }
  get total(): number {
    return this.#total
  }
  get promised(): number {
    return this.#promised
  }
  /** False when not even the smallest window of one more stream fits: the stream is refused (CW4012). */
  get hasRoom(): boolean {
    return this.#promised + smallestWindow <= this.#total
  }
  /** True, and counted, when that many more bytes fit. */
  reserve(bytes: number): boolean {
    if (this.#promised + bytes > this.#total) return false
    this.#promised += bytes
    return true
  }
  /** Counts bytes that cannot be refused, such as the smallest window of a stream that the peer has opened. */
  take(bytes: number): void {
    this.#promised += bytes
  }
  release(bytes: number): void {
    this.#promised -= bytes
  }
}

/** The part of an HTTP/2 session that the window needs. */
export interface WindowSession {
  readonly destroyed: boolean
  readonly closed: boolean
  ping(callback: (error: Error | null, duration: number) => void): boolean
  settings(settings: { initialWindowSize: number }): void
}

/** Milliseconds between two measurements, so that a stream over a short path does not turn into PINGs. */
const measurementPause = 10

/** The receive window of one session. */
export class FlowWindow {
  readonly #session: WindowSession
  readonly #budget: WindowBudget
  readonly #now: () => number
  #window = smallestWindow
  #streams = 0
  #received = 0
  #measuring = false
  #nextMeasurement = 0

  constructor(session: WindowSession, budget: WindowBudget, now: () => number) {
    this.#session = session
    this.#budget = budget
    this.#now = now
  }

  /** Bytes each stream may send unread. */
  get window(): number {
    return this.#window
  }

  /** A stream began. When the budget is spent, all streams of the session go on with half the window. */
  opened(): void {
    this.#streams += 1
    if (this.#budget.reserve(this.#window)) return
    this.#budget.take(this.#window)
    if (this.#window > smallestWindow) this.#change(this.#window / 2)
  }

  closed(): void {
    this.#streams -= 1
    this.#budget.release(this.#window)
  }

  /** Bytes came in on some stream of the session. */
  received(bytes: number): void {
    this.#received += bytes
    if (this.#measuring || this.#window >= largestWindow || this.#session.destroyed || this.#session.closed) return
    const now = this.#now()
    if (now < this.#nextMeasurement) return
    const before = this.#received
    this.#measuring = this.#session.ping((error) => {
      this.#measuring = false
      this.#nextMeasurement = this.#now() + measurementPause
      if (error !== null || this.#session.destroyed || this.#session.closed) return
      const grown = grownWindow(this.#window, this.#received - before)
      if (grown > this.#window && this.#budget.promised + (grown - this.#window) * this.#streams <= this.#budget.total) this.#change(grown)
    })
  }

  #change(window: number): void {
    this.#budget.take((window - this.#window) * this.#streams)
    this.#window = window
    this.#session.settings({ initialWindowSize: window })
  }
}
