import { and, desc, eq, lt } from 'drizzle-orm'
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
})
