import { and, asc, count, eq, gt, ne, sql } from 'drizzle-orm'
import { type Location } from '../../contract/control-plane-api.ts'
import { type Result, failed, succeeded } from '../../contract/error-codes.ts'
import { type LocationId, type OrganizationId } from '../../contract/ids.ts'
import { type Queries } from './database.ts'
import { newId } from './identifiers.ts'
import { type Page, type PageRequest, pageOfRows } from './page.ts'
import { connectors, locations } from './schema.ts'

const nameTaken = (name: string) => failed('CW5005', { reason: `A location named “${name}” exists already.` })

/** Resource locations of an organization. Names are unique there, whatever their case. */
export const locationsIn = (queries: Queries) => {
  const mine = (organizationId: OrganizationId, id: LocationId) => and(eq(locations.organizationId, organizationId), eq(locations.id, id))

  const select = () =>
    queries
      .select({ id: locations.id, name: locations.name, createdAt: locations.createdAt, connectors: count(connectors.id) })
      .from(locations)
      .leftJoin(
        connectors,
        and(
          eq(connectors.locationId, locations.id),
          eq(connectors.organizationId, locations.organizationId),
          eq(connectors.state, 'active'),
        ),
      )
      .groupBy(locations.id)
      .$dynamic()
  const shown = (row: { id: LocationId; name: string; createdAt: Date; connectors: number }): Location => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
  })

  const isNameTaken = async (organizationId: OrganizationId, name: string, except?: LocationId): Promise<boolean> => {
    const [row] = await queries
      .select({ id: locations.id })
      .from(locations)
      .where(
        and(
          eq(locations.organizationId, organizationId),
          eq(sql`lower(${locations.name})`, sql`lower(${name})`),
          except === undefined ? undefined : ne(locations.id, except),
        ),
      )
    return row !== undefined
  }

  return {
    list: async (organizationId: OrganizationId, { limit, after }: PageRequest<LocationId>): Promise<Page<Location, LocationId>> => {
      const rows = await select()
        .where(and(eq(locations.organizationId, organizationId), after === undefined ? undefined : gt(locations.id, after)))
        .orderBy(asc(locations.id))
        .limit(limit + 1)
      return pageOfRows(rows.map(shown), limit)
    },
    get: async (organizationId: OrganizationId, id: LocationId): Promise<Location | undefined> => {
      const [row] = await select().where(mine(organizationId, id))
      return row === undefined ? undefined : shown(row)
    },
    /** CW5005 when the name is taken. */
    create: async (organizationId: OrganizationId, name: string, now: Date): Promise<Result<Location>> => {
      if (await isNameTaken(organizationId, name)) return nameTaken(name)
      const row = { id: newId('loc'), organizationId, name, createdAt: now }
      await queries.insert(locations).values(row)
      return succeeded(shown({ ...row, connectors: 0 }))
    },
    /** CW5003 when it does not exist in the organization, CW5005 when the name is taken. */
    rename: async (organizationId: OrganizationId, id: LocationId, name: string): Promise<Result<void>> => {
      if (await isNameTaken(organizationId, name, id)) return nameTaken(name)
      const changed = await queries.update(locations).set({ name }).where(mine(organizationId, id)).returning({ id: locations.id })
      return changed.length === 0 ? failed('CW5003') : succeeded(undefined)
    },
    /** Deletes an empty location with its resources and tokens. CW5003 when it does not exist, CW5005 while it has connectors. */
    delete: async (organizationId: OrganizationId, id: LocationId): Promise<Result<void>> => {
      const [row] = await select().where(mine(organizationId, id))
      if (row === undefined) return failed('CW5003')
      if (row.connectors > 0) return failed('CW5005', { reason: `The location still has connectors: ${row.connectors}.` })
      await queries.delete(connectors).where(and(eq(connectors.organizationId, organizationId), eq(connectors.locationId, id)))
      await queries.delete(locations).where(mine(organizationId, id))
      return succeeded(undefined)
    },
    /** Absent when it does not exist. Asked by the relay for a connector whose organization it has verified. */
    revision: async (id: LocationId): Promise<{ name: string; revision: number } | undefined> => {
      const [row] = await queries.select({ name: locations.name, revision: locations.revision }).from(locations).where(eq(locations.id, id))
      return row
    },
  }
}
