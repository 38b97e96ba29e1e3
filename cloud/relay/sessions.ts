/** All channel sessions of this relay, by connector and by location. */
import { type ConnectorId, type LocationId } from '../../contract/ids.ts'
import { leastCost, Pace } from './distribute.ts'
import { type RelaySession } from './session.ts'

/** A connector that has at least one session here. */
export class AttachedConnector {
  readonly id: ConnectorId
  readonly locationId: LocationId
  readonly pace: Pace
  readonly sessions = new Set<RelaySession>()
  constructor(id: ConnectorId, locationId: LocationId, now: () => number) {
    this.id = id
    this.locationId = locationId
    this.pace = new Pace(now)
  }

  /**
   * The session a new stream goes to: the one with the fewest bulk streams, of those an interactive one, of those the
   * least busy. Large windows and interactive streams do not share a session well. One on which nobody answers is the last choice.
   */
  sessionForNewStream(): RelaySession | undefined {
    const open = [...this.sessions].filter((session) => session.isOpen)
    const cost = ({ isSilent, bulkStreams, present, streams }: RelaySession) =>
      (isSilent ? 1e9 : 0) + bulkStreams * 1e6 + (present.purpose === 'interactive' ? 0 : 1e4) + streams
    return leastCost(open, cost)
  }
}

/** The open ones on which somebody answers; where there is none of them, all that are open. */
export const trustedOf = (sessions: readonly RelaySession[]): RelaySession[] => {
  const open = sessions.filter(({ isOpen }) => isOpen)
  const heard = open.filter(({ isSilent }) => !isSilent)
  return heard.length > 0 ? heard : open
}

export class Sessions {
  readonly #connectors = new Map<ConnectorId, AttachedConnector>()
  readonly #locations = new Map<LocationId, Set<AttachedConnector>>()
  readonly #draining = new Set<ConnectorId>()
  readonly #now: () => number
  #count = 0

  constructor(now: () => number) {
    this.#now = now
  }

  get count(): number {
    return this.#count
  }

  add(session: RelaySession): AttachedConnector {
    const { connectorId, locationId } = session.present
    let connector = this.#connectors.get(connectorId)
    if (connector === undefined) {
      connector = new AttachedConnector(connectorId, locationId, this.#now)
      this.#connectors.set(connectorId, connector)
      const neighbours = this.#locations.get(locationId) ?? new Set()
      this.#locations.set(locationId, neighbours.add(connector))
    }
    connector.sessions.add(session)
    this.#count += 1
    return connector
  }

  /** False when it was not there. */
  remove(session: RelaySession): boolean {
    const connector = this.#connectors.get(session.present.connectorId)
    if (connector?.sessions.delete(session) !== true) return false
    this.#count -= 1
    if (connector.sessions.size > 0) return true
    this.#connectors.delete(connector.id)
    const neighbours = this.#locations.get(connector.locationId)
    neighbours?.delete(connector)
    if (neighbours?.size === 0) this.#locations.delete(connector.locationId)
    return true
  }

  ofConnector(id: ConnectorId): readonly RelaySession[] {
    return [...(this.#connectors.get(id)?.sessions ?? [])]
  }

  ofLocation(id: LocationId): readonly RelaySession[] {
    return [...(this.#locations.get(id) ?? [])].flatMap((connector) => [...connector.sessions])
  }

  *all(): Iterable<RelaySession> {
    for (const connector of this.#connectors.values()) yield* connector.sessions
  }

  setDraining(id: ConnectorId, draining: boolean): void {
    if (draining) this.#draining.add(id)
    else this.#draining.delete(id)
  }

  /** The connector for the next stream of a location and its session, never `except` and none that drains. Absent when none has an open session. */
  choose(location: LocationId, except?: AttachedConnector): { connector: AttachedConnector; session: RelaySession } | undefined {
    const candidates = [...(this.#locations.get(location) ?? [])].flatMap((connector) => {
      const session = connector === except || this.#draining.has(connector.id) ? undefined : connector.sessionForNewStream()
      return session === undefined ? [] : [{ connector, session }]
    })
    return leastCost(candidates, ({ connector }) => connector.pace.cost)
  }
}
