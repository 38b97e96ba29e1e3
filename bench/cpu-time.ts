/** CPU time of processes and their children (proc(5)). On a machine shared with others it says more than the clock. */
import { readdirSync, readFileSync } from 'node:fs'

interface Entry {
  readonly parent: number
  /** Clock ticks: own, in user and kernel mode. */
  readonly ticks: number
}

const entryOf = (pid: string): Entry | undefined => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }
  } catch {
    return undefined
  }
}

/** USER_HZ, which Linux fixes at 100 for programs. */
const ticksPerSecond = 100

/** Milliseconds that living processes below these have used so far; NaN where there is no /proc. */
export const cpuTimeOf = (roots: readonly number[]): number => {
  let entries: Map<number, Entry>
  try {
    entries = new Map(
      readdirSync('/proc').flatMap((name) =>
        (/^\d+$/.test(name) ? [[Number(name), entryOf(name)] as const] : []).flatMap(([pid, entry]) =>
          entry === undefined ? [] : [[pid, entry] as const],
        ),
      ),
    )
  } catch {
    return NaN
  }
  const isBelow = (pid: number): boolean => {
    for (let at = pid, steps = 0; at > 1 && steps < 20; at = entries.get(at)?.parent ?? 0, steps += 1) if (roots.includes(at)) return true
    return false
  }
  let ticks = 0
  for (const [pid, entry] of entries) if (isBelow(pid)) ticks += entry.ticks
  return (ticks * 1000) / ticksPerSecond
}
