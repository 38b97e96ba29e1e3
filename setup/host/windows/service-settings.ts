/**
 * Settings of a service beyond its registration (advapi32): recovery, delayed start, SID, privileges, time before shut-down. Each is
 * set and read back. The call that sets answers success where nothing was kept, so only what was read back counts.
 */
import { array, decode, struct } from 'koffi'
import { type ServiceDefinition, type ServiceSettingName } from '../../../contract/service-definition.ts'
import { type ServiceSettings } from '../host-reader.ts'
import { bind, demandTrue, Refused, textAt } from './native.ts'

struct('CAUSEWAY_FAILURE_ACTIONS', { reset: 'uint32', message: 'void *', command: 'void *', count: 'uint32', actions: 'void *' })
struct('CAUSEWAY_SERVICE_POINTER', { pointer: 'void *' })

interface FailureActions {
  readonly reset: number
  readonly message: null
  readonly command: null
  readonly count: number
  readonly actions: Buffer
}
const setNumber = bind<(service: bigint, level: number, value: Buffer) => number>(
  'advapi32',
  'int __stdcall ChangeServiceConfig2W(void *service, uint32 level, void *value)',
)
const setActions = bind<(service: bigint, level: number, value: FailureActions) => number>(
  'advapi32',
  'int __stdcall ChangeServiceConfig2W(void *service, uint32 level, CAUSEWAY_FAILURE_ACTIONS *value)',
)
const setPointer = bind<(service: bigint, level: number, value: { readonly pointer: Buffer }) => number>(
  'advapi32',
  'int __stdcall ChangeServiceConfig2W(void *service, uint32 level, CAUSEWAY_SERVICE_POINTER *value)',
)
const query = bind<(service: bigint, level: number, buffer: Buffer, size: number, needed: number[]) => number>(
  'advapi32',
  'int __stdcall QueryServiceConfig2W(void *service, uint32 level, void *buffer, uint32 size, _Out_ uint32 *needed)',
)

/** ERROR_CALL_NOT_IMPLEMENTED, ERROR_INVALID_LEVEL: this system knows no such setting, or does not tell it. */
const doesNotTell = [120, 124]
const largest = 8192
const actionTypes = { none: 0, restart: 1 } as const

interface Setting {
  readonly name: ServiceSettingName
  readonly level: number
  readonly wanted: string
  readonly set: (service: bigint) => number
  readonly read: (buffer: Buffer) => string
}

const numbered = (name: ServiceSettingName, level: number, value: number): Setting => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return {
    name,
    level,
    wanted: String(value),
    set: (service) => setNumber(service, level, bytes),
    read: (buffer) => String(buffer.readUInt32LE(0)),
  }
}

const recoveryOf = ({ recovery }: ServiceDefinition): Setting => {
  const numbers = recovery.actions.flatMap(({ what, after }) => [actionTypes[what], after])
  const actions = Buffer.alloc(numbers.length * 4)
  for (const [index, value] of numbers.entries()) actions.writeUInt32LE(value, index * 4)
  return {
    name: 'recovery actions',
    level: 2,
    wanted: [recovery.resetAfter, ...numbers].join(' '),
    set: (service) =>
      setActions(service, 2, { reset: recovery.resetAfter, message: null, command: null, count: recovery.actions.length, actions }),
    read: (buffer) => {
      const [count, at] = [buffer.readUInt32LE(24), buffer.readBigUInt64LE(32)]
      const kept = at === 0n ? [] : [...(decode(at, array('uint32', count * 2)) as Iterable<number>)]
      return [buffer.readUInt32LE(0), ...kept].join(' ')
    },
  }
}

const privilegesOf = ({ privileges }: ServiceDefinition): Setting => {
  const list = Buffer.from(`${privileges.join('\0')}\0\0`, 'utf16le')
  return {
    name: 'privileges',
    level: 6,
    wanted: privileges.join(' '),
    set: (service) => setPointer(service, 6, { pointer: list }),
    read: (buffer) => {
      const kept: string[] = []
      for (let at = buffer.readBigUInt64LE(0); at !== 0n;) {
        const name = textAt(at)
        if (name === '') break
        kept.push(name)
        at += BigInt((name.length + 1) * 2)
      }
      return kept.join(' ')
    },
  }
}

const settingsOf = (wanted: ServiceDefinition): readonly Setting[] => [
  recoveryOf(wanted),
  numbered('delayed start', 3, 1),
  numbered('recovery after a failure exit', 4, wanted.recovery.onFailureExit ? 1 : 0),
  numbered('service SID', 5, 1),
  privilegesOf(wanted),
  numbered('time before shut-down', 7, wanted.preshutdown),
]

/** As the system keeps it; undefined where it does not tell. */
const keptAs = (service: bigint, { name, level, read }: Setting): string | undefined => {
  const buffer = Buffer.alloc(largest)
  try {
    demandTrue(query(service, level, buffer, buffer.length, [0]), `reading ${name}`)
  } catch (error) {
    if (error instanceof Refused && doesNotTell.includes(error.code)) return undefined
    throw error
  }
  return read(buffer)
}

/** What is kept otherwise than wanted, and what this system does not tell, so that nobody knows whether it is kept. */
export const compareSettings = (service: bigint, wanted: ServiceDefinition): ServiceSettings => {
  const kept = settingsOf(wanted).map((setting) => ({ ...setting, kept: keptAs(service, setting) }))
  return {
    differing: kept.flatMap(({ name, kept: value, wanted: right }) => (value === undefined || value === right ? [] : [name])),
    unconfirmed: kept.flatMap(({ name, kept: value }) => (value === undefined ? [name] : [])),
  }
}

/** Throws `Refused` where a setting is refused, and says which one does not read as it was set. */
export const applySettings = (service: bigint, wanted: ServiceDefinition): ServiceSettings => {
  for (const setting of settingsOf(wanted)) {
    try {
      demandTrue(setting.set(service), `setting ${setting.name} of ${wanted.name}`)
    } catch (error) {
      if (!(error instanceof Refused) || !doesNotTell.includes(error.code)) throw error
    }
  }
  return compareSettings(service, wanted)
}
