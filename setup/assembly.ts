/** Puts an engine together for a server: what the agent and the command line have in common. Only wires. */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { statusAddress } from '../connector/identity/status-address.ts'
import { type ConnectionFile } from '../contract/connection-file.ts'
import { failed, type Result, succeeded } from '../contract/error-codes.ts'
import { dataFolderFiles } from '../contract/local-status-api.ts'
import { type ServiceProxy } from '../contract/proxy.ts'
import { type Secret } from '../contract/secret.ts'
import { type ServerIdentity } from '../contract/wizard-api.ts'
import { lineAfterRestart } from './after-restart.ts'
import { type Check } from './checks/check.ts'
import { allChecks } from './checks/catalogue.ts'
import { Engine } from './engine.ts'
import { openHttpDoor } from './enrollment/http-door.ts'
import { type Fact } from './host/fact-sections.ts'
import { type Host, type Reached } from './host/host-writer.ts'
import { productNames } from './host/registry-keys.ts'
import { defaultProfile, loadProfile } from './host/simulated/profile.ts'
import { openSimulatedHost } from './host/simulated/simulated-host.ts'
import { commandLineOf } from './host/windows/service-values.ts'
import { servicePayload } from './install/payload.ts'
import { openSetupLog } from './logs/setup-log.ts'
import { openLocalStatus } from './service/local-status.ts'
import { type ConnectorServiceDoor } from './service/door.ts'
import { commandLineProgram, connectorProgram, nativeCallProgram, powerShellScripts, profilesFolder, programVersion } from './shipped.ts'

export interface AssemblyOptions {
  /** Name or path of a profile of the simulated server. */
  readonly server: string | undefined
  readonly stateFolder: string | undefined
  readonly connectionFile: ConnectionFile | undefined
  readonly connectionFilePath: string | undefined
  readonly address: string | undefined
  /** Absent: as what is installed has it, else as the system says. */
  readonly proxy?: ServiceProxy | undefined
  /** For that proxy, whichever it is. */
  readonly proxyAccount?: { readonly user: string; readonly password: Secret } | undefined
  readonly surface: 'window' | 'commandLine'
  readonly openBrowser: (address: string) => Promise<boolean>
  /** For tests: called between the parts of every change of the machine. */
  readonly reached?: Reached
  /** For tests: how long the channel may take to open. */
  readonly channelSeconds?: number
  /** The person agreed beforehand that set-up goes on by itself after a restart. */
  readonly goesOnAfterRestart?: boolean
  /** The command that goes on where the server has not enrolled yet; see `GoingOn`. */
  readonly enrolling?: readonly string[] | undefined
  /** All of the catalogue when left out. */
  readonly checks?: readonly Check[]
  /** For tests: programs of a build, for set-up that runs from its source. */
  readonly programs?: Programs
}

/** What an installation puts on the server, or has started there. */
export interface Programs {
  readonly connector: string
  readonly commandLine: string
}

export interface Assembly {
  readonly engine: Engine
  close(): Promise<void>
}

/** Unix sockets have at most 107 bytes of name, and the service makes one deep in the state folder. */
const longestStateFolder = 67

export const defaultStateFolder = (profile: string): string =>
  join(process.env['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'), 'causeway', profile)

export const assemble = async (options: AssemblyOptions): Promise<Result<Assembly>> => {
  const opened = process.platform === 'win32' && options.server === undefined ? await openWindows(options) : openSimulated(options)
  if (!opened.ok) return opened
  const { host, stateFolder, service } = opened.value
  const version = programVersion()
  const server = await serverIdentity(host, version)
  const log = openSetupLog(join(stateFolder, 'logs', 'setup.log'))
  const { connector, commandLine } = programsOf(options)
  const engine = new Engine({
    host,
    server,
    checks: options.checks ?? allChecks,
    surface: options.surface,
    payload: servicePayload(version, connector, commandLineOf([process.execPath, commandLine, 'uninstall'])),
    service,
    stateFolder,
    journalPath: join(stateFolder, dataFolderFiles.journal),
    connectionFile: options.connectionFile,
    connectionFilePath: options.connectionFilePath,
    address: options.address,
    proxy: options.proxy,
    openDoor: openHttpDoor,
    openBrowser: (address) => options.openBrowser(address),
    now: () => new Date(),
    reached: options.reached,
    channelSeconds: options.channelSeconds,
    lineAfterRestart: (then) => lineAfterRestart([process.execPath, commandLine], then, options),
    goesOnAfterRestart: options.goesOnAfterRestart ?? false,
  })
  engine.onEvent((event) => {
    if (event.is === 'logged') log[event.value.level]({ topic: event.value.topic }, event.value.message)
  })
  if (options.proxyAccount !== undefined) {
    const used = await engine.useProxyAccount(options.proxyAccount.user, options.proxyAccount.password)
    if (!used.ok) return used
  }
  await engine.start()
  return succeeded({
    engine,
    close: async () => {
      await engine.close()
      await host.close?.()
    },
  })
}

const programsOf = ({ programs }: AssemblyOptions): Programs =>
  programs ?? { connector: connectorProgram(), commandLine: commandLineProgram() }

/** The server, where set-up keeps its own files about it, and the way to its connector service. */
interface Workplace {
  readonly host: Host
  readonly stateFolder: string
  readonly service: ConnectorServiceDoor
}

/**
 * This machine. Its libraries are loaded only now: nowhere else are there any. What was done to the machine is written down for all
 * its administrators; an account that is none can only look, and has a folder of its own.
 */
const openWindows = async ({ stateFolder, reached }: AssemblyOptions): Promise<Result<Workplace>> => {
  const { openWindowsHost } = await import('./host/windows/windows-host.ts')
  const host = openWindowsHost(nativeCallProgram(), powerShellScripts(), reached)
  const { administrator } = await host.reader.section('elevation', AbortSignal.timeout(5000))
  const elevated = administrator.is === 'known' && administrator.value
  const folder = resolve(stateFolder ?? (elevated ? productNames.setupFolder : join(process.env['LOCALAPPDATA'] ?? homedir(), 'Causeway')))
  if (folder === productNames.setupFolder) {
    const closed = await host.writer.createFolder(folder, 'closed')
    if (!closed.ok) return closed
  }
  return succeeded({ host, stateFolder: folder, service: openLocalStatus(() => statusAddress(productNames.dataFolder)) })
}

const openSimulated = (options: AssemblyOptions): Result<Workplace> => {
  const profile = loadProfile(options.server ?? defaultProfile, profilesFolder())
  if (!profile.ok) return profile
  const stateFolder = resolve(options.stateFolder ?? defaultStateFolder(profile.value.name))
  if (Buffer.byteLength(stateFolder) > longestStateFolder)
    return failed('CW7008', {
      argument: '--state',
      reason: `${stateFolder} is too long: at most ${longestStateFolder} bytes, so that a socket in it can be opened`,
    })
  const program = programsOf(options).connector
  const dataFolder = localPathIn(stateFolder)
  const service = openLocalStatus(() => join(dataFolder(), dataFolderFiles.socket))
  const opened = openSimulatedHost({
    profile: profile.value,
    folder: stateFolder,
    ...(options.reached === undefined ? {} : { reached: options.reached }),
    serviceCommands: {
      [productNames.service]: {
        command: [process.execPath, program, '--data', dataFolder()],
        ready: async () => (await service.status(AbortSignal.timeout(2000))).ok,
      },
    },
  })
  return opened.ok ? succeeded({ host: opened.value, stateFolder, service }) : opened
}

/** The data folder as it lies in the state folder of a simulated server. */
const localPathIn = (stateFolder: string) => () => join(stateFolder, 'files', ...productNames.dataFolder.split('\\').slice(1))

const textOf = (fact: Fact<string>): string | undefined => (fact.is === 'known' ? fact.value : undefined)

const serverIdentity = async ({ identity, reader }: Host, version: string): Promise<ServerIdentity> => {
  const signal = AbortSignal.timeout(5000)
  const [machine, system, membership, account, elevation] = await Promise.all([
    reader.section('machine', signal),
    reader.section('operatingSystem', signal),
    reader.section('membership', signal),
    reader.section('account', signal),
    reader.section('elevation', signal),
  ])
  const domain = textOf(membership.domain)
  return {
    machineName: textOf(machine.name) ?? '?',
    system: textOf(system.name) ?? '?',
    ...(domain === undefined ? {} : { domain }),
    simulated: identity.simulated,
    ...(identity.profile === undefined ? {} : { profile: identity.profile }),
    account: textOf(account.name) ?? '?',
    elevated: elevation.administrator.is === 'known' && elevation.administrator.value,
    version,
  }
}
