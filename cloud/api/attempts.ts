/** Counts failed attempts where guessing pays, one key (a network address) each. Forgets in time, never grows without bound. */
export interface Attempts {
  /** Seconds to wait before the next attempt is looked at; 0 when it may be made now. */
  wait: (key: string) => number
  failed: (key: string) => void
}

/** @param windowMs a key may fail `allowed` times within it. */
export const countAttempts = (allowed: number, windowMs: number, now: () => number, mostKeys = 10_000): Attempts => {
  const counts = new Map<string, { failures: number; endsAt: number }>()
  return {
    wait: (key) => {
      const entry = counts.get(key)
      if (entry === undefined || entry.endsAt <= now() || entry.failures < allowed) return 0
      return Math.max(1, Math.ceil((entry.endsAt - now()) / 1000))
    },
    failed: (key) => {
      const entry = counts.get(key)
      if (entry !== undefined && entry.endsAt > now()) {
        entry.failures += 1
        return
      }
      // A Map keeps the order of insertion, so that the first is the one that ends first.
      counts.delete(key)
      if (counts.size >= mostKeys) counts.delete(counts.keys().next().value ?? '')
      counts.set(key, { failures: 1, endsAt: now() + windowMs })
    },
  }
}
