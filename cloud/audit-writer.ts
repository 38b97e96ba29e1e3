/** Writes audit entries in groups: entries that come while one write is under way go together in the next. */
import { type NewAuditEntry } from './store/audit-log.ts'

export interface AuditWriter {
  /** Resolves when the entry is stored, rejects when it could not be. */
  record: (entry: NewAuditEntry) => Promise<void>
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

  return {
    record: (entry) =>
      new Promise((resolve, reject) => {
        waiting.push({ entry, resolve, reject })
        writing ??= run()
      }),
    settled: async () => {
      while (writing !== undefined) await writing
    },
  }
}
