/** Spreads the PINGs of thousands of sessions over their interval, so that no turn of the loop sends more than its share. */

export interface Pinged {
  /** Called once an interval. */
  turn(): void
}

/** Turns of the wheel in one interval: with 128, one turn has under one percent of the sessions. */
const spokes = 128

export class PingWheel {
  readonly #slots: Set<Pinged>[] = Array.from({ length: spokes }, () => new Set())
  readonly #timer: NodeJS.Timeout
  #next = 0
  #fill = 0

  /** `interval` in milliseconds. */
  constructor(interval: number) {
    this.#timer = setInterval(() => {
      const slot = this.#slots[this.#next]
      this.#next = (this.#next + 1) % spokes
      for (const one of slot ?? []) one.turn()
    }, interval / spokes)
    this.#timer.unref()
  }

  /** Takes a session in; call what is returned to take it out. */
  add(one: Pinged): () => void {
    // A stride that shares no factor with the number of spokes visits all of them, and neighbours in time land far apart.
    this.#fill = (this.#fill + 55) % spokes
    const slot = this.#slots[this.#fill]
    slot?.add(one)
    return () => slot?.delete(one)
  }

  /** Sessions of the fullest turn. */
  get fullestTurn(): number {
    return Math.max(...this.#slots.map((slot) => slot.size))
  }

  close(): void {
    clearInterval(this.#timer)
  }
}
