/** Random secrets of sign-in, made on first use and kept in the database, so that every process of one control plane has the same. */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { Secret } from '../../contract/secret.ts'
import { type Database } from '../store/database.ts'
import { signInSecrets } from '../store/sign-in-schema.ts'

export type SecretName = 'cookie-signature' | 'form-guard' | 'failure-key'

/** The secret of that name, made when it is missing. */
export const signInSecret = async (database: Database, name: SecretName, now: Date): Promise<Secret<Buffer>> => {
  await database
    .insert(signInSecrets)
    .values({ name, value: randomBytes(32).toString('base64url'), createdAt: now })
    .onConflictDoNothing()
  const [row] = await database.select().from(signInSecrets).where(eq(signInSecrets.name, name))
  if (row === undefined) throw new Error(`sign-in secret ${name} vanished`)
  return new Secret(Buffer.from(row.value, 'base64url'))
}

/** A token for a link or a cookie: 192 random bits. */
export const newToken = (): string => randomBytes(24).toString('base64url')

/** How a random token stands in the database. It is random, so a plain hash is enough. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

/** A hash that only this control plane can make. */
export const keyedHash = (key: Secret<Buffer>, text: string): string => createHmac('sha256', key.reveal()).update(text).digest('base64url')
