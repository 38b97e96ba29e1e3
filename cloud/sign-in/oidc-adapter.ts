/** Where oidc-provider keeps its models: one table, every model a row. */
import { and, eq, lt, sql } from 'drizzle-orm'
import { type Adapter, type AdapterFactory, type AdapterPayload, errors } from 'oidc-provider'
import { type Database } from '../store/database.ts'
import { oidcPayloads } from '../store/sign-in-schema.ts'
import { findUnstorable, isStorable } from '../store/unstorable-text.ts'

/** Models that end together with the grant that a person gave. */
const grantable = new Set(['AccessToken', 'AuthorizationCode', 'RefreshToken', 'DeviceCode'])

type Row = typeof oidcPayloads.$inferSelect

export const oidcAdapter = (database: Database, now: () => number): AdapterFactory => {
  const payloadOf = (row: Row | undefined): AdapterPayload | undefined => {
    if (row === undefined || (row.expiresAt !== null && row.expiresAt.getTime() <= now())) return undefined
    return row.consumedAt === null ? row.payload : { ...row.payload, consumed: Math.floor(row.consumedAt.getTime() / 1000) }
  }
  let sweptAt = 0
  const sweep = async (): Promise<void> => {
    if (now() - sweptAt < 60_000) return
    sweptAt = now()
    await database.delete(oidcPayloads).where(lt(oidcPayloads.expiresAt, new Date(now())))
  }

  return (model): Adapter => {
    const key = (id: string) => and(eq(oidcPayloads.model, model), eq(oidcPayloads.id, id))
    return {
      async upsert(id, payload, expiresIn) {
        if (!isStorable(id) || findUnstorable(payload, '') !== undefined)
          throw new errors.InvalidRequest('a parameter holds characters that are no text')
        await sweep()
        const values = {
          payload: payload as Record<string, unknown>,
          grantId: grantable.has(model) ? (payload.grantId ?? null) : null,
          userCode: payload.userCode ?? null,
          uid: payload.uid ?? null,
          expiresAt: expiresIn === undefined ? null : new Date(now() + expiresIn * 1000),
        }
        await database
          .insert(oidcPayloads)
          .values({ model, id, ...values })
          .onConflictDoUpdate({ target: [oidcPayloads.model, oidcPayloads.id], set: values })
      },
      async find(id) {
        if (!isStorable(id)) return undefined
        const [row] = await database.select().from(oidcPayloads).where(key(id))
        return payloadOf(row)
      },
      async findByUserCode(userCode) {
        if (!isStorable(userCode)) return undefined
        const [row] = await database
          .select()
          .from(oidcPayloads)
          .where(and(eq(oidcPayloads.model, model), eq(oidcPayloads.userCode, userCode)))
        return payloadOf(row)
      },
      async findByUid(uid) {
        if (!isStorable(uid)) return undefined
        const [row] = await database
          .select()
          .from(oidcPayloads)
          .where(and(eq(oidcPayloads.model, model), eq(oidcPayloads.uid, uid)))
        return payloadOf(row)
      },
      async consume(id) {
        await database
          .update(oidcPayloads)
          .set({ consumedAt: sql`coalesce(${oidcPayloads.consumedAt}, ${new Date(now()).toISOString()}::timestamptz)` })
          .where(key(id))
      },
      async destroy(id) {
        await database.delete(oidcPayloads).where(key(id))
      },
      async revokeByGrantId(grantId) {
        await database.delete(oidcPayloads).where(eq(oidcPayloads.grantId, grantId))
      },
    }
  }
}
