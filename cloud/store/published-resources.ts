import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { type PublishedResource } from '../../contract/control-plane-api.ts'
import { type Result, failed, succeeded } from '../../contract/error-codes.ts'
import { type LocationId, type OrganizationId, type ResourceId } from '../../contract/ids.ts'
import { type Queries } from './database.ts'
import { newId } from './identifiers.ts'
import { type Page, type PageRequest, pageOfRows } from './page.ts'
import { locations, publishedResources } from './schema.ts'

export type NewResource = Pick<PublishedResource, 'name' | 'protocol' | 'target'>

/** Targets that cloud services may reach. A change raises the location's revision. */
export const publishedResourcesIn = (queries: Queries) => {
  const shown = ({ organizationId: _, ...row }: typeof publishedResources.$inferSelect): PublishedResource => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
  })
  const inLocation = (organizationId: OrganizationId, locationId: LocationId) =>
    and(eq(publishedResources.organizationId, organizationId), eq(publishedResources.locationId, locationId))
  const raiseRevision = async (organizationId: OrganizationId, locationId: LocationId): Promise<void> => {
    await queries
      .update(locations)
      .set({ revision: sql`${locations.revision} + 1` })
      .where(and(eq(locations.organizationId, organizationId), eq(locations.id, locationId)))
  }

  return {
    list: async (
      organizationId: OrganizationId,
      locationId: LocationId,
      { limit, after }: PageRequest<ResourceId>,
    ): Promise<Page<PublishedResource, ResourceId>> => {
      const rows = await queries
        .select()
        .from(publishedResources)
        .where(and(inLocation(organizationId, locationId), after === undefined ? undefined : gt(publishedResources.id, after)))
        .orderBy(asc(publishedResources.id))
        .limit(limit + 1)
      return pageOfRows(rows.map(shown), limit)
    },
    /** All of a location, for its connectors. */
    ofLocation: async (locationId: LocationId, limit: number): Promise<PublishedResource[]> => {
      const rows = await queries
        .select()
        .from(publishedResources)
        .where(eq(publishedResources.locationId, locationId))
        .orderBy(asc(publishedResources.id))
        .limit(limit)
      return rows.map(shown)
    },
    get: async (organizationId: OrganizationId, locationId: LocationId, id: ResourceId): Promise<PublishedResource | undefined> => {
      const [row] = await queries
        .select()
        .from(publishedResources)
        .where(and(inLocation(organizationId, locationId), eq(publishedResources.id, id)))
      return row === undefined ? undefined : shown(row)
    },
    byName: async (organizationId: OrganizationId, locationId: LocationId, name: string): Promise<PublishedResource | undefined> => {
      const [row] = await queries
        .select()
        .from(publishedResources)
        .where(and(inLocation(organizationId, locationId), eq(publishedResources.name, name)))
      return row === undefined ? undefined : shown(row)
    },
    /** The location must be the organization's own; the caller has looked it up. CW5005 when the name is taken. */
    create: async (
      organizationId: OrganizationId,
      locationId: LocationId,
      resource: NewResource,
      now: Date,
    ): Promise<Result<PublishedResource>> => {
      const rows = await queries
        .insert(publishedResources)
        .values({ id: newId('res'), organizationId, locationId, ...resource, createdAt: now })
        .onConflictDoNothing({ target: [publishedResources.locationId, publishedResources.name] })
        .returning()
      const [row] = rows
      if (row === undefined)
        return failed('CW5005', { reason: `A resource named “${resource.name}” is published in this location already.` })
      await raiseRevision(organizationId, locationId)
      return succeeded(shown(row))
    },
    /** Absent when there is no such resource in that location of the organization. */
    delete: async (organizationId: OrganizationId, locationId: LocationId, id: ResourceId): Promise<PublishedResource | undefined> => {
      const [row] = await queries
        .delete(publishedResources)
        .where(and(inLocation(organizationId, locationId), eq(publishedResources.id, id)))
        .returning()
      if (row === undefined) return undefined
      await raiseRevision(organizationId, locationId)
      return shown(row)
    },
  }
}
