import { and, eq, isNull } from 'drizzle-orm'
import { type Role } from '../../contract/control-plane-api.ts'
import { type OrganizationId, type UserId } from '../../contract/ids.ts'
import { type Queries } from './database.ts'
import { newId } from './identifiers.ts'
import { users } from './schema.ts'
import { passwords } from './sign-in-schema.ts'

export interface User {
  id: UserId
  organizationId: OrganizationId
  email: string
  name: string
  role: Role
}

const columns = { id: users.id, organizationId: users.organizationId, email: users.email, name: users.name, role: users.role }

/** People who sign in. */
export const usersIn = (queries: Queries) => ({
  /** Absent: unknown, of another organization, or disabled. */
  get: async (organizationId: OrganizationId, id: UserId): Promise<User | undefined> => {
    const [row] = await queries
      .select(columns)
      .from(users)
      .where(and(eq(users.organizationId, organizationId), eq(users.id, id), isNull(users.disabledAt)))
    return row
  },
  /** The first owner: who got the one-time link of the first start. */
  firstOwner: async (organizationId: OrganizationId): Promise<User | undefined> => {
    const [row] = await queries
      .select(columns)
      .from(users)
      .where(and(eq(users.organizationId, organizationId), eq(users.role, 'owner')))
      .orderBy(users.id)
      .limit(1)
    return row
  },
  hasPassword: async (id: UserId): Promise<boolean> => {
    const [row] = await queries.select({ userId: passwords.userId }).from(passwords).where(eq(passwords.userId, id))
    return row !== undefined
  },
  create: async (organizationId: OrganizationId, person: { email: string; name: string; role: Role }, now: Date): Promise<User> => {
    const row = { id: newId('usr'), organizationId, ...person, email: person.email.toLowerCase() }
    await queries.insert(users).values({ ...row, createdAt: now })
    return row
  },
})
