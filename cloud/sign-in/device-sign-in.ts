/** Whether device codes (RFC 8628) may be used: off unless an organization has allowed them, because codes can be phished. */
import { eq } from 'drizzle-orm'
import { type OrganizationId } from '../../contract/ids.ts'
import { type Database } from '../store/database.ts'
import { deviceSignIn } from '../store/sign-in-schema.ts'

export const allowDeviceSignIn = async (database: Database, organizationId: OrganizationId, allowed: boolean): Promise<void> => {
  await database
    .insert(deviceSignIn)
    .values({ organizationId, allowed })
    .onConflictDoUpdate({ target: deviceSignIn.organizationId, set: { allowed } })
}

export const isDeviceSignInAllowed = async (database: Database, organizationId: OrganizationId): Promise<boolean> => {
  const [row] = await database.select().from(deviceSignIn).where(eq(deviceSignIn.organizationId, organizationId))
  return row?.allowed ?? false
}

/** Whether any organization here allows it: before sign-in nobody knows which one it will be. */
export const isDeviceSignInOffered = async (database: Database): Promise<boolean> =>
  (await database.select().from(deviceSignIn).where(eq(deviceSignIn.allowed, true)).limit(1)).length > 0
