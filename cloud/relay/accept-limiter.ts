/**
 * Lets a bounded number of hand-shakes work at once. A line in first-in-first-out order makes a herd worse, because it
 * serves those who have already given up: whoever waited too long is dropped, and beyond the line's length at once.
 */
export interface LimiterOptions {
  readonly atOnce: number
  readonly line: number
  /** Milliseconds: half of a connector's own time-out. */
  readonly patience: number
  readonly now: () => number
}

interface Waiting {
  readonly since: number
  readonly go: (admitted: boolean) => void
}

export class AcceptLimiter {
  readonly #options: LimiterOptions
  readonly #line: Waiting[] = []
  #working = 0

  constructor(options: LimiterOptions) {
    this.#options = options
  }

  /** Runs the work when there is room. False, without having run it, when the wait was too long or the line full. */
  async run(work: () => Promise<void>): Promise<boolean> {
    if (!(await this.#admission())) return false
    try {
      await work()
    } finally {
      this.#working -= 1
      this.#admitNext()
    }
    return true
  }

  #admission(): Promise<boolean> {
    if (this.#working < this.#options.atOnce) {
      this.#working += 1
      return Promise.resolve(true)
    }
    if (this.#line.length >= this.#options.line) return Promise.resolve(false)
    return new Promise((go) => this.#line.push({ since: this.#options.now(), go }))
  }

  #admitNext(): void {
    for (;;) {
      const next = this.#line.shift()
      if (next === undefined) return
      const inTime = this.#options.now() - next.since <= this.#options.patience
      if (inTime) this.#working += 1
      next.go(inTime)
      if (inTime) return
    }
  }
}
