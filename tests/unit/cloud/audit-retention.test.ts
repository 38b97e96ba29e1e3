import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type AuditRetentionOptions, deleteOldAudit, keepAuditFor } from '../../../cloud/audit-retention.ts'
import { readableLog } from '../../fakes/silent-log.ts'

const day = 24 * 60 * 60_000
const now = Date.parse('2026-03-14T09:26:53Z')

/** Entries by their age in days. */
const logOf = (ages: number[]) => {
  const entries = ages.map((age) => now - age * day).toSorted((a, b) => a - b)
  const batches: number[] = []
  const { log, lines } = readableLog()
  const options: AuditRetentionOptions = {
    days: 400,
    batch: 10,
    log,
    now: () => now,
    deleteOldest: async (before, limit) => {
      const count = entries.slice(0, limit).filter((at) => at < before.getTime()).length
      entries.splice(0, count)
      batches.push(count)
      return count
    },
  }
  return { entries, batches, lines, options }
}
const stopped = new AbortController().signal

describe('old audit entries', () => {
  it('are deleted in batches, and only those', async () => {
    const { entries, batches, options } = logOf([...Array.from({ length: 25 }, (_, index) => 401 + index), 400, 399, 0])
    expect(await deleteOldAudit(options, stopped)).toBe(25)
    expect(batches).toEqual([10, 10, 5])
    expect(entries).toHaveLength(3)
  })

  it('stay when the control plane stops in between', async () => {
    const { entries, options } = logOf(Array.from({ length: 25 }, () => 500))
    const stopping = new AbortController()
    const deleteOldest: AuditRetentionOptions['deleteOldest'] = async (before, limit) => {
      stopping.abort()
      return options.deleteOldest(before, limit)
    }
    expect(await deleteOldAudit({ ...options, deleteOldest }, stopping.signal)).toBe(10)
    expect(entries).toHaveLength(15)
  })

  describe('day by day', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
    afterEach(() => void vi.useRealTimers())

    it('are deleted at start and once a day until it is stopped', async () => {
      const { entries, lines, options } = logOf([500])
      const stop = keepAuditFor(options)
      await vi.waitFor(() => expect(lines).toMatchObject([{ topic: 'audit', deleted: 1, days: 400 }]))
      expect(entries).toEqual([])
      entries.push(now - 500 * day)
      await vi.advanceTimersByTimeAsync(day)
      await vi.waitFor(() => expect(entries).toEqual([]))
      await stop()
      entries.push(now - 500 * day)
      await vi.advanceTimersByTimeAsync(2 * day)
      expect(entries).toHaveLength(1)
    })

    it('do not end the program when the database refuses', async () => {
      const { lines, options } = logOf([])
      const stop = keepAuditFor({ ...options, deleteOldest: () => Promise.reject(new Error('disk full')) })
      await vi.waitFor(() => expect(lines).toMatchObject([{ topic: 'audit', level: 50 }]))
      await stop()
    })
  })
})
