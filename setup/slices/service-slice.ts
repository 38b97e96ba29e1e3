/** The Status page: the connector service as it is now, and its start and stop. */
import { type Result, succeeded } from '../../contract/error-codes.ts'
import { type ServiceStatus } from '../../contract/local-status-api.ts'
import { type ServiceState } from '../../contract/wizard-api.ts'
import { type EngineState } from '../engine-state.ts'
import { type HostReader } from '../host/host-reader.ts'
import { type Host, type HostWriter } from '../host/host-writer.ts'
import { serviceName } from '../../contract/service-definition.ts'
import { type ConnectorServiceDoor } from '../service/door.ts'
import { type Neighbours } from './neighbours.ts'

type Done = Result<Record<string, never>>

export class ServiceSlice {
  readonly #state: EngineState
  readonly #reader: HostReader
  readonly #writer: HostWriter
  readonly #door: ConnectorServiceDoor
  readonly #neighbours: Neighbours

  constructor(state: EngineState, { reader, writer }: Host, door: ConnectorServiceDoor, neighbours: Neighbours) {
    this.#state = state
    this.#reader = reader
    this.#writer = writer
    this.#door = door
    this.#neighbours = neighbours
  }

  async refresh(): Promise<ServiceState> {
    const value = await this.#read()
    this.#state.publish({ is: 'service', value })
    // The control plane may be far or away: what it knows comes after what this server knows.
    if (value.is === 'running') void this.#askNeighbours(value.status)
    return value
  }

  async #askNeighbours(status: ServiceStatus): Promise<void> {
    if (!(await this.#neighbours.ask(status, new AbortController().signal))) return
    const { service } = this.#state.snapshot
    if (service.is === 'running') this.#state.publish({ is: 'service', value: this.#running(service.status) })
  }

  #running(status: ServiceStatus): ServiceState {
    const others = this.#neighbours.of(status)
    return { is: 'running', status, ...(others === undefined ? {} : { others }) }
  }

  async start(): Promise<Done> {
    const started = await this.#writer.startService(serviceName, new AbortController().signal)
    await this.refresh()
    return started.ok ? succeeded({}) : started
  }

  async stop(): Promise<Done> {
    const stopped = await this.#writer.stopService(serviceName, new AbortController().signal)
    await this.refresh()
    return stopped.ok ? succeeded({}) : stopped
  }

  async restart(): Promise<Done> {
    const stopped = await this.stop()
    return stopped.ok ? this.start() : stopped
  }

  async #read(): Promise<ServiceState> {
    const service = await this.#reader.service(serviceName)
    if (service.is !== 'known') return { is: 'notInstalled' }
    if (service.value.state !== 'running' && service.value.state !== 'starting') return { is: 'stopped' }
    const status = await this.#door.status(new AbortController().signal)
    return status.ok ? this.#running(status.value) : { is: 'notAnswering', failure: status.failure }
  }
}
