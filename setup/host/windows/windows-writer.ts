/** `HostWriter` over the Windows machine this runs on. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { writeEvent } from '../../../connector/identity/windows-events.ts'
import { failed, type Result, succeeded } from '../../../contract/error-codes.ts'
import { type ServiceDefinition } from '../../../contract/service-definition.ts'
import { type ServiceEvent, serviceEvents } from '../../../contract/service-events.ts'
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
import { createFolder, moveFolder, removeAtRestart, removeFile, removeFolder, replaceAtRestart, writeFile } from './file-writer.ts'
import { addRule, removeRule } from './firewall-writer.ts'
import { setAccountRight } from './logon-rights.ts'
import { prepareErrors } from './native.ts'
import { removeRegistryKey, removeRegistryValue, writeRegistryValue } from './registry-writer.ts'
import {
  beginStart,
  beginStop,
  changeSettings,
  changeService,
  isMarkedForDeletion,
  newService,
  presentService,
  removeService,
  running,
  statusThat,
  stopped,
} from './service-control.ts'

const [startLimit, stopLimit, deletionLimit] = [30_000, 20_000, 10_000]
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const refusedWith = async (what: string, work: () => boolean | Promise<boolean>): Promise<Changed> => {
  try {
    return succeeded({ changed: await work() })
  } catch (error) {
    return failed('CW3011', { what, reason: reasonOf(error) })
  }
}

export class WindowsWriter implements HostWriter {
  readonly #reached: Reached
  constructor(reached: Reached = () => undefined) {
    prepareErrors()
    this.#reached = reached
  }

  createFolder(path: string, access: Access): Promise<Changed> {
    return createFolder(path, access, this.#reached)
  }
  removeFolder(path: string): Promise<Changed> {
    return removeFolder(path)
  }
  moveFolder(from: string, to: string): Promise<Changed> {
    return moveFolder(from, to)
  }
  writeFile(path: string, content: FileContent, access: Access): Promise<Changed> {
    return writeFile(path, content, access, this.#reached)
  }
  removeFile(path: string): Promise<Changed> {
    return removeFile(path)
  }

  removeAtRestart(path: string): Promise<Changed> {
    return removeAtRestart(path)
  }
  replaceAtRestart(path: string, content: FileContent): Promise<Changed> {
    return replaceAtRestart(path, content, this.#reached)
  }

  setRegistryValue(key: string, name: string, value: RegistryValue): Promise<Changed> {
    return refusedWith(`${key}\\${name}`, () => writeRegistryValue(key, name, value))
  }
  deleteRegistryValue(key: string, name: string): Promise<Changed> {
    return refusedWith(`${key}\\${name}`, () => removeRegistryValue(key, name))
  }
  deleteRegistryKey(key: string): Promise<Changed> {
    return refusedWith(key, () => removeRegistryKey(key))
  }

  async createService(wanted: ServiceConfiguration): Promise<Changed> {
    const { name } = wanted
    return this.#onService(name, async () => {
      const made = newService(wanted, this.#reached)
      const found = presentService(name)
      const asWanted =
        found !== undefined &&
        found.start === wanted.start &&
        same(found.account, wanted.account) &&
        found.displayName === wanted.displayName &&
        JSON.stringify(found.command) === JSON.stringify(wanted.command)
      return asWanted
        ? succeeded({ changed: made })
        : failed('CW3011', { what: `service ${name}`, reason: 'a service of this name with another configuration is there' })
    })
  }

  configureService(name: string, changes: Partial<Omit<ServiceConfiguration, 'name'>>): Promise<Changed> {
    return this.#onService(name, async () => {
      const before = JSON.stringify(presentService(name))
      changeService(name, changes)
      const now = presentService(name)
      for (const [setting, value] of Object.entries(changes)) {
        if (setting === 'description') continue
        if (JSON.stringify(now?.[setting as 'command' | 'account' | 'start' | 'displayName']) !== JSON.stringify(value))
          return failed('CW3011', { what: `service ${name}`, reason: `${setting} does not read as it was set` })
      }
      return succeeded({ changed: JSON.stringify(now) !== before })
    })
  }

  async applyServiceSettings(wanted: ServiceDefinition): Promise<Result<ServiceSettings>> {
    const what = `service ${wanted.name}`
    try {
      const settings = changeSettings(wanted)
      return settings.differing.length === 0
        ? succeeded(settings)
        : failed('CW3011', { what, reason: `${settings.differing.join(', ')} not as set` })
    } catch (error) {
      return failed('CW3011', { what, reason: reasonOf(error) })
    }
  }

  async deleteService(name: string): Promise<Changed> {
    return this.#onService(name, async () => {
      const found = presentService(name)
      if (found === undefined) return succeeded({ changed: false })
      if (found.state !== 'stopped') return failed('CW3011', { what: `service ${name}`, reason: 'it runs; stop it first' })
      removeService(name)
      const left = await statusThat(name, (status) => status === undefined, deletionLimit)
      return left === undefined ? succeeded({ changed: true }) : failed('CW3015', { service: name })
    })
  }

  async startService(name: string, signal: AbortSignal): Promise<Changed> {
    try {
      if (presentService(name)?.start === 'disabled') return failed('CW3007', { service: name, reason: 'the service is disabled' })
      const begun = beginStart(name)
      const status = await statusThat(name, (now) => signal.aborted || now?.state === running || now?.state === stopped, startLimit)
      if (status?.state === running) return succeeded({ changed: begun })
      if (signal.aborted) return failed('CW3007', { service: name, reason: 'cancelled' })
      const { exitCode = 0, specificExitCode = 0, state = 0 } = status ?? {}
      const reason =
        state === stopped ? `ended with ${exitCode === 1066 ? specificExitCode : exitCode}` : `state is ${state} after 30 seconds`
      return failed('CW3007', { service: name, reason })
    } catch (error) {
      return failed('CW3007', { service: name, reason: reasonOf(error) })
    }
  }

  async stopService(name: string, signal: AbortSignal): Promise<Changed> {
    signal.throwIfAborted()
    try {
      const begun = beginStop(name)
      const status = await statusThat(name, (now) => now === undefined || now.state === stopped, stopLimit)
      if (status === undefined || status.state === stopped) return succeeded({ changed: begun })
      if (status.pid !== 0) process.kill(status.pid, 'SIGKILL')
      const ended = await statusThat(name, (now) => now === undefined || now.state === stopped, 5000)
      return ended === undefined || ended.state === stopped
        ? succeeded({ changed: true })
        : failed('CW3007', { service: name, reason: 'its process could not be ended' })
    } catch (error) {
      return failed('CW3007', { service: name, reason: reasonOf(error) })
    }
  }

  addFirewallRule(rule: FirewallRule): Promise<Changed> {
    return refusedWith(`firewall rule ${rule.name}`, () => addRule(rule, this.#reached))
  }
  removeFirewallRule(name: string): Promise<Changed> {
    return refusedWith(`firewall rule ${name}`, () => removeRule(name))
  }

  async recordEvent(event: ServiceEvent): Promise<Changed> {
    const why = writeEvent(event)
    return why === undefined
      ? succeeded({ changed: true })
      : failed('CW3011', { what: `event ${serviceEvents[event.name].id}`, reason: why })
  }

  grantRight(account: string, right: AccountRight): Promise<Changed> {
    return refusedWith(`${right} of ${account}`, () => setAccountRight(account, right, true))
  }
  withdrawRight(account: string, right: AccountRight): Promise<Changed> {
    return refusedWith(`${right} of ${account}`, () => setAccountRight(account, right, false))
  }

  resyncClock(signal: AbortSignal): Promise<Changed> {
    return runTool('w32tm.exe', ['/resync'], signal)
  }
  setPowerScheme(guid: string): Promise<Changed> {
    return runTool('powercfg.exe', ['/setactive', guid], AbortSignal.timeout(20_000))
  }

  /** One that waits for its deletion goes as soon as the last program lets go of it: waited for, but not for ever. */
  async #onService(name: string, work: () => Promise<Changed>): Promise<Changed> {
    const deadline = performance.now() + deletionLimit
    for (;;) {
      try {
        return await work()
      } catch (error) {
        if (!isMarkedForDeletion(error)) return failed('CW3011', { what: `service ${name}`, reason: reasonOf(error) })
        if (performance.now() > deadline) return failed('CW3015', { service: name })
        await pause(250)
      }
    }
  }
}

/** What it changed is for a check to see: these tools say nothing that is not in the server's language. */
const runTool = (name: string, given: readonly string[], signal: AbortSignal): Promise<Changed> =>
  new Promise((resolve) => {
    const program = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', name)
    const child = spawn(program, given, { stdio: 'ignore', windowsHide: true, signal })
    child.once('error', (error) => resolve(failed('CW3011', { what: name, reason: error.message })))
    child.once('close', (code) =>
      resolve(code === 0 ? succeeded({ changed: true }) : failed('CW3011', { what: name, reason: `ended with ${code ?? 'no code'}` })),
    )
  })
