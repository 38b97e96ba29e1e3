import { and, asc, eq, gt, isNull } from 'drizzle-orm'
import { type z } from 'zod'
import { type ServiceKey } from '../../contract/control-plane-api.ts'
import { type OrganizationId, type ServiceKeyId } from '../../contract/ids.ts'
import { type Secret } from '../../contract/secret.ts'
import { type Queries } from './database.ts'
import { newId } from './identifiers.ts'
import { type Page, type PageRequest, pageOfRows } from './page.ts'
import { serviceKeys } from './schema.ts'
import { credentialHash, newCredential } from './secrets.ts'

export type ShownKey = z.infer<typeof ServiceKey>

/** Keys of cloud services. The key itself is told once; only its hash is kept. */
export const serviceKeysIn = (queries: Queries) => {
  const shown = (row: { id: ServiceKeyId; name: string; createdAt: Date; lastUsedAt: Date | null }): ShownKey => ({
    id: row.id,
    name: row.name,
    createdAt: row.createdAt.toISOString(),
    ...(row.lastUsedAt === null ? {} : { lastUsedAt: row.lastUsedAt.toISOString() }),
  })

  return {
    list: async (organizationId: OrganizationId, { limit, after }: PageRequest<ServiceKeyId>): Promise<Page<ShownKey, ServiceKeyId>> => {
      const rows = await queries
        .select()
        .from(serviceKeys)
        .where(
          and(
            eq(serviceKeys.organizationId, organizationId),
            isNull(serviceKeys.revokedAt),
            after === undefined ? undefined : gt(serviceKeys.id, after),
          ),
        )
        .orderBy(asc(serviceKeys.id))
        .limit(limit + 1)
      return pageOfRows(rows.map(shown), limit)
    },
    create: async (organizationId: OrganizationId, name: string, now: Date): Promise<{ shown: ShownKey; key: Secret }> => {
      const key = newCredential('cws')
      const row = { id: newId('key'), organizationId, name, keyHash: credentialHash(key), createdAt: now, lastUsedAt: null }
      await queries.insert(serviceKeys).values(row)
      return { shown: shown(row), key }
    },
    revoke: async (organizationId: OrganizationId, id: ServiceKeyId, now: Date): Promise<boolean> => {
      const rows = await queries
        .update(serviceKeys)
        .set({ revokedAt: now })
        .where(and(eq(serviceKeys.organizationId, organizationId), eq(serviceKeys.id, id), isNull(serviceKeys.revokedAt)))
        .returning({ id: serviceKeys.id })
      return rows.length > 0
    },
    /** Absent: unknown or revoked. */
    authenticate: async (key: Secret): Promise<{ id: ServiceKeyId; name: string; organizationId: OrganizationId } | undefined> => {
      const [row] = await queries
        .select({ id: serviceKeys.id, name: serviceKeys.name, organizationId: serviceKeys.organizationId })
        .from(serviceKeys)
        .where(and(eq(serviceKeys.keyHash, credentialHash(key)), isNull(serviceKeys.revokedAt)))
      return row
    },
    recordUse: async (id: ServiceKeyId, at: Date): Promise<void> => {
      await queries.update(serviceKeys).set({ lastUsedAt: at }).where(eq(serviceKeys.id, id))
    },
  }
}
