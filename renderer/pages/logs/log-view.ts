/** What the page "Logs" shows of the logs. Pure. */
import { fits, type LogEntry, type LogFilter, type LogPage, type LogSourceState } from '../../../contract/log-entry.ts'

export interface Logs {
  readonly entries: readonly LogEntry[]
  readonly sources: readonly LogSourceState[]
  readonly cursor?: string
  readonly reads: number
  /** How many older lines were dropped here to bound the window's memory. */
  readonly dropped: number
}

export const noLogs: Logs = { entries: [], sources: [], reads: 0, dropped: 0 }

/** Lines that the window keeps. */
export const keptLines = 20_000

export const joined = ({ entries, reads, dropped }: Logs, page: LogPage): Logs => {
  const all = page.entries.length === 0 ? entries : [...entries, ...page.entries]
  const over = Math.max(0, all.length - keptLines)
  return {
    entries: over === 0 ? all : all.slice(over),
    sources: page.sources,
    cursor: page.cursor,
    reads: reads + 1,
    dropped: dropped + over,
  }
}

export const shown = (entries: readonly LogEntry[], filter: LogFilter): readonly LogEntry[] =>
  entries.filter((entry) => fits(entry, filter))

/** What can be chosen: every topic and run that is there, in the order of their names, the newest run first. */
export const choices = (entries: readonly LogEntry[]): { topics: string[]; runs: string[] } => ({
  topics: [...new Set(entries.map(({ topic }) => topic))].filter((topic) => topic !== '').toSorted(),
  runs: [...new Set(entries.map(({ run }) => run))].filter((run) => run !== '').toReversed(),
})

export const asText = (entries: readonly LogEntry[]): string =>
  entries
    .map(({ at, level, source, topic, run, message, more }) => [at, level, source, topic, run, message, more ?? ''].join(' ').trimEnd())
    .join('\n')
    // What a window may copy in one piece.
    .slice(-190_000)
