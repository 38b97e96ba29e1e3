/**
 * What the Service Control Manager does for a service beside running it: starting it again after a failure, a SID of its own,
 * only the privileges that it needs, time to end at shutdown. Each is read back, but on Wine, which answers success and keeps nothing.
 */
import { decode, struct, view } from 'koffi'
import { type ServiceDefinition } from '../../../contract/service-definition.ts'
import { bind, demandTrue, type Pointer } from './native.ts'
import { closeService, openManager, openService, refusal } from './services.ts'
import { wineVersion } from './system.ts'

struct('SERVICE_FAILURE_ACTIONSW', { reset: 'uint32', message: 'void *', command: 'void *', count: 'uint32', actions: 'void *' })
struct('SERVICE_REQUIRED_PRIVILEGES_INFOW', { names: 'void *' })

interface FailureActions {
  readonly reset: number
  readonly message: null
  readonly command: null
  readonly count: number
  readonly actions: Buffer
}

const set = bind<(service: bigint, level: number, value: Buffer) => number>(
  'advapi32',
  'int __stdcall ChangeServiceConfig2W(void *s, uint32 level, void *value)',
)
const setRecovery = bind<(service: bigint, level: number, value: FailureActions) => number>(
  'advapi32',
  'int __stdcall ChangeServiceConfig2W(void *s, uint32 level, SERVICE_FAILURE_ACTIONSW *value)',
)
const setPrivileges = bind<(service: bigint, level: number, value: { names: Buffer }) => number>(
  'advapi32',
  'int __stdcall ChangeServiceConfig2W(void *s, uint32 level, SERVICE_REQUIRED_PRIVILEGES_INFOW *value)',
)
const query = bind<(service: bigint, level: number, value: Buffer, size: number, needed: (number | null)[]) => number>(
  'advapi32',
  'int __stdcall QueryServiceConfig2W(void *s, uint32 level, void *value, uint32 size, _Out_ uint32 *needed)',
)

/** SERVICE_CONFIG_…: the levels of both calls. */
const levels = { failureActions: 2, failureFlag: 4, sid: 5, privileges: 6, preshutdown: 7 } as const
/** SC_ACTION_NONE and SC_ACTION_RESTART; SERVICE_SID_TYPE_UNRESTRICTED. */
const actionKinds = { none: 0, restart: 1 } as const
const sidTypes = { unrestricted: 1 } as const
/** Largest answer of QueryServiceConfig2, as documented. */
const largest = 8192
/** SERVICE_QUERY_CONFIG, SERVICE_CHANGE_CONFIG, and SERVICE_START, which recovery by starting again asks for. */
const access = 0x1 | 0x2 | 0x10

const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

const actionsOf = ({ recovery }: ServiceDefinition): Buffer =>
  Buffer.concat(recovery.actions.flatMap(({ what, after }) => [number(actionKinds[what]), number(after)]))

const namesOf = ({ privileges }: ServiceDefinition): Buffer => Buffer.from(`${privileges.join('\0')}\0\0`, 'utf16le')

const read = (service: bigint, level: number): Buffer => {
  const answer = Buffer.alloc(largest)
  demandTrue(query(service, level, answer, answer.length, [0]), `QueryServiceConfig2 level ${level}`)
  return answer
}

const verify = (service: bigint, wanted: ServiceDefinition): void => {
  const demandSame = (same: boolean, what: string) => {
    if (!same) throw new Error(`${what} of service ${wanted.name} does not read as it was set`)
  }
  const failures = decode(read(service, levels.failureActions), 'SERVICE_FAILURE_ACTIONSW') as {
    reset: number
    count: number
    actions: Pointer
  }
  const actions = actionsOf(wanted)
  const told =
    failures.actions === null || failures.actions === 0n ? Buffer.alloc(0) : Buffer.from(view(failures.actions, failures.count * 8))
  demandSame(failures.reset === wanted.recovery.resetAfter && told.equals(actions), 'recovery')
  demandSame((read(service, levels.failureFlag).readUInt32LE() !== 0) === wanted.recovery.onFailureExit, 'recovery after a failure exit')
  demandSame(read(service, levels.sid).readUInt32LE() === sidTypes[wanted.sidType], 'kind of SID')
  const { names } = decode(read(service, levels.privileges), 'SERVICE_REQUIRED_PRIVILEGES_INFOW') as { names: Pointer }
  const listed = namesOf(wanted)
  demandSame(names !== null && names !== 0n && Buffer.from(view(names, listed.length)).equals(listed), 'required privileges')
}

/** For a service that is registered. Throws `Refused`, or says what does not read as it was set. */
export const superviseService = (wanted: ServiceDefinition): void => {
  const manager = openManager(null, null, 1)
  if (manager === null) throw refusal('OpenSCManager')
  const service = openService(manager, wanted.name, access)
  try {
    if (service === null) throw refusal(`opening service ${wanted.name}`)
    const { recovery } = wanted
    const actions = actionsOf(wanted)
    const failures = { reset: recovery.resetAfter, message: null, command: null, count: recovery.actions.length, actions }
    const onWine = wineVersion() !== undefined
    const done = (answer: number, what: string) => {
      if (!onWine) demandTrue(answer, `setting ${what} of service ${wanted.name}`)
    }
    done(setRecovery(service, levels.failureActions, failures), 'recovery')
    done(set(service, levels.failureFlag, number(recovery.onFailureExit ? 1 : 0)), 'recovery after a failure exit')
    done(set(service, levels.sid, number(sidTypes[wanted.sidType])), 'kind of SID')
    done(setPrivileges(service, levels.privileges, { names: namesOf(wanted) }), 'required privileges')
    done(set(service, levels.preshutdown, number(wanted.preshutdown)), 'time at shutdown')
    if (!onWine) verify(service, wanted)
  } finally {
    if (service !== null) closeService(service)
    closeService(manager)
  }
}
