import { eq } from 'drizzle-orm'
import { type Organization } from '../../contract/control-plane-api.ts'
import { type OrganizationId } from '../../contract/ids.ts'
import { type Queries } from './database.ts'
import { newId } from './identifiers.ts'
import { organizations } from './schema.ts'

const shown = (row: typeof organizations.$inferSelect): Organization => ({ ...row, createdAt: row.createdAt.toISOString() })

/** Customers of this control plane. */
export const organizationsIn = (queries: Queries) => ({
  get: async (id: OrganizationId): Promise<Organization | undefined> => {
    const [row] = await queries.select().from(organizations).where(eq(organizations.id, id))
    return row === undefined ? undefined : shown(row)
  },
  /** The only one, or the first: what a connection file names. Absent before the first start has finished. */
  first: async (): Promise<Organization | undefined> => {
    const [row] = await queries.select().from(organizations).orderBy(organizations.id).limit(1)
    return row === undefined ? undefined : shown(row)
  },
  create: async (name: string, now: Date): Promise<Organization> => {
    const row = { id: newId('org'), name, createdAt: now }
    await queries.insert(organizations).values(row)
    return shown(row)
  },
})
