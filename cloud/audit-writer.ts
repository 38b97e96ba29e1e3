/**
 * Writes audit entries in groups: entries that come while one write is under way go together in the next, and those for
 * which nobody waits go with somebody else's, because a write costs the database the same for one entry as for ten.
 */
import { type NewAuditEntry } from './store/audit-log.ts'

/** Milliseconds for which an entry that may wait is kept for company. */
export const longestWait = 250

export interface AuditWriter {
  /** Resolves when the entry is stored, rejects when it could not be. `mayWait`: nothing depends on its being stored at once. */
  record: (entry: NewAuditEntry, mayWait?: boolean) => Promise<void>
  /** Resolves when nothing waits any more. */
  settled: () => Promise<void>
}

interface Waiting {
  entry: NewAuditEntry
  resolve: () => void
  reject: (error: unknown) => void
}

export const groupAuditWrites = (write: (entries: readonly NewAuditEntry[]) => Promise<void>): AuditWriter => {
  const waiting: Waiting[] = []
  let writing: Promise<void> | undefined
  let company: NodeJS.Timeout | undefined

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting.splice(0, 500)
      try {
        await write(group.map(({ entry }) => entry))
        for (const { resolve } of group) resolve()
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    writing = undefined
  }
  const begin = () => {
    clearTimeout(company)
    company = undefined
    writing ??= run()
  }

  return {
    record: (entry, mayWait = false) =>
      new Promise((resolve, reject) => {
        waiting.push({ entry, resolve, reject })
        if (!mayWait) begin()
        else if (writing === undefined) company ??= setTimeout(begin, longestWait)
      }),
    settled: async () => {
      if (waiting.length > 0) begin()
      while (writing !== undefined) await writing
    },
  }
}
