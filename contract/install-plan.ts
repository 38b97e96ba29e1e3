/** The install plan: what will be done, in order, each action reviewable, verifiable and undoable. */
import { FixChange } from './fix-change.ts'
import { z } from 'zod'
import { CheckIdSchema } from './check-report.ts'
import { Failure, MessageValues } from './error-codes.ts'
import { Instant } from './ids.ts'

/** Names of actions. The sentence of each is `actions.<name>` in the wording. */
export const ActionName = z.enum([
  'programFolder',
  'dataFolder',
  'service',
  'eventSource',
  'enroll',
  'settings',
  'firewall',
  'startService',
  'waitForChannel',
  'roundTrip',
])
export type ActionName = z.infer<typeof ActionName>

/** One thing an action will create or change, for "Show every file, key and rule". */
export const PlannedChange = z.object({
  kind: z.enum(['folder', 'file', 'registryKey', 'service', 'firewallRule', 'cloud', 'process']),
  what: z.string(),
})
export type PlannedChange = z.infer<typeof PlannedChange>

export const PlannedAction = z.object({
  name: ActionName,
  /** Completes the short sentence beside the action: path, account, proxy, sizes. */
  values: MessageValues,
  changes: z.array(PlannedChange),
  /** Share of the progress bar; all weights of a plan sum to 100. */
  weight: z.number().positive(),
  /** False from the action after which Cancel no longer rolls back by itself. */
  cancellable: z.boolean(),
})
export type PlannedAction = z.infer<typeof PlannedAction>

export const InstallPlan = z.object({
  connectorName: z.string(),
  locationName: z.string(),
  organizationName: z.string(),
  actions: z.array(PlannedAction).min(1),
  expectedSeconds: z.number(),
})
export type InstallPlan = z.infer<typeof InstallPlan>

export const ActionState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('waiting') }),
  z.object({ is: z.literal('running'), since: Instant }),
  z.object({ is: z.literal('done'), milliseconds: z.number() }),
  z.object({ is: z.literal('failed'), failure: Failure, milliseconds: z.number() }),
  z.object({ is: z.literal('undoing') }),
  z.object({ is: z.literal('undone') }),
  z.object({ is: z.literal('undoFailed'), failure: Failure }),
])
export type ActionState = z.infer<typeof ActionState>

export const ActionRow = z.object({ action: PlannedAction, state: ActionState })
export type ActionRow = z.infer<typeof ActionRow>

/** What is done to a finished installation. */
export const MaintenanceWork = z.enum(['repair', 'enrollAgain', 'settings'])
export type MaintenanceWork = z.infer<typeof MaintenanceWork>

/** What a look at the installation found: `differs` says why an action is no longer as it was left. */
export const LookedOver = z.array(z.object({ action: PlannedAction, differs: Failure.optional() }))
export type LookedOver = z.infer<typeof LookedOver>

/** How the last maintenance ended; `redone` counts the actions that were no longer as they had been left. */
export const MaintenanceEnd = z.object({ work: MaintenanceWork, redone: z.number().int().nonnegative(), failure: Failure.optional() })
export type MaintenanceEnd = z.infer<typeof MaintenanceEnd>

/** How set-up goes on after a restart; `signIn`: it opens, and somebody signs in, because the server has not enrolled yet. */
export const AfterRestart = z.enum(['resume', 'repair', 'signIn'])
export type AfterRestart = z.infer<typeof AfterRestart>

/** A program holds `file`, and the server itself takes care of it when it starts. Absent once it has started again. */
export const WaitingRestart = z.object({
  file: z.string(),
  then: AfterRestart,
  /** What Windows runs once, with consent, when an administrator signs in after the restart. */
  line: z.string(),
  /** The registry value that holds it. */
  where: z.string(),
  /** It stands there. */
  agreed: z.boolean(),
})
export type WaitingRestart = z.infer<typeof WaitingRestart>

/**
 * The installation as a whole. `interrupted` is what a start finds after a crash, or what is left where set-up stopped by itself
 * (`failure` says why): the person chooses Resume or Undo. `damaged`: the journal cannot be read, so nothing may be changed on its word.
 */
export const InstallState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('none') }),
  z.object({ is: z.literal('damaged'), failure: Failure }),
  z.object({
    is: z.literal('interrupted'),
    plan: InstallPlan,
    rows: z.array(ActionRow),
    at: Instant,
    failure: Failure.optional(),
    restart: WaitingRestart.optional(),
  }),
  z.object({
    is: z.literal('running'),
    plan: InstallPlan,
    rows: z.array(ActionRow),
    progress: z.number().min(0).max(100),
    since: Instant,
    /** Absent for an installation. Of maintenance only a repair can be stopped; nothing of it is taken back. */
    work: MaintenanceWork.optional(),
  }),
  z.object({
    is: z.literal('undoing'),
    plan: InstallPlan,
    rows: z.array(ActionRow),
    why: z.enum(['failed', 'cancelled', 'asked']),
    failure: Failure.optional(),
  }),
  z.object({
    is: z.literal('installed'),
    plan: InstallPlan,
    rows: z.array(ActionRow),
    at: Instant,
    /** Of this run of the program; absent when none was asked for. */
    maintenance: MaintenanceEnd.optional(),
    restart: WaitingRestart.optional(),
  }),
  z.object({
    is: z.literal('undone'),
    plan: InstallPlan,
    rows: z.array(ActionRow),
    why: z.enum(['failed', 'cancelled', 'asked']),
    failure: Failure.optional(),
    made: z.number(),
    takenBack: z.number(),
  }),
])
export type InstallState = z.infer<typeof InstallState>

/**
 * A change that a check offered and a person asked for (`fixCheck`). Neither Undo nor Uninstall takes it back; `undoFix` does, where
 * its changes can be taken back at all.
 */
export const MadeFix = z.object({ check: CheckIdSchema, fix: z.string(), at: Instant, changes: z.array(FixChange) })
export type MadeFix = z.infer<typeof MadeFix>

/** Absent where no fix was made. */
const fixes = z.array(MadeFix).min(1).optional()

/** What the footer says: always read from the journals, never guessed. `fixed`: fixes were made and nothing else. */
export const Ledger = z.discriminatedUnion('is', [
  z.object({ is: z.literal('nothingChanged') }),
  z.object({ is: z.literal('fixed'), fixes: z.array(MadeFix).min(1) }),
  z.object({ is: z.literal('changing'), changes: z.number(), fixes }),
  z.object({ is: z.literal('changed'), changes: z.number(), fixes }),
  z.object({ is: z.literal('takenBack'), made: z.number(), takenBack: z.number(), fixes }),
  z.object({ is: z.literal('interrupted'), changes: z.number(), fixes }),
  /** The journal is damaged: what was changed cannot be said. */
  z.object({ is: z.literal('unreadable') }),
])
export type Ledger = z.infer<typeof Ledger>

/** The last lines of the install log, shown on demand. */
export const LogLine = z.object({ at: Instant, level: z.enum(['info', 'warn', 'error']), topic: z.string(), message: z.string() })
export type LogLine = z.infer<typeof LogLine>
