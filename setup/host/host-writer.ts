/**
 * The port through which set-up changes the server. Every call may be repeated: doing what is done already and removing what
 * is not there both succeed, and say so. Failures are `CW3016` (disk full), `CW3017` (held by another program) and `CW7009` for
 * files, `CW3007` for services that do not start or stop, `CW3015` for one that waits for its deletion, `CW3011` for everything
 * else the server refuses; `detail` has the system's own words.
 */
import { type Result } from '../../contract/error-codes.ts'
import { type ServiceDefinition } from '../../contract/service-definition.ts'
import { type ServiceEvent } from '../../contract/service-events.ts'
import { type Secret } from '../../contract/secret.ts'
import { type ServiceStart } from './fact-sections.ts'
import {
  type FirewallRule,
  type HostIdentity,
  type HostReader,
  type RegistryKey,
  type RegistryValue,
  type ServerPath,
  type ServiceSettings,
} from './host-reader.ts'

/** False when the server was already so. */
export type Changed = Result<{ changed: boolean }>

/** `shipped` is a file that came with this program, by its path for this process: too large to be held in memory. */
export type FileContent = string | Uint8Array | Secret | { readonly shipped: string }

/** Who may reach a folder or file: `closed` is SYSTEM, administrators and the service; `inherited` leaves what the parent gives. */
export type Access = 'closed' | 'inherited'

export interface ServiceConfiguration {
  readonly name: string
  readonly displayName: string
  readonly description: string
  /** Program and arguments with paths of the server. Never holds a secret: every user can read it. */
  readonly command: readonly string[]
  /** `NT SERVICE\<name>` unless a policy asks for another one. */
  readonly account: string
  readonly start: ServiceStart
}

export type AccountRight = 'SeServiceLogonRight'

export interface HostWriter {
  /** Also makes the folders above it, which stay when it is removed. Refuses where a file or link stands. */
  createFolder(path: ServerPath, access: Access): Promise<Changed>
  /** With everything in it. */
  removeFolder(path: ServerPath): Promise<Changed>
  /** With everything in it, and who may reach it. Refuses where something stands already. Succeeds unchanged where there is none. */
  moveFolder(from: ServerPath, to: ServerPath): Promise<Changed>
  /** Whole or not at all: temporary file, then rename. Replaces. */
  writeFile(path: ServerPath, content: FileContent, access: Access): Promise<Changed>
  removeFile(path: ServerPath): Promise<Changed>

  /** Takes away what a program holds when the server starts the next time. */
  removeAtRestart(path: ServerPath): Promise<Changed>
  /** Puts the content beside a file that a program holds, and in its place when the server starts the next time. */
  replaceAtRestart(path: ServerPath, content: FileContent): Promise<Changed>

  setRegistryValue(key: RegistryKey, name: string, value: RegistryValue): Promise<Changed>
  deleteRegistryValue(key: RegistryKey, name: string): Promise<Changed>
  /** With everything under it. */
  deleteRegistryKey(key: RegistryKey): Promise<Changed>

  /** Succeeds unchanged when a service with just this configuration is there; refuses when one with another is. */
  createService(configuration: ServiceConfiguration): Promise<Changed>
  configureService(name: string, changes: Partial<Omit<ServiceConfiguration, 'name'>>): Promise<Changed>
  /**
   * Recovery, delayed start, SID, privileges, time before shut-down. Fails where one reads otherwise than it was set; those that the
   * server does not tell back are set, perhaps, and never counted as done.
   */
  applyServiceSettings(wanted: ServiceDefinition): Promise<Result<ServiceSettings>>
  /** Refuses while it runs. */
  deleteService(name: string): Promise<Changed>
  /** Resolves when it runs or has failed to within 30 s. */
  startService(name: string, signal: AbortSignal): Promise<Changed>
  /** Resolves when it no longer runs; after 20 s its process is ended. */
  stopService(name: string, signal: AbortSignal): Promise<Changed>

  addFirewallRule(rule: FirewallRule): Promise<Changed>
  removeFirewallRule(name: string): Promise<Changed>

  /** Into the event log of the server. Fails where the event was not found there afterwards. */
  recordEvent(event: ServiceEvent): Promise<Changed>

  /** Local rights of an account, by its SID. A policy that lists the accounts of a right itself is applied again later, and outweighs it. */
  grantRight(account: string, right: AccountRight): Promise<Changed>
  withdrawRight(account: string, right: AccountRight): Promise<Changed>

  /** Tells the Windows time service to fetch the time now. */
  resyncClock(signal: AbortSignal): Promise<Changed>
  setPowerScheme(guid: string): Promise<Changed>
}

/** Called between the parts of a change; a test ends the process there. */
export type Reached = (point: string) => void

/** A server with both doors; only the composition roots hold it. */
export interface Host {
  readonly identity: HostIdentity
  readonly reader: HostReader
  readonly writer: HostWriter
  /** Ends what was started to read this server; absent where nothing was. */
  readonly close?: () => Promise<void>
  /** What the server wrote down about services in the last week, as XML; absent on a server that keeps no such record. */
  readonly events?: (signal: AbortSignal) => Promise<Result<string>>
}
