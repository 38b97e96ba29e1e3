/** Counts requests of one key within a window; for what anybody may ask without having signed in. */
export class RateLimit {
  readonly #most: number
  readonly #window: number
  readonly #counts = new Map<string, { count: number; endsAt: number }>()

  /** @param window milliseconds */
  constructor(most: number, window: number) {
    this.#most = most
    this.#window = window
  }

  /** Seconds to wait; 0 when the request is within the limit. */
  take(key: string, now: number): number {
    if (this.#counts.size > 10_000) for (const [other, { endsAt }] of this.#counts) if (endsAt <= now) this.#counts.delete(other)
    const present = this.#counts.get(key)
    if (present === undefined || present.endsAt <= now) {
      this.#counts.set(key, { count: 1, endsAt: now + this.#window })
      return 0
    }
    present.count += 1
    return present.count <= this.#most ? 0 : Math.max(1, Math.ceil((present.endsAt - now) / 1000))
  }
}
