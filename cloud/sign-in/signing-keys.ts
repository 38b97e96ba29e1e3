/** Keys that sign ID tokens (ES256), kept in the database and rotated there. */
import { desc, isNull, lt } from 'drizzle-orm'
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import { type Database } from '../store/database.ts'
import { signingKeys } from '../store/sign-in-schema.ts'

/** A retired key stays published this long, milliseconds; far longer than any token lives. */
const publishedAfterRetirement = 24 * 60 * 60_000

const makeKey = async (database: Database, now: Date): Promise<void> => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = await exportJWK(privateKey)
  const id = await calculateJwkThumbprint(jwk)
  await database
    .insert(signingKeys)
    .values({ id, jwk: { ...(jwk as Record<string, string>), kid: id, alg: 'ES256', use: 'sig' }, createdAt: now })
}

/** All published keys as private JWKs, the signing one first. The first is made when there is none. */
export const loadSigningKeys = async (database: Database, now: Date): Promise<Record<string, string>[]> => {
  await database.delete(signingKeys).where(lt(signingKeys.retiredAt, new Date(now.getTime() - publishedAfterRetirement)))
  const read = () =>
    database
      .select()
      .from(signingKeys)
      .orderBy(desc(isNull(signingKeys.retiredAt)), desc(signingKeys.createdAt))
  const present = await read()
  if (present.some((key) => key.retiredAt === null)) return present.map((key) => key.jwk)
  await makeKey(database, now)
  return (await read()).map((key) => key.jwk)
}

/** Makes a new signing key and retires the present one. Processes take it up at their next start. */
export const rotateSigningKey = async (database: Database, now: Date): Promise<void> => {
  await database.update(signingKeys).set({ retiredAt: now }).where(isNull(signingKeys.retiredAt))
  await makeKey(database, now)
}
