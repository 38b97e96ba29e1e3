/** A Wine machine as a server, and what the stories of an installation ask it and the control plane in this process. */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { type ControlPlane } from '../../cloud/control-plane.ts'
import { catalogueRow, checkIds } from '../../contract/check-catalogue.ts'
import { ServiceStatus } from '../../contract/local-status-api.ts'
import { type Problems } from './inspection.ts'
import { programFolder } from './installation.ts'
import { installerEntry } from './msi.ts'
import { type Answered, type WineMachine, windowsPath } from './wine.ts'

/** What electron-builder made of one version. */
export interface Packaged {
  readonly version: string
  readonly installer: string
  readonly unpacked: string
}

const uninstallKey = 'HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall'
export const dataFolder = 'C:\\ProgramData\\Causeway'
const versionsFolder = 'C:\\Program Files\\Causeway\\connector'
const nodeProgram = `${programFolder}\\resources\\connector\\node.exe`

/** A server in a workgroup, with the keys that every Windows has and a new Wine machine has not. */
const server = [
  'Windows Registry Editor Version 5.00',
  '[HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows NT\\CurrentVersion]',
  '"CurrentBuild"="20348"',
  '"CurrentBuildNumber"="20348"',
  '"CurrentVersion"="10.0"',
  '"ProductName"="Windows Server 2022 Standard"',
  '"EditionID"="ServerStandard"',
  '"InstallationType"="Server"',
  '[HKEY_LOCAL_MACHINE\\System\\CurrentControlSet\\Control\\ProductOptions]',
  '"ProductType"="ServerNT"',
  '[HKEY_LOCAL_MACHINE\\System\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy\\FirewallRules]',
  '[HKEY_LOCAL_MACHINE\\System\\CurrentControlSet\\Services\\EventLog\\Application]',
  '',
].join('\r\n\r\n')

/** What Wine cannot tell or does not have. */
const accepted = checkIds
  .filter((id) => /^(host|identity)\./.test(id) && catalogueRow(id).overridable)
  .map((check) => ({ check, reason: 'Wine does not tell' }))

/** Turns it into one; it is off before and after. */
export const becomeServer = async (machine: WineMachine): Promise<number | null> => {
  await machine.turnOn()
  writeFileSync(machine.local('C:\\server.reg'), `\ufeff${server}`, 'utf16le')
  const { code } = await machine.ask('regedit', ['/S', 'C:\\server.reg'])
  rmSync(machine.local('C:\\server.reg'))
  await machine.turnOff()
  return code
}

const Status = z.object({ install: z.string(), service: z.object({ is: z.literal('running'), status: ServiceStatus }) })

export const equal = <T>(found: T, wanted: T, what = ''): Problems =>
  found === wanted ? [] : [`${what}${String(found)} instead of ${String(wanted)}`.trim()]

/** Values of keys as `reg query` prints them: `HKEY_LOCAL_MACHINE\...`, then `    name    REG_SZ    value`. */
export const registryValuesIn = (printed: string): Map<string, Map<string, string>> => {
  const keys = new Map<string, Map<string, string>>()
  let values = new Map<string, string>()
  for (const line of printed.split(/\r?\n/)) {
    const value = /^ {4}(.+?) {4}REG_\w+ {4}(.*)$/.exec(line)
    if (value !== null) values.set(value[1] ?? '', value[2] ?? '')
    else if (line.startsWith('HKEY_')) keys.set(line, (values = new Map<string, string>()))
  }
  return keys
}

/** Seconds that the uninstaller may go on from its copy. */
const patience = 120

export const until = async (isSo: () => Promise<boolean>): Promise<Problems> => {
  const deadline = performance.now() + patience * 1000
  while (!(await isSo())) {
    if (performance.now() > deadline) return [`not within ${patience} s`]
    await pause(250)
  }
  return []
}

/** What the stories ask the machine and the cloud. */
export class EnrolledServer {
  readonly machine: WineMachine
  readonly #cloud: ControlPlane
  constructor(machine: WineMachine, cloud: ControlPlane) {
    this.machine = machine
    this.#cloud = cloud
  }

  setup(...given: string[]): Promise<Answered> {
    return this.machine.ask(nodeProgram, [`${programFolder}\\resources\\setup\\command-line.js`, ...given])
  }

  async green(): Promise<Problems> {
    const { code, output } = await this.setup('test')
    return code === 0 && /^Working/m.test(output) ? [] : [`exit code ${String(code)}: ${output}`]
  }

  async status() {
    const { output } = await this.setup('status', '--json')
    return Status.parse(JSON.parse(output))
  }

  async serviceProblems(version: string): Promise<Problems> {
    const { install, service } = await this.status()
    const folders = readdirSync(this.machine.local(versionsFolder))
    return [
      ...equal(install, 'installed'),
      ...equal(service.status.channel, 'healthy'),
      ...equal(service.status.version, version, 'the service is version '),
      ...equal(folders.join(), version, 'versions on the disk: '),
    ]
  }

  /** Registrations that are not ended. */
  async active(): Promise<string[]> {
    const { store, demo } = this.#cloud
    if (demo === undefined) return []
    const { items } = await store.connectors.list(demo.organization.id, { limit: 200 })
    return items.filter(({ revokedAt }) => revokedAt === null).map(({ id }) => id)
  }

  /** A parameters file and the new token that it names. */
  async parameters(name: string): Promise<Record<string, string>> {
    const { store, demo, connectionFilePath } = this.#cloud
    const [location] = demo?.locations ?? []
    if (demo === undefined || location === undefined) throw new Error('no demo data')
    const { token } = await store.enrollmentTokens.create(
      demo.organization.id,
      { locationId: location.id, note: '', createdBy: 'package:verify' },
      new Date(),
    )
    const file = {
      schema: 'causeway.parameters/1',
      connectionFile: windowsPath(connectionFilePath),
      tokenFile: 'token',
      overrides: accepted,
    }
    return { [name]: JSON.stringify(file), token: `${token.reveal()}\n` }
  }

  /** Apps & Features shows one entry: the installer's own, or that of the MSI, which hides it. Every version in the registry is this one. */
  async registeredProblems(version: string, by: 'installer' | 'MSI' = 'installer'): Promise<Problems> {
    const keys = [...registryValuesIn((await this.machine.ask('reg', ['query', uninstallKey, '/s'])).output)]
    const entries = keys.filter(([, values]) => values.get('DisplayName') === 'Causeway')
    const shown = entries.filter(([, values]) => values.get('SystemComponent') !== '0x1').map(([key]) => key.split('\\').at(-1) ?? '')
    const wanted = by === 'installer' ? installerEntry : '{product}'
    const connector = keys.find(([, values]) => values.get('DisplayName') === 'Causeway Connector')?.[1]
    const product = registryValuesIn((await this.machine.ask('reg', ['query', 'HKLM\\SOFTWARE\\Causeway'])).output)
    return [
      ...equal(shown.map((key) => key.replace(/^\{[0-9A-F-]{36}\}$/i, '{product}')).join(), wanted, 'shown in Apps & Features: '),
      ...equal(entries.length, by === 'installer' ? 1 : 2, 'entries: '),
      ...entries.flatMap(([key, values]) => equal(values.get('DisplayVersion'), version, `${key}: `)),
      ...equal(connector?.get('DisplayVersion'), version, 'connector in Apps & Features: '),
      ...equal([...product.values()][0]?.get('Version'), version, 'HKLM\\SOFTWARE\\Causeway: '),
    ]
  }

  /** While the program is open: it cannot be replaced then. */
  async whileOpen<T>(work: () => Promise<T>): Promise<T> {
    const open = 'C:\\open'
    const local = this.machine.local(open)
    const script = windowsPath(join(import.meta.dirname, 'stand-ins', 'stay-open.mjs'))
    const ended = this.machine.ask(nodeProgram, [script, open])
    try {
      if ((await until(() => Promise.resolve(existsSync(local)))).length > 0) throw new Error('the program did not begin')
      return await work()
    } finally {
      rmSync(local, { force: true })
      await ended
    }
  }
}

export const timed = async <T>(work: () => Promise<T>): Promise<{ value: T; seconds: string }> => {
  const start = performance.now()
  const value = await work()
  return { value, seconds: ((performance.now() - start) / 1000).toFixed(1) }
}
