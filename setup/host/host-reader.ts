/** The port through which everything reads the server. It cannot change anything, so a check that has only this cannot either. */
import { type StoredKeys } from '../../contract/fix-change.ts'
import { type ServiceDefinition, type ServiceSettingName } from '../../contract/service-definition.ts'
import { type Fact, type Section, type SectionName, type Service } from './fact-sections.ts'

/** A path on the server as Windows writes it (`C:\ProgramData\Causeway`). */
export type ServerPath = string

export const registryTypes = ['dword', 'qword', 'string', 'expandString', 'multiString'] as const
export type RegistryValue =
  | { type: 'dword' | 'qword'; value: number }
  | { type: 'string' | 'expandString'; value: string }
  | { type: 'multiString'; value: readonly string[] }

/** `HKLM\SOFTWARE\...`; the 64-bit view unless the path names `WOW6432Node`. */
export type RegistryKey = string

export interface FirewallRule {
  /** Unique name. */
  readonly name: string
  readonly direction: 'in' | 'out'
  readonly action: 'allow' | 'block'
  readonly protocol: 'tcp' | 'udp' | 'any'
  /** Absent: any. */
  readonly remotePorts?: readonly number[] | undefined
  /** Absent: any program. */
  readonly program?: ServerPath | undefined
  /** Absent: any service. */
  readonly service?: string | undefined
}

/** Settings of a service beyond its registration. */
export interface ServiceSettings {
  readonly differing: readonly ServiceSettingName[]
  /** The server does not tell whether it keeps them. */
  readonly unconfirmed: readonly ServiceSettingName[]
}

export type FileKind = 'file' | 'folder' | 'link'

export interface HostReader {
  /** One section, within the adapter's own time limits. Never rejects but for cancellation; what fails is unknown. */
  section<S extends SectionName>(name: S, signal: AbortSignal): Promise<Section<S>>
  /** The server's own clock, milliseconds since 1970. */
  now(): number

  // Single things, for steps that verify and for journals that must know what was there before.
  service(name: string): Promise<Fact<Service>>
  /** Compared with what is wanted. Absent when there is no such service. */
  serviceSettings(wanted: ServiceDefinition): Promise<Fact<ServiceSettings>>
  registryValue(key: RegistryKey, name: string): Promise<Fact<RegistryValue>>
  /** A key and every key under it, with their values. Absent when there is no such key; unknown above 200 keys. */
  registryTree(key: RegistryKey): Promise<Fact<StoredKeys>>
  firewallRule(name: string): Promise<Fact<FirewallRule>>
  pathKind(path: ServerPath): Promise<Fact<FileKind>>
  /** Absent when there is no file. Unknown above 16 MiB. */
  readFile(path: ServerPath): Promise<Fact<Uint8Array>>
  /** SHA-256 of a file of any size, in hex. Absent when there is no file. */
  fileHash(path: ServerPath): Promise<Fact<string>>
  /** Names in a folder, sorted. Absent when there is no folder. */
  listFolder(path: ServerPath): Promise<Fact<readonly string[]>>
  /** Where this very process finds a path of the server: itself on Windows, a real folder on the simulated server. */
  localPath(path: ServerPath): string
}

/** What the server is called on screen, in JSON and in the bundle. */
export interface HostIdentity {
  readonly simulated: boolean
  /** "Simulated server" on the simulated server. */
  readonly label: string
  /** Name of the profile on the simulated server. */
  readonly profile?: string
}
