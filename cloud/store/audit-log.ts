import { and, asc, desc, eq, inArray, lt } from 'drizzle-orm'
import { type AuditEntry } from '../../contract/control-plane-api.ts'
import { type AuditId, type OrganizationId } from '../../contract/ids.ts'
import { type Queries } from './database.ts'
import { newId } from './identifiers.ts'
import { type Page, type PageRequest, pageOfRows } from './page.ts'
import { auditLog } from './schema.ts'

export type NewAuditEntry = Omit<AuditEntry, 'id' | 'at' | 'code'> & {
  organizationId: OrganizationId
  code?: AuditEntry['code'] | undefined
}

/** Who did what, when, with what outcome. Never changed, newest first. */
export const auditLogIn = (queries: Queries) => ({
  list: async (organizationId: OrganizationId, { limit, after }: PageRequest<AuditId>): Promise<Page<AuditEntry, AuditId>> => {
    const rows = await queries
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.organizationId, organizationId), after === undefined ? undefined : lt(auditLog.id, after)))
      .orderBy(desc(auditLog.id))
      .limit(limit + 1)
    return pageOfRows(
      rows.map(({ organizationId: _, at, code, ...row }) => ({ ...row, at: at.toISOString(), ...(code === null ? {} : { code }) })),
      limit,
    )
  },
  record: async (entries: readonly NewAuditEntry[], now: Date): Promise<void> => {
    await queries.insert(auditLog).values(entries.map((entry) => ({ ...entry, id: newId('aud'), at: now, code: entry.code ?? null })))
  },
  /** Deletes entries made before `before`, of all organizations, the oldest first and at most `limit`; returns how many it deleted. */
  deleteOldest: async (before: Date, limit: number): Promise<number> => {
    // Identifiers sort by time, so the oldest stand together and no more is read than is deleted.
    const oldest = await queries.select({ id: auditLog.id, at: auditLog.at }).from(auditLog).orderBy(asc(auditLog.id)).limit(limit)
    const ids = oldest.filter(({ at }) => at < before).map(({ id }) => id)
    if (ids.length > 0) await queries.delete(auditLog).where(inArray(auditLog.id, ids))
    return ids.length
  },
})
