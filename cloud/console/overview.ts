/** The locations of an organization with their connectors and how they stand. */
import { type Connector, type Location } from '../../contract/control-plane-api.ts'
import { type LocationId, type OrganizationId } from '../../contract/ids.ts'
import { type ConsoleOptions } from './console-api.ts'
import { byUrgency, type LocationState, stateOf } from './location-state.ts'

export interface LocationOverview extends Location {
  members: Connector[]
  state: LocationState
}

/** More are not shown on one page; the list says so. */
export const mostLocations = 500
const pageSize = 200

/** Follows the pages of a list up to `most` rows. */
export const collect = async <T, Id>(most: number, ask: (after: Id | undefined) => Promise<{ items: T[]; next?: Id }>): Promise<T[]> => {
  const items: T[] = []
  let after: Id | undefined
  do {
    const page = await ask(after)
    items.push(...page.items)
    after = page.next
  } while (after !== undefined && items.length < most)
  return items.slice(0, most)
}

export const overviewOf = ({ store, shown }: Pick<ConsoleOptions, 'store' | 'shown'>) => {
  const membersOf = async (organizationId: OrganizationId, locationId?: LocationId): Promise<Connector[]> =>
    (
      await collect(5000, (after: Connector['id'] | undefined) =>
        store.connectors.list(organizationId, {
          limit: pageSize,
          ...(after === undefined ? {} : { after }),
          ...(locationId === undefined ? {} : { locationId }),
        }),
      )
    ).map(shown)

  const resourcesOf = async (organizationId: OrganizationId, locationId: LocationId) =>
    (await store.publishedResources.list(organizationId, locationId, { limit: pageSize })).items

  return {
    membersOf,
    resourcesOf,
    /** Most urgent first. */
    all: async (organizationId: OrganizationId): Promise<LocationOverview[]> => {
      const locations = await collect(mostLocations, (after: LocationId | undefined) =>
        store.locations.list(organizationId, { limit: pageSize, ...(after === undefined ? {} : { after }) }),
      )
      const members = Map.groupBy(await membersOf(organizationId), ({ locationId }) => locationId)
      const overviews = await Promise.all(
        locations.map(async (location) => {
          const own = members.get(location.id) ?? []
          // Only said of locations that are cut off, so only asked for those.
          const lost = own.length > 0 && own.every(({ health }) => health === 'offline' || health === 'never')
          const resources = lost ? (await resourcesOf(organizationId, location.id)).length : 0
          return { ...location, members: own, state: stateOf(own, resources) }
        }),
      )
      return overviews.sort(byUrgency)
    },
    /** Absent: not there, or of another organization. */
    one: async (organizationId: OrganizationId, id: LocationId): Promise<LocationOverview | undefined> => {
      const location = await store.locations.get(organizationId, id)
      if (location === undefined) return undefined
      const members = await membersOf(organizationId, id)
      return { ...location, members, state: stateOf(members, (await resourcesOf(organizationId, id)).length) }
    },
  }
}
export type Overview = ReturnType<typeof overviewOf>
