/** `HostWriter` over the state of a simulated server. What it changes is what the reader sees next. */
import { chmodSync, lstatSync, mkdirSync, readFileSync, rmSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { CodedError, failed, succeeded, type ErrorCode, type Result } from '../../../contract/error-codes.ts'
import { serviceSettingNames } from '../../../contract/service-definition.ts'
import { type ServiceEvent } from '../../../contract/service-events.ts'
import { Secret } from '../../../contract/secret.ts'
import { fileFailure, untilFree } from '../file-failure.ts'
import { type FirewallRule, type RegistryValue, type ServiceSettings } from '../host-reader.ts'
import {
  type Access,
  type AccountRight,
  type Changed,
  type FileContent,
  type HostWriter,
  type Reached,
  type ServiceConfiguration,
} from '../host-writer.ts'
import { registryKeys } from '../registry-keys.ts'
import { type ServerState } from './model.ts'
import { deleteRegistryKey, deleteRegistryValue, registryValue, setRegistryValue } from './registry-model.ts'
import { localPathOf } from './server-path.ts'
import { type SimulatedServices } from './simulated-services.ts'
import { replaceThrough, type StateStore } from './state-store.ts'

export const fileRenames = 'PendingFileRenameOperations'

export const isUnder = (path: string, folder: string) =>
  path.toLowerCase() === folder.toLowerCase() || path.toLowerCase().startsWith(`${folder.toLowerCase()}\\`)

const bytesOf = (content: FileContent): Uint8Array => {
  if (content instanceof Secret) return Buffer.from(content.reveal())
  if (typeof content === 'string') return Buffer.from(content)
  return 'shipped' in content ? readFileSync(content.shipped) : content
}

export class SimulatedWriter implements HostWriter {
  readonly #store: StateStore
  readonly #services: SimulatedServices
  readonly #reached: Reached
  constructor(store: StateStore, services: SimulatedServices, reached: Reached) {
    this.#reached = reached
    this.#store = store
    this.#services = services
  }

  async createFolder(path: string, access: Access): Promise<Changed> {
    return this.#onFile(
      path,
      (local) => {
        const there = lstatSync(local, { throwIfNoEntry: false })
        if (there !== undefined && !there.isDirectory()) return failed('CW7009', { file: path, reason: 'a file or link stands there' })
        mkdirSync(local, { recursive: true })
        this.#reached(`folder ${path} made`)
        if (access === 'closed') chmodSync(local, 0o700)
        // A folder that somebody else prepared gets our owner and access; without this its planter could still write.
        const taken = this.#store.change((state) => access === 'closed' && this.#forgetAccess(state, path))
        return succeeded({ changed: there === undefined || taken })
      },
      false,
    )
  }

  async removeFolder(path: string): Promise<Changed> {
    return this.#onFile(path, (local) => {
      const there = lstatSync(local, { throwIfNoEntry: false }) !== undefined
      rmSync(local, { recursive: true, force: true })
      this.#store.change((state) => this.#forgetAccess(state, path))
      return succeeded({ changed: there })
    })
  }

  async moveFolder(from: string, to: string): Promise<Changed> {
    return this.#onFile(from, (local) => {
      const target = localPathOf(this.#store.folder, to)
      if (lstatSync(local, { throwIfNoEntry: false }) === undefined) return succeeded({ changed: false })
      if (lstatSync(target, { throwIfNoEntry: false }) !== undefined)
        return failed('CW7009', { file: to, reason: 'something stands there' })
      renameSync(local, target)
      this.#store.change((state) => {
        const moved = Object.entries(state.folderAccess).map(
          ([p, access]) => [isUnder(p, from) ? `${to}${p.slice(from.length)}` : p, access] as const,
        )
        state.folderAccess = Object.fromEntries(moved)
      })
      return succeeded({ changed: true })
    })
  }

  async writeFile(path: string, content: FileContent, access: Access): Promise<Changed> {
    return this.#onFile(path, (local) => {
      const bytes = bytesOf(content)
      const there = lstatSync(local, { throwIfNoEntry: false })
      if (there?.isFile() === true && Buffer.compare(readFileSync(local), bytes) === 0) return succeeded({ changed: false })
      if (bytes.length > this.#store.read().disk.freeBytes) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' })
      mkdirSync(dirname(local), { recursive: true })
      replaceThrough(`${local}.new`, local, bytes, access === 'closed' ? 0o600 : 0o644, () => this.#reached(`file ${path} written beside`))
      return succeeded({ changed: true })
    })
  }

  async removeFile(path: string): Promise<Changed> {
    return this.#onFile(path, (local) => {
      const there = lstatSync(local, { throwIfNoEntry: false })
      if (there?.isDirectory() === true) return failed('CW7009', { file: path, reason: 'a folder stands there' })
      // What a killed process left beside.
      rmSync(`${local}.new`, { force: true })
      rmSync(local, { force: true })
      return succeeded({ changed: there !== undefined })
    })
  }

  async removeAtRestart(path: string): Promise<Changed> {
    return this.#atRestart(path, '')
  }
  async replaceAtRestart(path: string, content: FileContent): Promise<Changed> {
    const next = `${path}.next`
    const written = await this.writeFile(next, content, 'inherited')
    return written.ok ? this.#atRestart(next, path) : written
  }

  async setRegistryValue(key: string, name: string, value: RegistryValue): Promise<Changed> {
    return this.#onState(`${key}\\${name}`, ({ registry }) => setRegistryValue(registry, key, name, value))
  }
  async deleteRegistryValue(key: string, name: string): Promise<Changed> {
    return this.#onState(`${key}\\${name}`, ({ registry }) => deleteRegistryValue(registry, key, name))
  }
  async deleteRegistryKey(key: string): Promise<Changed> {
    return this.#onState(key, ({ registry }) => deleteRegistryKey(registry, key))
  }

  createService(configuration: ServiceConfiguration): Promise<Changed> {
    return this.#services.create(configuration)
  }
  configureService(name: string, changes: Partial<Omit<ServiceConfiguration, 'name'>>): Promise<Changed> {
    return this.#services.configure(name, changes)
  }
  /** The model of a server keeps none of them, and says so. */
  async applyServiceSettings(): Promise<Result<ServiceSettings>> {
    return succeeded({ differing: [], unconfirmed: serviceSettingNames })
  }
  deleteService(name: string): Promise<Changed> {
    return this.#services.delete(name)
  }
  startService(name: string, signal: AbortSignal): Promise<Changed> {
    return this.#services.start(name, signal)
  }
  stopService(name: string, signal: AbortSignal): Promise<Changed> {
    return this.#services.stop(name, signal)
  }

  async recordEvent({ name, values }: ServiceEvent): Promise<Changed> {
    return this.#onState('event log', ({ events }) => void events.push({ name, values: { ...values } }))
  }

  async addFirewallRule(rule: FirewallRule): Promise<Changed> {
    return this.#onState(`firewall rule ${rule.name}`, (state) => {
      const { remotePorts, program, service, ...always } = rule
      const added = {
        ...always,
        ...(remotePorts === undefined ? {} : { remotePorts: [...remotePorts] }),
        ...(program === undefined ? {} : { program }),
        ...(service === undefined ? {} : { service }),
      }
      const at = state.firewallRules.findIndex((r) => r.name === rule.name)
      if (at === -1) state.firewallRules.push(added)
      else state.firewallRules[at] = added
    })
  }
  async removeFirewallRule(name: string): Promise<Changed> {
    return this.#onState(
      `firewall rule ${name}`,
      (state) => void (state.firewallRules = state.firewallRules.filter((r) => r.name !== name)),
    )
  }

  async resyncClock(signal: AbortSignal): Promise<Changed> {
    signal.throwIfAborted()
    const time = this.#store.read().services.find((s) => s.name.toLowerCase() === 'w32time')
    if (time?.state !== 'running') return failed('CW3011', { what: 'w32tm /resync', reason: 'the Windows time service does not run' })
    return this.#onState('clock', (state) => void (state.clock.offsetSeconds = 0))
  }
  async grantRight(account: string, right: AccountRight): Promise<Changed> {
    return this.#onState(right, ({ logonRights }) => {
      if (!logonRights.logOnAsService.includes(account)) logonRights.logOnAsService.push(account)
    })
  }
  async withdrawRight(account: string, right: AccountRight): Promise<Changed> {
    return this.#onState(right, ({ logonRights }) => {
      logonRights.logOnAsService = logonRights.logOnAsService.filter((sid) => sid !== account)
    })
  }
  setPowerScheme(guid: string): Promise<Changed> {
    return this.setRegistryValue(registryKeys.powerSchemes, 'ActivePowerScheme', { type: 'string', value: guid })
  }

  /** As Windows keeps it: pairs of what and whereto; an empty second one takes away. */
  #atRestart(from: string, to: string): Changed {
    return this.#onState(from, ({ registry }) => {
      const before = registryValue(registry, registryKeys.sessionManager, fileRenames)
      const pairs = before.is === 'known' && before.value.type === 'multiString' ? before.value.value : []
      const pair = [`\\??\\${from}`, to === '' ? '' : `!\\??\\${to}`]
      setRegistryValue(registry, registryKeys.sessionManager, fileRenames, { type: 'multiString', value: [...pairs, ...pair] })
    })
  }

  #forgetAccess(state: ServerState, path: string): boolean {
    const before = Object.keys(state.folderAccess).length
    state.folderAccess = Object.fromEntries(Object.entries(state.folderAccess).filter(([p]) => !isUnder(p, path)))
    return Object.keys(state.folderAccess).length !== before
  }

  #onState(what: string, apply: (state: ServerState) => void): Changed {
    return this.#guarded('CW3011', { what }, () => {
      const changed = this.#store.change((state) => {
        const before = JSON.stringify(state)
        apply(state)
        return JSON.stringify(state) !== before
      })
      return succeeded({ changed })
    })
  }

  async #onFile(path: string, act: (local: string) => Changed, takesAway = true): Promise<Changed> {
    try {
      const local = localPathOf(this.#store.folder, path)
      return await untilFree(() => {
        const held = this.#store.read().held.paths.find((each) => isUnder(each, path))
        if (takesAway && held !== undefined) throw Object.assign(new Error(`EBUSY: ${held} is open in another program`), { code: 'EBUSY' })
        return act(local)
      })
    } catch (error) {
      return error instanceof CodedError ? failed(error.code, error.values) : fileFailure(path, error)
    }
  }

  #guarded(code: ErrorCode, values: Record<string, string>, act: () => Changed): Changed {
    try {
      return act()
    } catch (error) {
      if (error instanceof CodedError) return failed(error.code, error.values)
      return failed(code, { ...values, reason: (error as Error).message })
    }
  }
}
