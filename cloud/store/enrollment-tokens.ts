import { and, asc, eq, gt, isNull } from 'drizzle-orm'
import { type EnrollmentToken } from '../../contract/control-plane-api.ts'
import { type z } from 'zod'
import { type EnrollmentTokenId, type LocationId, type OrganizationId } from '../../contract/ids.ts'
import { type Secret } from '../../contract/secret.ts'
import { type Queries } from './database.ts'
import { newId } from './identifiers.ts'
import { type Page, type PageRequest, pageOfRows } from './page.ts'
import { enrollmentTokens } from './schema.ts'
import { credentialHash, newCredential } from './secrets.ts'

export type ShownToken = z.infer<typeof EnrollmentToken>
/** A token that can still be used. */
export interface UsableToken {
  id: EnrollmentTokenId
  organizationId: OrganizationId
  locationId: LocationId
  expiresAt: Date
}

const lifetime = 24 * 60 * 60 * 1000

/** One-time tokens for unattended enrollment. The token itself is told once; only its hash is kept. */
export const enrollmentTokensIn = (queries: Queries) => {
  const shown = (row: typeof enrollmentTokens.$inferSelect): ShownToken => ({
    id: row.id,
    locationId: row.locationId,
    note: row.note,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    ...(row.usedAt === null ? {} : { usedAt: row.usedAt.toISOString() }),
  })
  const usable = (token: Secret, now: Date) =>
    and(
      eq(enrollmentTokens.tokenHash, credentialHash(token)),
      isNull(enrollmentTokens.usedAt),
      isNull(enrollmentTokens.revokedAt),
      gt(enrollmentTokens.expiresAt, now),
    )
  const usableColumns = {
    id: enrollmentTokens.id,
    organizationId: enrollmentTokens.organizationId,
    locationId: enrollmentTokens.locationId,
    expiresAt: enrollmentTokens.expiresAt,
  }

  return {
    list: async (
      organizationId: OrganizationId,
      { limit, after }: PageRequest<EnrollmentTokenId>,
    ): Promise<Page<ShownToken, EnrollmentTokenId>> => {
      const rows = await queries
        .select()
        .from(enrollmentTokens)
        .where(
          and(
            eq(enrollmentTokens.organizationId, organizationId),
            isNull(enrollmentTokens.revokedAt),
            after === undefined ? undefined : gt(enrollmentTokens.id, after),
          ),
        )
        .orderBy(asc(enrollmentTokens.id))
        .limit(limit + 1)
      return pageOfRows(rows.map(shown), limit)
    },
    /** The location must be the organization's own; the caller has looked it up. */
    create: async (
      organizationId: OrganizationId,
      token: { locationId: LocationId; note: string; createdBy: string },
      now: Date,
    ): Promise<{ shown: ShownToken; token: Secret }> => {
      const secret = newCredential('cwe')
      const row = {
        id: newId('tok'),
        organizationId,
        ...token,
        tokenHash: credentialHash(secret),
        createdAt: now,
        expiresAt: new Date(now.getTime() + lifetime),
        usedAt: null,
        revokedAt: null,
      }
      await queries.insert(enrollmentTokens).values(row)
      return { shown: shown(row), token: secret }
    },
    revoke: async (organizationId: OrganizationId, id: EnrollmentTokenId, now: Date): Promise<boolean> => {
      const rows = await queries
        .update(enrollmentTokens)
        .set({ revokedAt: now })
        .where(and(eq(enrollmentTokens.organizationId, organizationId), eq(enrollmentTokens.id, id), isNull(enrollmentTokens.revokedAt)))
        .returning({ id: enrollmentTokens.id })
      return rows.length > 0
    },
    /** Absent: unknown, used, revoked or expired. Does not use it. */
    inspect: async (token: Secret, now: Date): Promise<UsableToken | undefined> => {
      const [row] = await queries.select(usableColumns).from(enrollmentTokens).where(usable(token, now))
      return row
    },
    /** Uses the token up. Of two at the same moment one gets it. */
    use: async (token: Secret, now: Date): Promise<UsableToken | undefined> => {
      const [row] = await queries.update(enrollmentTokens).set({ usedAt: now }).where(usable(token, now)).returning(usableColumns)
      return row
    },
  }
}
