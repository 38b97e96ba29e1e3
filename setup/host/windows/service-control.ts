/** Changes of services through the Service Control Manager (advapi32). Each reads back what it did. Throws `Refused`. */
import { struct } from 'koffi'
import { setTimeout as pause } from 'node:timers/promises'
import { type ServiceDefinition } from '../../../contract/service-definition.ts'
import { type Service, type ServiceStart } from '../fact-sections.ts'
import { type ServiceSettings } from '../host-reader.ts'
import { type ServiceConfiguration } from '../host-writer.ts'
import { bind, demandTrue, type Pointer, Refused } from './native.ts'
import { writeRegistryValue, removeRegistryValue } from './registry-writer.ts'
import { applySettings, compareSettings } from './service-settings.ts'
import { commandLineOf } from './service-values.ts'
import { closeService, openManager, openService, queryStatus, refusal, serviceNamed } from './services.ts'

struct('SERVICE_DESCRIPTIONW', { text: 'str16' })

const create = bind<
  (
    manager: bigint,
    name: string,
    displayName: string,
    access: number,
    type: number,
    start: number,
    errorControl: number,
    command: string,
    group: null,
    tag: null,
    dependencies: null,
    account: string,
    password: null,
  ) => Pointer
>(
  'advapi32',
  'void *__stdcall CreateServiceW(void *m, str16 name, str16 display, uint32 access, uint32 type, uint32 start, uint32 error, str16 command, str16 group, void *tag, void *dependencies, str16 account, str16 password)',
)
const change = bind<
  (
    service: bigint,
    type: number,
    start: number,
    errorControl: number,
    command: string | null,
    group: null,
    tag: null,
    dependencies: null,
    account: string | null,
    password: null,
    displayName: string | null,
  ) => number
>(
  'advapi32',
  'int __stdcall ChangeServiceConfigW(void *s, uint32 type, uint32 start, uint32 error, str16 command, str16 group, void *tag, void *dependencies, str16 account, str16 password, str16 display)',
)
const describeService = bind<(service: bigint, level: number, value: { text: string }) => number>(
  'advapi32',
  'int __stdcall ChangeServiceConfig2W(void *s, uint32 level, SERVICE_DESCRIPTIONW *value)',
)
const start = bind<(service: bigint, count: number, given: null) => number>(
  'advapi32',
  'int __stdcall StartServiceW(void *s, uint32 count, void *given)',
)
const control = bind<(service: bigint, what: number, status: Buffer) => number>(
  'advapi32',
  'int __stdcall ControlService(void *s, uint32 what, void *status)',
)
const remove = bind<(service: bigint) => number>('advapi32', 'int __stdcall DeleteService(void *s)')

const [connect, createIn] = [1, 2]
/** SERVICE_QUERY_CONFIG, CHANGE_CONFIG, QUERY_STATUS, START, STOP; DELETE. */
const [everyday, toDelete] = [0x1 | 0x2 | 0x4 | 0x10 | 0x20, 0x10000]
const queryConfiguration = 0x1
const ownProcess = 0x10
const unchanged = 0xffffffff
const stopControl = 1
const errors = { noSuchService: 1060, alreadyRuns: 1056, notActive: 1062, markedForDeletion: 1072, exists: 1073 } as const
const starts: Readonly<Record<ServiceStart, number>> = { automatic: 2, delayedAutomatic: 2, manual: 3, disabled: 4 }

export const isMarkedForDeletion = (error: unknown): boolean => error instanceof Refused && error.code === errors.markedForDeletion

const withManager = <T>(access: number, work: (manager: bigint) => T): T => {
  const manager = openManager(null, null, access)
  if (manager === null) throw refusal('OpenSCManager')
  try {
    return work(manager)
  } finally {
    closeService(manager)
  }
}

/** Undefined when there is no such service. */
const withService = <T>(name: string, access: number, work: (service: bigint) => T): T | undefined =>
  withManager(connect, (manager) => {
    const service = openService(manager, name, access)
    if (service === null) {
      const why = refusal(`opening service ${name}`)
      if (why.code === errors.noSuchService) return undefined
      throw why
    }
    try {
      return work(service)
    } finally {
      closeService(service)
    }
  })

/** As the manager has it now; undefined when there is none. */
export const presentService = (name: string): Service | undefined => {
  const found = serviceNamed(name)
  if (found.is === 'unknown') throw new Error(found.why)
  return found.is === 'known' ? found.value : undefined
}

const describe = (service: bigint, name: string, text: string): void =>
  demandTrue(describeService(service, 1, { text }), `describing service ${name}`)

/** The manager reads this value when it starts; every Windows writes it there itself when it is told by a call. */
const delay = (name: string, delayed: boolean): void => {
  const key = `HKLM\\SYSTEM\\CurrentControlSet\\Services\\${name}`
  if (delayed) writeRegistryValue(key, 'DelayedAutostart', { type: 'dword', value: 1 })
  else removeRegistryValue(key, 'DelayedAutostart')
}

/** `reached` is called between its parts. False when a service of this name is there already. */
export const newService = (wanted: ServiceConfiguration, reached: (point: string) => void): boolean => {
  const { name, displayName, description, command, account } = wanted
  const made = withManager(connect | createIn, (manager) => {
    const line = commandLineOf(command)
    const service = create(manager, name, displayName, everyday, ownProcess, starts[wanted.start], 1, line, null, null, null, account, null)
    if (service === null) {
      const why = refusal(`CreateService ${name}`)
      if (why.code === errors.exists) return false
      throw why
    }
    closeService(service)
    return true
  })
  if (made) reached(`service ${name} made`)
  withService(name, everyday, (service) => describe(service, name, description))
  delay(name, wanted.start === 'delayedAutomatic')
  return made
}

export const changeService = (name: string, wanted: Partial<Omit<ServiceConfiguration, 'name'>>): void => {
  const done = withService(name, everyday, (service) => {
    const line = wanted.command === undefined ? null : commandLineOf(wanted.command)
    const when = wanted.start === undefined ? unchanged : starts[wanted.start]
    const answer = change(
      service,
      unchanged,
      when,
      unchanged,
      line,
      null,
      null,
      null,
      wanted.account ?? null,
      null,
      wanted.displayName ?? null,
    )
    demandTrue(answer, `ChangeServiceConfig of ${name}`)
    if (wanted.description !== undefined) describe(service, name, wanted.description)
    if (wanted.start !== undefined) delay(name, wanted.start === 'delayedAutomatic')
    return true
  })
  if (done !== true) throw new Refused(`opening service ${name}`, errors.noSuchService)
}

export const changeSettings = (wanted: ServiceDefinition): ServiceSettings => {
  const settings = withService(wanted.name, everyday, (service) => applySettings(service, wanted))
  if (settings === undefined) throw new Refused(`opening service ${wanted.name}`, errors.noSuchService)
  return settings
}

/** Undefined when there is no such service. */
export const presentSettings = (wanted: ServiceDefinition): ServiceSettings | undefined =>
  withService(wanted.name, queryConfiguration, (service) => compareSettings(service, wanted))

/** False when there is no such service. It stays, marked, as long as some program holds it open. */
export const removeService = (name: string): boolean =>
  withService(name, everyday | toDelete, (service) => {
    if (remove(service) === 0) throw refusal(`DeleteService ${name}`)
    return true
  }) ?? false

interface Status {
  readonly state: number
  readonly exitCode: number
  readonly specificExitCode: number
  readonly pid: number
}
export const [stopped, running] = [1, 4]

export const serviceStatus = (name: string): Status | undefined =>
  withService(name, 0x4, (service) => {
    const bytes = Buffer.alloc(36)
    demandTrue(queryStatus(service, 0, bytes, bytes.length, [0]), `QueryServiceStatusEx of ${name}`)
    const at = (offset: number) => bytes.readUInt32LE(offset)
    return { state: at(4), exitCode: at(12), specificExitCode: at(16), pid: at(28) }
  })

/** False when it runs already. */
export const beginStart = (name: string): boolean => {
  const begun = withService(name, everyday, (service) => {
    if (start(service, 0, null) !== 0) return true
    const why = refusal(`StartService ${name}`)
    if (why.code === errors.alreadyRuns) return false
    throw why
  })
  if (begun === undefined) throw new Refused(`opening service ${name}`, errors.noSuchService)
  return begun
}

/** False when there is no such service or it does not run. */
export const beginStop = (name: string): boolean =>
  withService(name, everyday, (service) => {
    if (control(service, stopControl, Buffer.alloc(28)) !== 0) return true
    const why = refusal(`ControlService ${name}`)
    if (why.code === errors.notActive) return false
    throw why
  }) ?? false

/** The last status when `isSo`, or when the time is over. */
export const statusThat = async (
  name: string,
  isSo: (status: Status | undefined) => boolean,
  milliseconds: number,
): Promise<Status | undefined> => {
  const deadline = performance.now() + milliseconds
  for (;;) {
    const status = serviceStatus(name)
    if (isSo(status) || performance.now() > deadline) return status
    await pause(50)
  }
}
