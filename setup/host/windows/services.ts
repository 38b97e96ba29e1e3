/** Services as the Service Control Manager has them (advapi32). */
import { array, decode, struct } from 'koffi'
import { absent, type Fact, known, type Service } from '../fact-sections.ts'
import { bind, demandTrue, factOf, type Pointer, Refused, textIn } from './native.ts'
import { registryFlag, registryValues } from './registry.ts'
import { flagOf, numberOf, textOf } from './registry-values.ts'
import { commandOf, serviceStart, serviceState } from './service-values.ts'

struct('ENUM_SERVICE_STATUS_PROCESSW', {
  name: 'str16',
  displayName: 'str16',
  type: 'uint32',
  state: 'uint32',
  controls: 'uint32',
  exitCode: 'uint32',
  specificExitCode: 'uint32',
  checkPoint: 'uint32',
  waitHint: 'uint32',
  pid: 'uint32',
  flags: 'uint32',
})
struct('QUERY_SERVICE_CONFIGW', {
  type: 'uint32',
  start: 'uint32',
  errorControl: 'uint32',
  command: 'str16',
  group: 'str16',
  tag: 'uint32',
  dependencies: 'void *',
  account: 'str16',
  displayName: 'str16',
})
interface Listed {
  name: string
  displayName: string | null
  state: number
  pid: number
}
interface Configured {
  start: number
  command: string | null
  account: string | null
  displayName: string | null
  delayed: boolean
}

export const openManager = bind<(machine: null, database: null, access: number) => Pointer>(
  'advapi32',
  'void *__stdcall OpenSCManagerW(str16 machine, str16 database, uint32 access)',
)
export const openService = bind<(manager: bigint, name: string, access: number) => Pointer>(
  'advapi32',
  'void *__stdcall OpenServiceW(void *manager, str16 name, uint32 access)',
)
export const closeService = bind<(handle: bigint) => number>('advapi32', 'int __stdcall CloseServiceHandle(void *handle)')
const enumerate = bind<
  (
    m: bigint,
    level: number,
    type: number,
    state: number,
    b: Buffer,
    size: number,
    more: number[],
    n: number[],
    resume: number[],
    g: null,
  ) => number
>(
  'advapi32',
  'int __stdcall EnumServicesStatusExW(void *m, int level, uint32 type, uint32 state, void *b, uint32 size, _Out_ uint32 *more, _Out_ uint32 *n, _Inout_ uint32 *resume, str16 g)',
)
const queryConfig = bind<(service: bigint, buffer: Buffer, size: number, needed: number[]) => number>(
  'advapi32',
  'int __stdcall QueryServiceConfigW(void *service, void *buffer, uint32 size, _Out_ uint32 *needed)',
)
export const queryStatus = bind<(service: bigint, level: number, buffer: Buffer, size: number, needed: number[]) => number>(
  'advapi32',
  'int __stdcall QueryServiceStatusEx(void *service, int level, void *buffer, uint32 size, _Out_ uint32 *needed)',
)

const expandVariables = bind<(text: string, out: Buffer, capacity: number) => number>(
  'kernel32',
  'uint32 __stdcall ExpandEnvironmentStringsW(str16 text, void *out, uint32 capacity)',
)

const connectAndEnumerate = 5
const queryBoth = 1 | 4
const ownProcessesAndShared = 0x30
const activeAndInactive = 3
/** Largest QUERY_SERVICE_CONFIG, as documented. */
const configurationSize = 8192
/** Characters. */
const longestCommand = 32_767
const [moreData, noSuchService] = [234, 1060]

export const refusal = (call: string): Refused => {
  try {
    demandTrue(0, call)
  } catch (error) {
    if (error instanceof Refused) return error
  }
  return new Refused(call, 0)
}

let opened: bigint | undefined

/** Opened once, for as long as this process lives: opening and closing are calls to another process, like every question. */
const manager = (): bigint => {
  const handle = opened ?? openManager(null, null, connectAndEnumerate)
  if (handle === null) throw refusal('OpenSCManager')
  opened = handle
  return handle
}

/** Undefined when there is no such service. */
const withService = <T>(name: string, read: (service: bigint) => T): T | undefined => {
  const service = openService(manager(), name, queryBoth)
  if (service === null) {
    const why = refusal(`opening service ${name}`)
    if (why.code === noSuchService) return undefined
    throw why
  }
  try {
    return read(service)
  } finally {
    closeService(service)
  }
}

const servicesKey = 'HKLM\\SYSTEM\\CurrentControlSet\\Services'

const isDelayed = (delayed: Fact<boolean>): boolean => {
  if (delayed.is === 'unknown') throw new Error(delayed.why)
  return delayed.is === 'known' && delayed.value
}

const configuration = (name: string, service: bigint): Configured => {
  const buffer = Buffer.alloc(configurationSize)
  demandTrue(queryConfig(service, buffer, buffer.length, [0]), `QueryServiceConfig of ${name}`)
  const answer = decode(buffer, 'QUERY_SERVICE_CONFIGW') as Omit<Configured, 'delayed'>
  return { ...answer, delayed: isDelayed(registryFlag(`${servicesKey}\\${name}`, 'DelayedAutostart')) }
}

/** With the values of variables in it, as the manager tells command lines. */
const expanded = (text: string): string => {
  const buffer = Buffer.alloc(2 * longestCommand)
  const length = expandVariables(text, buffer, longestCommand)
  demandTrue(length > longestCommand ? 0 : length, 'ExpandEnvironmentStrings')
  return textIn(buffer)
}

/**
 * What the manager keeps of a service, read where it keeps it: asking the manager is three calls to another process for every service.
 * Undefined where that cannot be read: a service may guard its key.
 */
const configurationInRegistry = (name: string): Configured | undefined => {
  const found = registryValues(`${servicesKey}\\${name}`, ['Start', 'ImagePath', 'ObjectName', 'DelayedAutostart'])
  if (found.is !== 'known') return undefined
  const { Start, ImagePath, ObjectName, DelayedAutostart } = found.value
  const [start, command, account, delayed] = [numberOf(Start), textOf(ImagePath), textOf(ObjectName), flagOf(DelayedAutostart)]
  if (start.is !== 'known' || ImagePath.is !== 'known' || command.is !== 'known' || account.is !== 'known') return undefined
  return {
    start: start.value,
    command: ImagePath.value.type === 'expandString' ? expanded(command.value) : command.value,
    account: account.value,
    displayName: null,
    delayed: isDelayed(delayed),
  }
}

const serviceOf = ({ name, displayName, state, pid }: Listed, { start, command, account, delayed }: Configured): Service => ({
  name,
  displayName: (displayName ?? '').slice(0, 256),
  state: serviceState(state),
  start: serviceStart(start, delayed),
  account: account ?? '',
  command: commandOf(command ?? ''),
  ...(pid === 0 ? {} : { pid }),
})

const listed = (): Listed[] => {
  for (let size = 65_536; size < 16 * 1024 * 1024;) {
    const [buffer, more, count] = [Buffer.alloc(size), [0], [0]]
    if (enumerate(manager(), 0, ownProcessesAndShared, activeAndInactive, buffer, size, more, count, [0], null) !== 0)
      return decode(buffer, array('ENUM_SERVICE_STATUS_PROCESSW', count[0] ?? 0)) as Listed[]
    const why = refusal('EnumServicesStatusEx')
    if (why.code !== moreData) throw why
    size += Math.max(more[0] ?? 0, 4096)
  }
  throw new Error('the list of services is larger than 16 MB')
}

/** All services that are programs; drivers are none of ours. */
export const allServices = (): Fact<Service[]> =>
  factOf(() =>
    known(
      listed().flatMap((entry) => {
        const found = configurationInRegistry(entry.name) ?? withService(entry.name, (service) => configuration(entry.name, service))
        // One that was deleted meanwhile is no longer there.
        return found === undefined ? [] : [serviceOf(entry, found)]
      }),
    ),
  )

export const serviceNamed = (name: string): Fact<Service> =>
  factOf(() => {
    const found = withService(name, (service) => {
      const status = Buffer.alloc(36)
      demandTrue(queryStatus(service, 0, status, status.length, [0]), `QueryServiceStatusEx of ${name}`)
      const settings = configuration(name, service)
      const entry = { name, displayName: settings.displayName, state: status.readUInt32LE(4), pid: status.readUInt32LE(28) }
      return serviceOf(entry, settings)
    })
    return found === undefined ? absent : known(found)
  })
