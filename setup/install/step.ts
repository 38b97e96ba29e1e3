/** What every action of the plan is made of. One file in `steps/` each. */
import { type Result } from '../../contract/error-codes.ts'
import { type ActionName, type LogLine, type PlannedAction, type PlannedChange } from '../../contract/install-plan.ts'
import { type ProxyAccount } from '../../contract/proxy.ts'
import { type EnrollmentDoor } from '../enrollment/door.ts'
import { type Host } from '../host/host-writer.ts'
import { type ConnectorServiceDoor } from '../service/door.ts'
import { type InstallInputs } from './inputs.ts'
import { type Before } from './journal.ts'

/** The connector service's own files, as they are shipped. Paths are relative to the program folder, with backslashes. */
export interface ServicePayload {
  readonly version: string
  readonly files: readonly { readonly path: string; readonly content: string | { readonly shipped: string } }[]
  /** Program and arguments of the service, with paths of the server. */
  readonly command: (inputs: InstallInputs) => readonly string[]
  /** Command line that takes everything back, for the registry. */
  readonly uninstall: string
}

export interface StepContext {
  readonly inputs: InstallInputs
  readonly host: Host
  readonly payload: ServicePayload
  readonly enrollment: EnrollmentDoor
  readonly service: ConnectorServiceDoor
  /** Typed in or read since this set-up started; undefined when it is not known any more. */
  readonly proxyAccount: (id: string) => ProxyAccount | undefined
  /** Seconds that the channel may take to become healthy. */
  readonly channelSeconds: number
  readonly signal: AbortSignal
  /** Learnt by this or an earlier action. */
  readonly fact: (name: string) => string | undefined
  readonly learn: (facts: Record<string, string>) => void
  readonly log: (level: LogLine['level'], message: string) => void
  /**
   * Writes down the change and what stood there before, then makes it. After a crash the same change may be made again;
   * what stood there before is then read from the journal, not from the machine.
   */
  readonly change: (
    change: PlannedChange,
    before: () => Promise<Result<Before>>,
    make: () => Promise<Result<unknown>>,
  ) => Promise<Result<undefined>>
}

export interface InstallStep {
  readonly name: ActionName
  /** Pure. */
  plan(inputs: InstallInputs, payload: ServicePayload): Omit<PlannedAction, 'name'>
  /** May run again over its own half-finished work. */
  apply(context: StepContext): Promise<Result<undefined>>
  /** Whether the machine is as `apply` leaves it; changes nothing. */
  verify(context: StepContext): Promise<Result<undefined>>
  /** Takes one recorded change back; succeeds when there is nothing to take back. */
  undo(context: StepContext, change: PlannedChange, before: Before): Promise<Result<undefined>>
}
