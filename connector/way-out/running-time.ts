/**
 * How long a script has really run. It is asked every few thousand instructions, so a long time between two questions is one in which
 * the machine did other work: only a little of it counts, and a busy machine does not make a good script look endless.
 */

/** Milliseconds. */
const longestStep = 10

export interface RunningTime {
  /** The script goes on: what was before does not count. */
  begin(): void
  isOver(): boolean
}

/** @param limit milliseconds, of all runs together. */
export const runningTime = (limit: number, now: () => number = () => performance.now()): RunningTime => {
  let ran = 0
  let last = now()
  return {
    begin() {
      last = now()
    },
    isOver() {
      const at = now()
      ran += Math.min(at - last, longestStep)
      last = at
      return ran > limit
    },
  }
}
