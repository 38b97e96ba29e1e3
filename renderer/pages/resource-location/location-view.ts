/** What the location list shows, made from what the control plane said. Pure: no clock, no texts. */
import { type ConnectorHealth, type ConnectorSummary, type LocationSummary } from '../../../contract/enrollment.ts'

/** Names of the sentence beside a location; the texts are `resourceLocation.health.<says>`. */
export type LocationSays = 'none' | 'oneOnly' | 'allWorking' | 'noneConnected' | 'oneWorking' | 'someWorking' | 'someDegraded'

export interface LocationHealth {
  readonly outcome: 'pass' | 'warn' | 'fail' | 'skip'
  readonly says: LocationSays
  readonly count: number
  readonly working: number
}

/** A degraded connector still carries traffic, so it counts as working. */
const carries = (health: ConnectorHealth) => health === 'healthy' || health === 'degraded'

export const locationHealth = (connectors: readonly ConnectorSummary[]): LocationHealth => {
  const count = connectors.length
  const working = connectors.filter((c) => carries(c.health)).length
  const health = (outcome: LocationHealth['outcome'], says: LocationSays): LocationHealth => ({ outcome, says, count, working })
  if (count === 0) return health('skip', 'none')
  if (working === 0) return health('fail', 'noneConnected')
  if (count === 1) return health('warn', 'oneOnly')
  if (working === 1) return health('warn', 'oneWorking')
  if (working < count) return health('warn', 'someWorking')
  if (connectors.some((c) => c.health === 'degraded')) return health('warn', 'someDegraded')
  return health('pass', 'allWorking')
}

/** The one sentence about redundancy once this server is added; `count` is how many connectors there will be. */
export type Advice = { readonly says: 'onlyOne' | 'othersAway' | 'two' | 'more'; readonly count: number }

export const advice = (others: readonly ConnectorSummary[]): Advice => {
  const count = others.length + 1
  if (others.length === 0) return { says: 'onlyOne', count }
  if (!others.some((c) => carries(c.health))) return { says: 'othersAway', count }
  return { says: count === 2 ? 'two' : 'more', count }
}

export const connectorOutcome = (health: ConnectorHealth): 'pass' | 'warn' | 'fail' | 'skip' =>
  (({ healthy: 'pass', degraded: 'warn', offline: 'fail', never: 'skip' }) as const)[health]

/** Search appears from nine locations on: below that it costs more than it saves. */
export const searchFrom = 9

/** Locations whose name, or whose connectors' names, hold every word of the search, in the order of their names. */
export const foundLocations = (locations: readonly LocationSummary[], search: string, language: string): LocationSummary[] => {
  const words = search
    .toLocaleLowerCase(language)
    .split(/\s+/u)
    .filter((word) => word !== '')
  const order = new Intl.Collator(language, { numeric: true, sensitivity: 'base' })
  return locations
    .filter((location) => {
      const text = [location.name, ...location.connectors.map((c) => c.name)].join('\n').toLocaleLowerCase(language)
      return words.every((word) => text.includes(word))
    })
    .toSorted((a, b) => order.compare(a.name, b.name))
}

/** More than this many are narrowed by the search, so that an organization with thousands of locations does not slow the page. */
export const shownMost = 100
