/** Page 3: which resource location, under which name, and what becomes of an earlier registration of this machine. */
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { ConnectorName, type EnrollmentChoice, type LocationsState, type LocationSummary } from '../../contract/enrollment.ts'
import { type MachineFacts } from '../../contract/control-plane-api.ts'
import { type EngineState } from '../engine-state.ts'
import { type Access } from './sign-in-slice.ts'

export interface LocationsDependencies {
  readonly access: () => Result<Access>
  readonly machine: (signal: AbortSignal) => Promise<Result<MachineFacts>>
}

type Loaded = Extract<LocationsState, { is: 'loaded' }>

export class LocationsSlice {
  readonly #state: EngineState
  readonly #dependencies: LocationsDependencies
  #loading = new AbortController()

  constructor(state: EngineState, dependencies: LocationsDependencies) {
    this.#state = state
    this.#dependencies = dependencies
  }

  async load(): Promise<void> {
    this.#loading.abort()
    const loading = new AbortController()
    this.#loading = loading
    this.#publish({ is: 'loading' })
    const loaded = await this.#read(loading.signal)
    if (loading.signal.aborted) return
    this.#publish(loaded.ok ? loaded.value : { is: 'failed', failure: loaded.failure })
  }

  async create(name: string): Promise<Result<LocationSummary>> {
    const access = this.#dependencies.access()
    if (!access.ok) return access
    const made = await access.value.client.createLocation(name, new AbortController().signal)
    if (!made.ok) return made
    const location: LocationSummary = { id: made.value.id, name: made.value.name, connectors: [] }
    const { locations } = this.#state.snapshot
    if (locations.is === 'loaded')
      this.#publish({ ...locations, locations: [...locations.locations.filter(({ id }) => id !== location.id), location] })
    return succeeded(location)
  }

  /** The chosen location, once the choice makes sense: it exists, and an earlier registration was decided about. */
  settle(choice: EnrollmentChoice): Result<LocationSummary> {
    const { locations } = this.#state.snapshot
    if (locations.is !== 'loaded') return failed('CW2024')
    const location = locations.locations.find(({ id }) => id === choice.locationId)
    if (location === undefined) return failed('CW2024')
    const { seenBefore } = locations
    if (seenBefore !== undefined && choice.onSeenBefore === undefined)
      return failed('CW2021', { name: seenBefore.connector.name, location: seenBefore.locationName })
    return succeeded(location)
  }

  clear(): void {
    this.#loading.abort()
    this.#publish({ is: 'none' })
  }

  async #read(signal: AbortSignal): Promise<Result<Loaded>> {
    const access = this.#dependencies.access()
    if (!access.ok) return access
    const machine = await this.#dependencies.machine(signal)
    if (!machine.ok) return machine
    const { client } = access.value
    const [locations, seen] = await Promise.all([locationsOf(access.value, signal), client.lookUp(machine.value.fingerprint, signal)])
    if (!locations.ok) return locations
    if (!seen.ok) return seen
    const { seenBefore } = seen.value
    return succeeded({
      is: 'loaded',
      locations: locations.value,
      mayCreate: access.value.is === 'person' && access.value.mayCreate,
      ...(seenBefore === undefined ? {} : { seenBefore }),
      proposedName: proposedName(machine.value.machineName, locations.value, seenBefore?.connector.name),
    })
  }

  #publish(value: LocationsState): void {
    this.#state.publish({ is: 'locations', value })
  }
}

/** A token is for one location and cannot list the others. */
const locationsOf = async (access: Access, signal: AbortSignal): Promise<Result<LocationSummary[]>> =>
  access.is === 'token' ? succeeded([{ ...access.inspection.location, connectors: [] }]) : access.client.locations(signal)

/** The machine's name, or with a number when another machine has it; its own earlier name may be taken over. */
const proposedName = (machineName: string, locations: readonly LocationSummary[], own: string | undefined): string => {
  const taken = new Set(locations.flatMap(({ connectors }) => connectors.map(({ name }) => name.toLowerCase())))
  if (own !== undefined) taken.delete(own.toLowerCase())
  const base = ConnectorName.safeParse(machineName).success ? machineName : 'connector'
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base.slice(0, 58)}-${number}`
    if (!taken.has(name.toLowerCase())) return name
  }
}
