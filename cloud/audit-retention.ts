/** Deletes audit entries that are older than the operator keeps them: at start and once a day, a batch at a time. */
import { type Logger } from 'pino'

const day = 24 * 60 * 60_000
export const defaultAuditDays = 400

export interface AuditRetentionOptions {
  days: number
  /** Deletes up to `limit` of the oldest entries made before that time, and says how many. */
  deleteOldest: (before: Date, limit: number) => Promise<number>
  log: Logger
  now: () => number
  /** Entries deleted at a time, so that nothing else waits long for the database. */
  batch?: number
}

/** One round: batch after batch until nothing is too old, or `stopped` aborts. Returns how many entries are gone. */
export const deleteOldAudit = async (
  { days, deleteOldest, now, batch = 1_000 }: AuditRetentionOptions,
  stopped: AbortSignal,
): Promise<number> => {
  const before = new Date(now() - days * day)
  let deleted = 0
  while (!stopped.aborted) {
    const count = await deleteOldest(before, batch)
    deleted += count
    if (count < batch) break
  }
  return deleted
}

/** Begins at once. @returns what ends it; nothing is deleted once it has resolved. */
export const keepAuditFor = (options: AuditRetentionOptions): (() => Promise<void>) => {
  const stopping = new AbortController()
  const run = async (): Promise<void> => {
    try {
      const deleted = await deleteOldAudit(options, stopping.signal)
      if (deleted > 0) options.log.info({ topic: 'audit', deleted, days: options.days }, 'old audit entries deleted')
    } catch (error) {
      options.log.error({ topic: 'audit', err: error }, 'old audit entries could not be deleted')
    }
  }
  let running = run()
  const timer = setInterval(() => {
    running = running.then(run)
  }, day).unref()
  return async () => {
    clearInterval(timer)
    stopping.abort()
    await running
  }
}
