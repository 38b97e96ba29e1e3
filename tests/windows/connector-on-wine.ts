/** The connector as a service of the Wine machine: enrolled at a real control plane, laid out in its versioned folder, registered. */
import { cpSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { type EnrollmentReply } from '../../contract/control-plane-api.ts'
import { type Result } from '../../contract/error-codes.ts'
import { ConnectorConfiguration, dataFolderFiles, ServiceStatus } from '../../contract/local-status-api.ts'
import { connectorService, serviceName } from '../../contract/service-definition.ts'
import { type Fixture, machine, newFingerprint } from '../integration/cloud/control-plane-fixture.ts'
import { driveC, nodeProgram, productOnMachine, programOnMachine, windowsPath, wineBeside } from './wine-machine.ts'

/** Folders of the connector, as this machine and as Windows has them. */
export const dataFolder = join(driveC, 'ProgramData', 'Causeway')
export const dataFolderOnMachine = 'C:\\ProgramData\\Causeway'
const programs = join(driveC, 'Program Files', 'Causeway', 'connector')

/** Puts a version of the connector into its folder and gives its command line. */
export const layOutConnector = (version: string): string => {
  const folder = join(programs, version)
  mkdirSync(folder, { recursive: true })
  if (!existsSync(join(folder, 'node.exe'))) linkSync(nodeProgram, join(folder, 'node.exe'))
  cpSync(join(productOnMachine, 'connector'), join(folder, 'service'), { recursive: true })
  cpSync(join(productOnMachine, 'node_modules'), join(folder, 'node_modules'), { recursive: true })
  const there = `C:\\Program Files\\Causeway\\connector\\${version}`
  return `"${there}\\node.exe" "${there}\\service\\host.js" --data "${dataFolderOnMachine}"`
}

/** A program of the tests on node.exe, while the control plane in this process goes on. */
export const beside = async (program: string, ...given: readonly string[]): Promise<unknown> => {
  const { output, errors, code } = await wineBeside(nodeProgram, [windowsPath(programOnMachine(program)), ...given])
  if (output === '') throw new Error(`${program} ended with ${code}: ${errors}`)
  return JSON.parse(output)
}

/** Makes the key on the machine, has it certified, writes what set-up writes. */
export const enrollMachineOnWine = async ({ call, ours, controlPlane }: Fixture): Promise<EnrollmentReply> => {
  rmSync(dataFolder, { recursive: true, force: true })
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const request = join(dataFolder, 'request.pem')
  expect(await beside('key-store.js', 'create', dataFolderOnMachine, windowsPath(request))).toMatchObject({ ok: true })
  const fingerprint = newFingerprint()
  const answer = await call('POST', '/v1/enrollments', ours.setup, {
    locationId: ours.locationId,
    connectorName: 'WINE-01',
    machine: { ...machine(fingerprint, 'WINE-01'), simulated: false },
    csr: readFileSync(request, 'utf8'),
  })
  expect(answer.status).toBe(201)
  const reply = answer.body as EnrollmentReply
  const configuration = ConnectorConfiguration.parse({
    schema: 'causeway.connector/1',
    connectorId: reply.connectorId,
    connectorName: 'WINE-01',
    organization: { id: reply.organization.id, name: reply.organization.name },
    location: reply.location,
    controlPlane: controlPlane.address,
    relays: reply.relays,
    certificateAuthorities: controlPlane.connectionFile.certificateAuthorities,
    fingerprint,
    simulated: true,
  })
  writeFileSync(join(dataFolder, dataFolderFiles.configuration), JSON.stringify(configuration), { mode: 0o600 })
  writeFileSync(join(dataFolder, dataFolderFiles.certificate), [reply.certificate, ...reply.chain].join('\n'), { mode: 0o600 })
  return reply
}

const sc = (...given: string[]) => wineBeside('sc', given)

export const registerService = async (command: string): Promise<void> => {
  const { name, account, displayName } = connectorService
  const { code, output } = await sc('create', name, 'binPath=', command, 'start=', 'auto', 'obj=', account, 'DisplayName=', displayName)
  expect(code, output).toBe(0)
}

export const queryService = () => sc('query', serviceName)
/** Number of the state in winsvc.h; 0 where there is no such service. */
export const serviceStateNumber = async (): Promise<number> => Number(/STATE\s*:\s*(\d)/.exec((await queryService()).output)?.[1] ?? 0)
const states = { absent: 0, stopped: 1, running: 4 } as const
export const untilService = (state: keyof typeof states) =>
  vi.waitFor(async () => expect(await serviceStateNumber()).toBe(states[state]), { timeout: 60_000, interval: 100 })

export const startService = async (): Promise<void> => expect((await sc('start', serviceName)).code).toBe(0)
export const stopService = () => sc('stop', serviceName)

export const statusOfService = async (): Promise<ServiceStatus> => {
  const answer = (await beside('call-service.js', dataFolderOnMachine, 'status')) as Result<ServiceStatus>
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure))
  return ServiceStatus.parse(answer.value)
}
export const echoOfService = (): Promise<unknown> => beside('call-service.js', dataFolderOnMachine, 'echo', '5')

/** Processes of this machine that run a program of the connector in this Wine machine. */
export const processesOf = (program: 'host.js' | 'worker.js'): number[] =>
  readdirSync('/proc').flatMap((entry) => {
    try {
      const [command, environment] = ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${entry}/${file}`, 'utf8').split('\0'))
      const ours = environment?.includes(`WINEPREFIX=${join(driveC, '..')}`) === true
      return ours && command?.some((word) => word.endsWith(program)) === true ? [Number(entry)] : []
    } catch {
      return []
    }
  })

export const logOfService = (): string => readFileSync(join(dataFolder, dataFolderFiles.log), 'utf8')

/** Leaves the machine as it was. */
export const removeConnector = async (): Promise<void> => {
  if ((await serviceStateNumber()) !== 0) {
    await stopService()
    await vi.waitFor(async () => expect([0, 1]).toContain(await serviceStateNumber()), { timeout: 60_000, interval: 100 })
    await sc('delete', serviceName)
  }
  for (const folder of [dataFolder, join(programs, '..')]) rmSync(folder, { recursive: true, force: true })
}
