/**
 * The whole life of an installation on a Wine machine that is on: installed silently by the packaged installer with a token, upgraded
 * over the running service, repaired, given another proxy, enrolled again, uninstalled. The cloud is a real control plane in this process.
 */
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { type ControlPlane, startControlPlane } from '../../cloud/control-plane.ts'
import { createLog } from '../../cloud/log.ts'
import { catalogueRow, checkIds } from '../../contract/check-catalogue.ts'
import { dataFolderFiles, ServiceStatus } from '../../contract/local-status-api.ts'
import { type Problems } from './inspection.ts'
import {
  deployFolder,
  leftProblems,
  parametersName,
  placeInstaller,
  programFolder,
  removeDeployment,
  uninstallSilently,
} from './installation.ts'
import { type Answered, type WineMachine, windowsPath } from './wine.ts'

export interface Told {
  readonly machine: WineMachine
  /** Installers and their versions, the older one first. */
  readonly installers: readonly [Packaged, Packaged]
  readonly folder: string
  readonly check: (name: string, problems: Problems) => void
}
interface Packaged {
  readonly installer: string
  readonly version: string
}

const uninstallKey = 'HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall'
const dataFolder = 'C:\\ProgramData\\Causeway'
const versionsFolder = 'C:\\Program Files\\Causeway\\connector'
const journal = `C:\\ProgramData\\Causeway Setup\\${dataFolderFiles.journal}`

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

/** A plain CONNECT proxy, which counts what goes through it. */
const startProxy = async () => {
  const seen = { tunnels: 0 }
  const proxy = createServer((_request, answer) => answer.writeHead(405).end())
  proxy.on('connect', ({ url = '' }, socket) => {
    seen.tunnels += 1
    const [host, port] = url.split(':')
    const upstream = connect({ host: host ?? '', port: Number(port) }, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
    for (const [end, other] of [
      [upstream, socket],
      [socket, upstream],
    ] as const)
      end.on('error', () => other.destroy())
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return { seen, address: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, close: () => proxy.close() }
}

const Status = z.object({ install: z.string(), service: z.object({ is: z.literal('running'), status: ServiceStatus }) })

const equal = <T>(found: T, wanted: T, what = ''): Problems =>
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

class Story {
  readonly #told: Told
  readonly #cloud: ControlPlane
  constructor(told: Told, cloud: ControlPlane) {
    this.#told = told
    this.#cloud = cloud
  }

  setup(...given: string[]): Promise<Answered> {
    const { machine } = this.#told
    return machine.ask(`${programFolder}\\resources\\connector\\node.exe`, [
      `${programFolder}\\resources\\setup\\command-line.js`,
      ...given,
    ])
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
    const folders = readdirSync(this.#told.machine.local(versionsFolder))
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

  async registeredProblems(version: string): Promise<Problems> {
    const { machine } = this.#told
    const { output } = await machine.ask('reg', ['query', uninstallKey, '/s'])
    const named = (name: string) => [...registryValuesIn(output).values()].find((values) => values.get('DisplayName') === name)
    const product = registryValuesIn((await machine.ask('reg', ['query', 'HKLM\\SOFTWARE\\Causeway'])).output)
    return [
      ...equal(named('Causeway')?.get('DisplayVersion'), version, 'Apps & Features: '),
      ...equal(named('Causeway Connector')?.get('DisplayVersion'), version, 'connector in Apps & Features: '),
      ...equal([...product.values()][0]?.get('Version'), version, 'HKLM\\SOFTWARE\\Causeway: '),
    ]
  }
}

const timed = async <T>(work: () => Promise<T>): Promise<{ value: T; seconds: string }> => {
  const start = performance.now()
  const value = await work()
  return { value, seconds: ((performance.now() - start) / 1000).toFixed(1) }
}

export const tellStory = async (told: Told): Promise<void> => {
  const { machine, installers, folder, check } = told
  const [older, newer] = installers
  await machine.turnOn()
  writeFileSync(machine.local('C:\\server.reg'), `\ufeff${server}`, 'utf16le')
  check('the machine becomes a server', equal((await machine.ask('regedit', ['/S', 'C:\\server.reg'])).code, 0))
  rmSync(machine.local('C:\\server.reg'))
  await machine.turnOff()
  const before = machine.state()
  await machine.turnOn()

  const data = join(folder, 'cloud')
  rmSync(data, { recursive: true, force: true })
  const started = await startControlPlane({ data, demo: true, log: createLog('error', (line) => process.stderr.write(line)) })
  if (!started.ok) throw new Error(JSON.stringify(started.failure))
  const cloud = started.value
  const proxy = await startProxy()
  const story = new Story(told, cloud)
  try {
    const program = placeInstaller(machine, older.installer, await story.parameters(parametersName))
    const installed = await timed(() => machine.run(program, ['/S']))
    check(`silent installation by token: files, checks, service, echo (${installed.seconds} s under Wine)`, equal(installed.value, 0))
    check('the service runs, its channel is healthy', await story.serviceProblems(older.version))
    check('green: an echo through the real cloud', await story.green())
    const first = (await story.status()).service.status
    check('one registration in the cloud', equal((await story.active()).join(), first.connector.id))

    const upgraded = await timed(() => machine.run(placeInstaller(machine, newer.installer), ['/S']))
    check(`upgrade over the running service (${upgraded.seconds} s under Wine)`, equal(upgraded.value, 0))
    check('the new version runs, the former one is gone', await story.serviceProblems(newer.version))
    const second = (await story.status()).service.status
    check('the enrollment was kept: the same connector and certificate', [
      ...equal(second.connector.id, first.connector.id),
      ...equal(second.certificate.serial, first.certificate.serial),
    ])
    check('every version in the registry is the new one', await story.registeredProblems(newer.version))
    const tells = readFileSync(machine.local(journal), 'utf8')
    const line = `"is":"upgraded","from":"${older.version}","to":"${newer.version}"`
    check('the journal tells of it', tells.includes(line) ? [] : [`no ${line}`])
    check('green after the upgrade', await story.green())

    rmSync(join(machine.local(dataFolder), dataFolderFiles.configuration))
    check('repair of what was removed behind its back', equal((await story.setup('repair')).code, 0))
    check('green after the repair', await story.green())

    check('another proxy', equal((await story.setup('configure', '--proxy', proxy.address)).code, 0))
    check('green through the proxy', [...(await story.green()), ...(proxy.seen.tunnels > 0 ? [] : ['nothing went through it'])])
    check('no proxy again', equal((await story.setup('configure', '--proxy', 'none')).code, 0))

    placeInstaller(machine, newer.installer, await story.parameters('again.json'))
    const again = await story.setup('enroll', '--params', `${deployFolder}\\again.json`)
    check('enrolled again', again.code === 0 ? [] : [`exit code ${String(again.code)}: ${again.output}`])
    const third = (await story.status()).service.status
    check('with a new certificate, and one registration', [
      ...(third.certificate.serial === second.certificate.serial ? ['the same certificate'] : []),
      ...equal((await story.active()).join(), third.connector.id),
    ])

    check('silent removal begins', equal(await uninstallSilently(machine), 0))
    check('the registration is ended', await until(async () => (await story.active()).length === 0))
    check('the program goes', await until(async () => !existsSync(machine.local(programFolder))))
    removeDeployment(machine)
  } finally {
    proxy.close()
    await machine.turnOff()
    await cloud.stop(200)
  }
  check('the machine is as it was before the story', leftProblems(before, machine.state()))
}

/** Seconds that the uninstaller may go on from its copy. */
const patience = 120

const until = async (isSo: () => Promise<boolean>): Promise<Problems> => {
  const deadline = performance.now() + patience * 1000
  while (!(await isSo())) {
    if (performance.now() > deadline) return [`not within ${patience} s`]
    await pause(250)
  }
  return []
}
