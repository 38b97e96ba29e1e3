/** What follows from a journal: rows of the page, the ledger in the footer, what is to be taken back. Pure; nothing is guessed. */
import { type Failure } from '../../contract/error-codes.ts'
import {
  type ActionName,
  type ActionRow,
  type ActionState,
  type InstallPlan,
  type InstallState,
  type Ledger,
  type MadeFix,
  type MaintenanceEnd,
  type MaintenanceWork,
  type PlannedChange,
  type WaitingRestart,
} from '../../contract/install-plan.ts'
import { type InstallInputs } from './inputs.ts'
import { type Before, type JournalLine } from './journal.ts'

export interface RecordedChange {
  change: PlannedChange
  before: Before
  takenBack: boolean
}

export interface RecordedAction {
  name: ActionName
  state: ActionState
  /** In the order in which they were begun. */
  changes: RecordedChange[]
  facts: Record<string, string>
}

export interface JournalView {
  plan: InstallPlan
  inputs: InstallInputs
  actions: Map<ActionName, RecordedAction>
  /** `unfinished`: begun and not ended; somebody is at work now or was interrupted. */
  phase:
    | { is: 'unfinished'; doing: 'applying' }
    | { is: 'unfinished'; doing: 'undoing'; why: 'failed' | 'cancelled' | 'asked'; failure?: Failure | undefined }
    | { is: 'installed' }
    | { is: 'undone'; why: 'failed' | 'cancelled' | 'asked'; failure?: Failure | undefined; inPart: boolean }
  startedAt: string
  /** Time of the last line. */
  at: string
  /** The unfinished work is a new enrollment of what is installed. */
  enrollingAgain: boolean
}

/** What this process is doing to the machine now; absent when it does nothing. */
export interface WorkNow {
  readonly is: 'install' | MaintenanceWork
  /** 0 to 100, where the journal cannot say: a repair looks more than it writes. */
  readonly progress?: number | undefined
}

/** What a new enrollment does again. */
export const doneAgain: readonly ActionName[] = ['enroll', 'settings', 'startService', 'waitForChannel', 'roundTrip']

/** What a change of the settings does again. */
export const doneForSettings: readonly ActionName[] = ['settings', 'startService', 'waitForChannel']

/** `undefined` for an empty journal. */
export const viewJournal = (lines: readonly JournalLine[]): JournalView | undefined => {
  const first = lines[0]
  if (first?.entry.is !== 'begun') return undefined
  const { plan, inputs } = first.entry
  const actions = new Map<ActionName, RecordedAction>(
    plan.actions.map(({ name }) => [name, { name, state: { is: 'waiting' }, changes: [], facts: {} }]),
  )
  const phase = { is: 'unfinished', doing: 'applying' } as const
  const view: JournalView = { plan, inputs, actions, phase, startedAt: first.at, at: first.at, enrollingAgain: false }
  for (const { at, entry } of lines) {
    view.at = at
    if ('action' in entry) readActionEntry(actions.get(entry.action), at, entry)
    else if (entry.is === 'resumed') view.phase = { is: 'unfinished', doing: 'applying' }
    else if (entry.is === 'again') {
      view.inputs = entry.inputs
      view.enrollingAgain = true
      view.phase = { is: 'unfinished', doing: 'applying' }
      for (const name of doneAgain) {
        const action = actions.get(name)
        if (action !== undefined) action.state = { is: 'waiting' }
      }
    } else if (entry.is === 'settings') {
      view.inputs = entry.inputs
      view.phase = { is: 'unfinished', doing: 'applying' }
      for (const name of doneForSettings) {
        const action = actions.get(name)
        if (action !== undefined) action.state = { is: 'waiting' }
      }
    } else if (entry.is === 'undoing') {
      view.phase = { is: 'unfinished', doing: 'undoing', why: entry.why, failure: entry.failure }
      view.enrollingAgain = false
      // What only waited or looked has nothing to take back, and what it proved no longer holds.
      for (const action of actions.values()) if (action.state.is === 'done' && action.changes.length === 0) action.state = { is: 'undone' }
    } else if (entry.is === 'ended') {
      view.phase = endOf(entry.how, view.phase)
      view.enrollingAgain = false
    }
  }
  return view
}

const endOf = (how: 'installed' | 'undone' | 'undoneInPart', phase: JournalView['phase']): JournalView['phase'] => {
  if (how === 'installed') return { is: 'installed' }
  const undoing = phase.is === 'unfinished' && phase.doing === 'undoing' ? phase : { why: 'asked' as const, failure: undefined }
  return { is: 'undone', why: undoing.why, failure: undoing.failure, inPart: how === 'undoneInPart' }
}

type ActionEntry = Extract<JournalLine['entry'], { action: ActionName }>

const readActionEntry = (action: RecordedAction | undefined, at: string, entry: ActionEntry): void => {
  if (action === undefined) return
  switch (entry.is) {
    case 'applying':
      action.state = { is: 'running', since: at }
      return
    case 'changing':
      action.changes.push({ change: entry.change, before: entry.before, takenBack: false })
      return
    case 'learnt':
      Object.assign(action.facts, entry.facts)
      return
    case 'applied':
      action.state = { is: 'done', milliseconds: entry.milliseconds }
      return
    case 'failed':
      action.state = { is: 'failed', failure: entry.failure, milliseconds: entry.milliseconds }
      return
    case 'takenBack': {
      const recorded = action.changes.find(({ change, takenBack }) => change.what === entry.what && !takenBack)
      if (recorded !== undefined) recorded.takenBack = true
      // What was learnt of a registration ends with it.
      if (recorded?.change.kind === 'cloud') action.facts = {}
      if (action.changes.every(({ takenBack }) => takenBack)) action.state = { is: 'undone' }
      else if (action.state.is !== 'undoFailed') action.state = { is: 'undoing' }
      return
    }
    case 'notTakenBack':
      action.state = { is: 'undoFailed', failure: entry.failure }
  }
}

export const rowsOf = (view: JournalView): ActionRow[] =>
  view.plan.actions.map((action) => ({ action, state: view.actions.get(action.name)?.state ?? { is: 'waiting' } }))

export const madeBy = (view: JournalView): number => [...view.actions.values()].reduce((sum, { changes }) => sum + changes.length, 0)
export const takenBackBy = (view: JournalView): number =>
  [...view.actions.values()].reduce((sum, { changes }) => sum + changes.filter(({ takenBack }) => takenBack).length, 0)

/**
 * Whether something of an ended undo is still on the machine. A registration that the cloud could not be told about is not: the
 * console can remove it, and the next enrollment finds it as "seen before".
 */
export const isLeftBehind = (view: JournalView): boolean =>
  view.phase.is === 'undone' &&
  view.phase.inPart &&
  [...view.actions.values()].some(({ changes }) => changes.some(({ takenBack, change }) => !takenBack && change.kind !== 'cloud'))

/**
 * `working` says whether this process is applying or undoing right now; otherwise an unfinished journal is an interrupted one.
 * Fixes are changes too, but none that is taken back: they stand beside.
 */
export const ledgerOf = (view: JournalView | undefined, working: boolean, made: readonly MadeFix[] = []): Ledger => {
  const fixes = made.length === 0 ? {} : { fixes: [...made] }
  const nothing: Ledger = made.length === 0 ? { is: 'nothingChanged' } : { is: 'fixed', fixes: [...made] }
  if (view === undefined) return nothing
  const all = madeBy(view)
  const takenBack = takenBackBy(view)
  switch (view.phase.is) {
    case 'installed':
      return { is: 'changed', changes: all - takenBack, ...fixes }
    case 'undone':
      if (isLeftBehind(view)) return { is: 'interrupted', changes: all - takenBack, ...fixes }
      return all === 0 ? nothing : { is: 'takenBack', made: all, takenBack, ...fixes }
    case 'unfinished':
      return { is: working ? 'changing' : 'interrupted', changes: all - takenBack, ...fixes }
  }
}

/** Weight of what is done, 0 to 100. */
export const progressOf = (view: JournalView): number => {
  const total = view.plan.actions.reduce((sum, { weight }) => sum + weight, 0)
  const done = view.plan.actions.reduce((sum, { name, weight }) => sum + (view.actions.get(name)?.state.is === 'done' ? weight : 0), 0)
  return Math.min(100, (100 * done) / total)
}

/** What stopped the last work, as long as nothing has gone on from there. */
const stoppedBy = (view: JournalView): Failure | undefined => {
  const failures = [...view.actions.values()].flatMap(({ state }) => (state.is === 'failed' ? [state.failure] : []))
  return failures.find(({ code }) => code === 'CW3022') ?? failures.at(-1)
}

/** The file that waits for the server's next start; the server itself knows whether it still does. */
export const heldFile = (view: JournalView | undefined): string | undefined => {
  if (view === undefined || view.phase.is === 'undone') return undefined
  if (view.phase.is === 'unfinished' && view.phase.doing === 'undoing') return undefined
  const failure = stoppedBy(view)
  return failure?.code === 'CW3022' ? String(failure.values['file']) : undefined
}

export const installStateOf = (
  view: JournalView | undefined,
  now: WorkNow | undefined,
  maintenance?: MaintenanceEnd,
  waiting?: WaitingRestart,
): InstallState => {
  if (view === undefined) return { is: 'none' }
  const { plan, phase, startedAt, at } = view
  const rows = rowsOf(view)
  const restart = waiting === undefined ? {} : { restart: waiting }
  if (phase.is === 'installed') {
    if (now !== undefined && now.is !== 'install')
      return { is: 'running', plan, rows, progress: now.progress ?? 0, since: at, work: now.is }
    return { is: 'installed', plan, rows, at, ...(maintenance === undefined ? {} : { maintenance }), ...restart }
  }
  if (phase.is === 'undone')
    return {
      is: 'undone',
      plan,
      rows,
      why: phase.why,
      made: madeBy(view),
      takenBack: takenBackBy(view),
      ...(phase.failure === undefined ? {} : { failure: phase.failure }),
    }
  if (now === undefined) {
    const failure = phase.doing === 'applying' ? stoppedBy(view) : phase.failure
    return { is: 'interrupted', plan, rows, at, ...(failure === undefined ? {} : { failure }), ...restart }
  }
  if (phase.doing === 'undoing')
    return { is: 'undoing', plan, rows, why: phase.why, ...(phase.failure === undefined ? {} : { failure: phase.failure }) }
  const work = now.is === 'install' ? {} : { work: now.is }
  return { is: 'running', plan, rows, progress: progressOf(view), since: startedAt, ...work }
}
