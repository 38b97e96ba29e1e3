/**
 * Which connector of a location takes the next stream: the least (outstanding + 1) x moving mean of the time it takes to
 * open one, over all of them. A location has two to six connectors; two random choices would be for hundreds.
 */

/** Milliseconds assumed of a connector nobody has asked yet. */
const unknownMean = 20
/** Milliseconds a failure counts as: one that fails at once must not look fast and draw everything. */
const failureCounts = 5_000
const weight = 0.1
const failureWeight = 0.5
/** Milliseconds after which half of a bad name is forgotten, so that a connector that is well again is tried again. */
const forgetting = 10_000

/** Work a connector has and how long it takes for it. */
export class Pace {
  #outstanding = 0
  #mean = unknownMean
  #at: number
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
    this.#at = now()
  }

  get outstanding(): number {
    return this.#outstanding
  }

  /** Lower is better. */
  get cost(): number {
    return (this.#outstanding + 1) * this.#present()
  }

  /** A stream was asked for. Call what is returned once: with the milliseconds opening took, or with `failed`; then `ended` when it is over. */
  begin(): { opened(milliseconds: number): void; failed(): void; ended(): void } {
    this.#outstanding += 1
    return {
      opened: (milliseconds) => this.#sample(milliseconds, weight),
      failed: () => this.#sample(failureCounts, failureWeight),
      ended: () => {
        this.#outstanding -= 1
      },
    }
  }

  /** The mean, drawn back towards the unknown as it ages, only from the bad side. */
  #present(): number {
    if (this.#mean <= unknownMean) return this.#mean
    return unknownMean + (this.#mean - unknownMean) * 0.5 ** ((this.#now() - this.#at) / forgetting)
  }

  #sample(milliseconds: number, share: number): void {
    this.#mean = this.#present() * (1 - share) + Math.max(milliseconds, 0.1) * share
    this.#at = this.#now()
  }
}

/** The candidate with the least cost; the first of equals. Absent when there is none. */
export const leastCost = <T>(candidates: Iterable<T>, costOf: (candidate: T) => number): T | undefined => {
  let best: { candidate: T; cost: number } | undefined
  for (const candidate of candidates) {
    const cost = costOf(candidate)
    if (best === undefined || cost < best.cost) best = { candidate, cost }
  }
  return best?.candidate
}
