/** The service control manager of a simulated server. Services with a command given at composition are real processes here. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { failed, type Result, succeeded } from '../../../contract/error-codes.ts'
import { type Changed, type Reached, type ServiceConfiguration } from '../host-writer.ts'
import { type ServerState, type ServiceModel } from './model.ts'
import { identify, type ProcessIdentity, type ServiceCommand, startProcess, stopProcess, untilBegunIsReady } from './service-process.ts'
import { presentService } from './simulated-reader.ts'
import { type StateStore } from './state-store.ts'

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
const find = (state: ServerState, name: string): ServiceModel | undefined => state.services.find((s) => same(s.name, name))
const unchanged: Changed = succeeded({ changed: false })
const changed: Changed = succeeded({ changed: true })
const refused = (what: string, reason: string): Changed => failed('CW3011', { what, reason })

export class SimulatedServices {
  readonly #store: StateStore
  readonly #commands: Readonly<Record<string, ServiceCommand>>
  readonly #reached: Reached
  constructor(store: StateStore, commands: Readonly<Record<string, ServiceCommand>>, reached: Reached) {
    this.#reached = reached
    this.#store = store
    this.#commands = commands
  }

  async create(configuration: ServiceConfiguration): Promise<Changed> {
    return this.#store.change((state) => {
      const wanted = { ...configuration, command: [...configuration.command] }
      const present = find(state, configuration.name)
      if (present?.markedForDeletion === true) return failed('CW3015', { service: configuration.name })
      if (present !== undefined) {
        const asWanted = (Object.keys(wanted) as (keyof typeof wanted)[]).every(
          (key) => JSON.stringify(present[key]) === JSON.stringify(wanted[key]),
        )
        return asWanted ? unchanged : refused(`service ${configuration.name}`, 'a service of this name with another configuration is there')
      }
      state.services.push({ ...wanted, state: 'stopped' })
      return changed
    })
  }

  async configure(name: string, changes: Partial<Omit<ServiceConfiguration, 'name'>>): Promise<Changed> {
    return this.#store.change((state) => {
      const service = find(state, name)
      if (service === undefined) return refused(`service ${name}`, 'there is no such service')
      const before = JSON.stringify(service)
      const { command, ...others } = changes
      Object.assign(service, others, command === undefined ? {} : { command: [...command] })
      return JSON.stringify(service) === before ? unchanged : changed
    })
  }

  async delete(name: string): Promise<Changed> {
    return this.#store.change((state) => {
      const service = find(state, name)
      if (service === undefined) return unchanged
      if (presentService(service).state !== 'stopped') return refused(`service ${name}`, 'it runs; stop it first')
      if (state.held.services.some((held) => same(held, name))) {
        service.markedForDeletion = true
        return failed('CW3015', { service: name })
      }
      state.services = state.services.filter((s) => s !== service)
      return changed
    })
  }

  async start(name: string, signal: AbortSignal): Promise<Changed> {
    const recorded = find(this.#store.read(), name)
    if (recorded === undefined) return refused(`service ${name}`, 'there is no such service')
    const present = presentService(recorded)
    if (present.state === 'running') return unchanged
    if (present.start === 'disabled') return failed('CW3007', { service: name, reason: 'the service is disabled' })
    const command = this.#commands[recorded.name]
    if (command === undefined) {
      this.#record(name, 'running')
      return changed
    }
    const log = join(this.#store.folder, 'services', `${recorded.name}.log`)
    if (present.state === 'starting' && present.pid !== undefined && recorded.process !== undefined) {
      // Begun by a set-up that ended meanwhile. A second process would find the data folder taken, and the first would have no owner.
      const { mark } = recorded.process
      return this.#running(name, mark, identify(present.pid), (identity) => untilBegunIsReady(name, identity, command, log, signal))
    }
    // The mark is on disk before the process exists: whoever comes after a crash finds the process by it.
    const mark = `${recorded.name}:${randomBytes(12).toString('hex')}`
    this.#record(name, 'starting', { mark })
    const started = startProcess(name, command, mark, log, signal)
    if (!started.ok) return started
    this.#reached(`process of ${name} begun`)
    this.#record(name, 'starting', { mark, ...started.value.identity })
    this.#reached(`process of ${name} recorded`)
    return this.#running(name, mark, started.value.identity, () => started.value.ready)
  }

  async #running(
    name: string,
    mark: string,
    identity: ProcessIdentity,
    whenReady: (identity: ProcessIdentity) => Promise<Result<ProcessIdentity>>,
  ): Promise<Changed> {
    const ready = await whenReady(identity)
    if (ready.ok) {
      this.#record(name, 'running', { mark, ...ready.value })
      return changed
    }
    await stopProcess(identity, 5000)
    this.#record(name, 'stopped')
    return ready
  }

  async stop(name: string, signal: AbortSignal): Promise<Changed> {
    signal.throwIfAborted()
    const recorded = find(this.#store.read(), name)
    if (recorded === undefined) return unchanged
    const present = presentService(recorded)
    if (present.state === 'stopped') {
      this.#record(name, 'stopped')
      return unchanged
    }
    if (present.pid !== undefined) {
      const startedAt = recorded.process?.pid === present.pid ? recorded.process.startedAt : undefined
      if (!(await stopProcess({ pid: present.pid, startedAt })))
        return failed('CW3007', { service: name, reason: 'its process could not be ended' })
    }
    this.#record(name, 'stopped')
    return changed
  }

  #record(name: string, is: ServiceModel['state'], running?: { mark: string; pid?: number; startedAt?: string | undefined }): void {
    this.#store.change((state) => {
      const service = find(state, name)
      if (service === undefined) return
      service.state = is
      if (running === undefined || running.pid === 0) delete service.process
      else {
        const { mark, pid, startedAt } = running
        service.process = { mark, ...(pid === undefined ? {} : { pid }), ...(startedAt === undefined ? {} : { startedAt }) }
      }
    })
  }
}
