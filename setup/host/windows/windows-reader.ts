/** `HostReader` over the Windows machine this runs on. */
import { type StoredKeys } from '../../../contract/fix-change.ts'
import { type ServiceDefinition } from '../../../contract/service-definition.ts'
import { absent, type Fact, known, parseSection, type Section, type SectionName, type Service } from '../fact-sections.ts'
import {
  type FileKind,
  type FirewallRule,
  type HostReader,
  type RegistryKey,
  type RegistryValue,
  type ServerPath,
  type ServiceSettings,
} from '../host-reader.ts'
import { firewallRuleNamed } from './firewall.ts'
import { factOf, prepareErrors } from './native.ts'
import { fileContent, fileHash, folderNames, pathKindOf } from './paths.ts'
import { type PowerShellFacts } from './powershell/power-shell-facts.ts'
import { registryTree, registryValue } from './registry.ts'
import { sectionReaders } from './section-readers.ts'
import { presentSettings } from './service-control.ts'
import { serviceNamed } from './services.ts'

export class WindowsReader implements HostReader {
  readonly #nativeCall: string
  readonly #powerShell: PowerShellFacts

  /** `nativeCall` is the file of the program for calls that may hang or end their process. */
  constructor(nativeCall: string, powerShell: PowerShellFacts) {
    prepareErrors()
    this.#powerShell = powerShell
    this.#nativeCall = nativeCall
  }

  async section<S extends SectionName>(name: S, signal: AbortSignal): Promise<Section<S>> {
    signal.throwIfAborted()
    // Through the schema like facts of any other origin, so that what does not fit becomes unknown.
    return parseSection(name, await sectionReaders[name]({ nativeCall: this.#nativeCall, powerShell: this.#powerShell, signal }))
  }

  now(): number {
    return Date.now()
  }

  async service(name: string): Promise<Fact<Service>> {
    return serviceNamed(name)
  }

  async serviceSettings(wanted: ServiceDefinition): Promise<Fact<ServiceSettings>> {
    return factOf(() => {
      const settings = presentSettings(wanted)
      return settings === undefined ? absent : known(settings)
    })
  }

  async registryValue(key: RegistryKey, name: string): Promise<Fact<RegistryValue>> {
    return registryValue(key, name)
  }

  async registryTree(key: RegistryKey): Promise<Fact<StoredKeys>> {
    return registryTree(key)
  }

  async firewallRule(name: string): Promise<Fact<FirewallRule>> {
    return firewallRuleNamed(name)
  }

  async pathKind(path: ServerPath): Promise<Fact<FileKind>> {
    return pathKindOf(path)
  }

  async readFile(path: ServerPath): Promise<Fact<Uint8Array>> {
    return fileContent(path)
  }

  async fileHash(path: ServerPath): Promise<Fact<string>> {
    return fileHash(path)
  }

  async listFolder(path: ServerPath): Promise<Fact<readonly string[]>> {
    return folderNames(path)
  }

  localPath(path: ServerPath): string {
    return path
  }
}
