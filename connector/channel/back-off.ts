/** When to try again: exponential with full jitter, forgotten only after a minute of health. */

const shortest = 1_000
const longest = 60_000
/** Milliseconds a session must live before the next failure starts from the beginning. */
const health = 60_000

export class BackOff {
  readonly #random: () => number
  #failures = 0

  /** `random` gives [0, 1). */
  constructor(random: () => number) {
    this.#random = random
  }

  /** Milliseconds to wait after a failure: anything from 0 to 1, 2, 4 ... 60 seconds. */
  failed(): number {
    const ceiling = Math.min(longest, shortest * 2 ** Math.min(this.#failures, 16))
    this.#failures += 1
    return Math.floor(this.#random() * ceiling)
  }

  /**
   * Milliseconds to wait after a session that had been open for `lived` milliseconds was lost. All connectors of a relay
   * lose it together, so they come back spread over the window it told (seconds).
   */
  lost(lived: number, window: number): number {
    if (lived >= health) this.#failures = 0
    return Math.max(this.failed(), Math.floor(this.#random() * window * 1000))
  }

  /** Somebody asked to try now. */
  reset(): void {
    this.#failures = 0
  }
}
