/** `HostReader` over the state of a simulated server. */
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { type StoredKeys } from '../../../contract/fix-change.ts'
import { type ServiceDefinition, serviceSettingNames } from '../../../contract/service-definition.ts'
import { surveyDomainControllers, surveyLevels } from '../../directory/domain-controllers.ts'
import { absent, known, parseSection, unknown, type Fact, type Section, type SectionName, type Service } from '../fact-sections.ts'
import { type FileKind, type FirewallRule, type HostReader, type RegistryValue, type ServiceSettings } from '../host-reader.ts'
import { type ServiceModel } from './model.ts'
import { registryTree, registryValue } from './registry-model.ts'
import { sectionReaders } from './section-readers.ts'
import { localPathOf } from './server-path.ts'
import { findByMark, isAlive } from './service-process.ts'
import { type StateStore } from './state-store.ts'

/** The service as it is now: one whose process has ended is stopped, whatever was recorded last. */
export const presentService = ({
  process: recorded,
  description: _description,
  markedForDeletion: _marked,
  ...service
}: ServiceModel): Service => {
  if (recorded === undefined) return service
  const identity = recorded.pid === undefined ? findByMark(recorded.mark) : { pid: recorded.pid, startedAt: recorded.startedAt }
  if (identity === undefined || !isAlive(identity)) return { ...service, state: 'stopped' }
  return { ...service, state: service.state === 'stopped' ? 'running' : service.state, pid: identity.pid }
}

const largestFile = 16 * 1024 * 1024
const missing = (error: unknown) => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')
const fileFact = <T>(read: () => Fact<T>): Fact<T> => {
  try {
    return read()
  } catch (error) {
    return missing(error) ? absent : unknown((error as Error).message)
  }
}

export class SimulatedReader implements HostReader {
  readonly #store: StateStore
  readonly #clock: () => number
  constructor(store: StateStore, clock: () => number) {
    this.#store = store
    this.#clock = clock
  }

  async section<S extends SectionName>(name: S, signal: AbortSignal): Promise<Section<S>> {
    signal.throwIfAborted()
    const state = this.#store.read()
    const why = state.unreadable[name]
    if (why !== undefined) {
      const fields = Object.keys(parseSection(name, {}))
      return parseSection(name, Object.fromEntries(fields.map((field) => [field, unknown(why)])))
    }
    const { domain } = state.membership
    if (state.directory.from === 'network' && domain !== undefined) {
      if (name === 'domainControllers') return parseSection(name, await surveyDomainControllers({ domain, signal }))
      if (name === 'directoryLevels') return parseSection(name, await surveyLevels({ domain, signal }))
    }
    const services = state.services.map(presentService)
    // Through the schema like facts of any other origin, so that what does not fit becomes unknown here too.
    return parseSection(name, sectionReaders[name]({ state, services, localPath: (path) => this.localPath(path) }))
  }

  now(): number {
    return this.#clock() + this.#store.read().clock.offsetSeconds * 1000
  }

  async service(name: string): Promise<Fact<Service>> {
    const service = this.#store.read().services.find((s) => s.name.toLowerCase() === name.toLowerCase())
    return service === undefined ? absent : known(presentService(service))
  }
  /** The model of a server keeps none of them, and says so. */
  async serviceSettings({ name }: ServiceDefinition): Promise<Fact<ServiceSettings>> {
    const service = await this.service(name)
    return service.is === 'known' ? known({ differing: [], unconfirmed: serviceSettingNames }) : service
  }

  async registryValue(key: string, name: string): Promise<Fact<RegistryValue>> {
    return registryValue(this.#store.read().registry, key, name)
  }

  async registryTree(key: string): Promise<Fact<StoredKeys>> {
    return registryTree(this.#store.read().registry, key)
  }

  async firewallRule(name: string): Promise<Fact<FirewallRule>> {
    const rule = this.#store.read().firewallRules.find((r) => r.name === name)
    return rule === undefined ? absent : known(rule)
  }

  async pathKind(path: string): Promise<Fact<FileKind>> {
    return fileFact(() => {
      const found = lstatSync(this.localPath(path))
      return known(found.isSymbolicLink() ? 'link' : found.isDirectory() ? 'folder' : 'file')
    })
  }

  async readFile(path: string): Promise<Fact<Uint8Array>> {
    return fileFact(() => {
      const local = this.localPath(path)
      if (existsSync(local) && statSync(local).size > largestFile) return unknown('larger than 16 MB')
      return known(new Uint8Array(readFileSync(local)))
    })
  }

  async fileHash(path: string): Promise<Fact<string>> {
    return fileFact(() =>
      known(
        createHash('sha256')
          .update(readFileSync(this.localPath(path)))
          .digest('hex'),
      ),
    )
  }

  async listFolder(path: string): Promise<Fact<readonly string[]>> {
    return fileFact(() => known(readdirSync(this.localPath(path)).sort()))
  }

  localPath(path: string): string {
    return localPathOf(this.#store.folder, path)
  }
}
