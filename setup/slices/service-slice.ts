/** The Status page: the connector service as it is now, and its start and stop. */
import { type Result, succeeded } from '../../contract/error-codes.ts'
import { type ServiceState } from '../../contract/wizard-api.ts'
import { type EngineState } from '../engine-state.ts'
import { type HostReader } from '../host/host-reader.ts'
import { type Host, type HostWriter } from '../host/host-writer.ts'
import { serviceName } from '../install/steps/service.ts'
import { type ConnectorServiceDoor } from '../service/door.ts'

type Done = Result<Record<string, never>>

export class ServiceSlice {
  readonly #state: EngineState
  readonly #reader: HostReader
  readonly #writer: HostWriter
  readonly #door: ConnectorServiceDoor

  constructor(state: EngineState, { reader, writer }: Host, door: ConnectorServiceDoor) {
    this.#state = state
    this.#reader = reader
    this.#writer = writer
    this.#door = door
  }

  async refresh(): Promise<ServiceState> {
    const value = await this.#read()
    this.#state.publish({ is: 'service', value })
    return value
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
    return status.ok ? { is: 'running', status: status.value } : { is: 'notAnswering', failure: status.failure }
  }
}
