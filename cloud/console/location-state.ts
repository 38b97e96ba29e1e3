/** How a location stands, from its connectors: what the list of locations sorts by and says. */
import { type Connector } from '../../contract/control-plane-api.ts'
import { type Failure } from '../../contract/error-codes.ts'
import { type Mark } from '../pages/icons.ts'

export type LocationState =
  /** `since`: when the last connector was heard of. */
  | { is: 'cutOff'; since: number; reason: Failure | undefined; resources: number }
  | { is: 'neverConnected'; resources: number }
  /** Working through one connector only, of `all`. */
  | { is: 'single'; all: number }
  | { is: 'impaired'; name: string; reason: Failure | undefined }
  | { is: 'working'; connectors: number }
  | { is: 'none' }

const urgency: Record<LocationState['is'], number> = { cutOff: 0, neverConnected: 1, single: 2, impaired: 3, working: 4, none: 5 }

export const markOfState: Record<LocationState['is'], Mark> = {
  cutOff: 'fail',
  neverConnected: 'fail',
  single: 'warn',
  impaired: 'warn',
  working: 'pass',
  none: 'none',
}

export const markOfHealth: Record<Connector['health'], Mark> = { healthy: 'pass', degraded: 'warn', offline: 'fail', never: 'none' }

const isConnected = ({ health }: Connector): boolean => health === 'healthy' || health === 'degraded'

/** @param resources how many resources are published in the location */
export const stateOf = (connectors: readonly Connector[], resources: number): LocationState => {
  if (connectors.length === 0) return { is: 'none' }
  const connected = connectors.filter(isConnected)
  if (connected.length === 0) {
    const latest = connectors
      .filter((connector) => connector.lastContact !== undefined)
      .sort((a, b) => Date.parse(b.lastContact ?? '') - Date.parse(a.lastContact ?? ''))[0]
    if (latest?.lastContact === undefined) return { is: 'neverConnected', resources }
    return { is: 'cutOff', since: Date.parse(latest.lastContact), reason: latest.reason, resources }
  }
  if (connected.length === 1) return { is: 'single', all: connectors.length }
  const impaired = connectors.find(({ health }) => health !== 'healthy')
  if (impaired !== undefined) return { is: 'impaired', name: impaired.name, reason: impaired.reason }
  return { is: 'working', connectors: connected.length }
}

/** Most urgent first; equally urgent ones by name. */
export const byUrgency = (a: { state: LocationState; name: string }, b: { state: LocationState; name: string }): number =>
  urgency[a.state.is] - urgency[b.state.is] || a.name.localeCompare(b.name)
