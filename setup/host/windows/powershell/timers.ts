/** Time as the door sees it, so that tests can make it pass. */
export interface Timers {
  /** Milliseconds, from any beginning. */
  now(): number
  /** Calls `fire` after that time; what is returned takes it back. */
  after(milliseconds: number, fire: () => void): () => void
}

export const realTimers: Timers = {
  now: () => performance.now(),
  after: (milliseconds, fire) => {
    const timer = setTimeout(fire, milliseconds)
    return () => clearTimeout(timer)
  },
}
