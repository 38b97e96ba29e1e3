/** The other connectors of a location, as the control plane sees them: known only while somebody is signed in. */
import { type Result } from '../../contract/error-codes.ts'
import { type ConnectorSummary, type LocationSummary } from '../../contract/enrollment.ts'
import { type ServiceStatus } from '../../contract/local-status-api.ts'

export interface NeighboursDependencies {
  /** Reads all locations; a failure where nobody is signed in. */
  readonly locations: (signal: AbortSignal) => Promise<Result<LocationSummary[]>>
  readonly now: () => Date
}

/** Health changes with each PING interval of a connector; asking more often tells nothing new. */
const freshMilliseconds = 15_000

export class Neighbours {
  readonly #dependencies: NeighboursDependencies
  #known: { location: string; connectors: readonly ConnectorSummary[] } | undefined
  #askedAt = -Infinity

  constructor(dependencies: NeighboursDependencies) {
    this.#dependencies = dependencies
  }

  /** What is known now; absent while nobody could say. */
  of({ connector }: Pick<ServiceStatus, 'connector'>): ConnectorSummary[] | undefined {
    if (this.#known?.location !== connector.locationId) return undefined
    return this.#known.connectors.filter(({ id }) => id !== connector.id)
  }

  /** Asks again when what is known has aged. Resolves to whether there is something new to show. */
  async ask({ connector }: Pick<ServiceStatus, 'connector'>, signal: AbortSignal): Promise<boolean> {
    const now = this.#dependencies.now().getTime()
    if (now - this.#askedAt < freshMilliseconds) return false
    this.#askedAt = now
    const read = await this.#dependencies.locations(signal)
    const location = read.ok ? read.value.find(({ id }) => id === connector.locationId) : undefined
    const before = JSON.stringify(this.#known)
    // What was known is dropped rather than shown as if it still held.
    this.#known = location === undefined ? undefined : { location: location.id, connectors: location.connectors }
    return JSON.stringify(this.#known) !== before
  }
}
