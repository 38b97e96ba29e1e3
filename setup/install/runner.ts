/** Carries out a plan action by action through the journal, finishes an interrupted one, and takes everything back. Long: doing, resuming and undoing keep to one order of journal and step, and are read together. */
import { type Failure, type Result, failed, succeeded } from '../../contract/error-codes.ts'
import { type ActionName, type ActionRow, type LogLine, type LookedOver, type PlannedChange } from '../../contract/install-plan.ts'
import { type Reached } from '../host/host-writer.ts'
import { type InstallInputs } from './inputs.ts'
import { type Journal } from './journal.ts'
import { doneForSettings, type JournalView, madeBy, rowsOf, viewJournal } from './journal-view.ts'
import { type InstallStep, type StepContext } from './step.ts'
import { makePlan } from './plan.ts'
import { serviceName } from './steps/service.ts'

export interface RunnerDependencies {
  readonly journal: Journal
  readonly steps: readonly InstallStep[]
  /** Everything of a step's context that is not the runner's own. */
  readonly context: Pick<StepContext, 'host' | 'payload' | 'enrollment' | 'service' | 'proxyAccount' | 'channelSeconds'>
  readonly now: () => Date
  /** Called between the parts of the work; a test ends the process there. */
  readonly reached?: Reached | undefined
  /** Aborted when this process is about to end: the action at work is finished, the rest is left for Resume or Undo. */
  readonly halt: AbortSignal
  readonly log: (line: LogLine) => void
  /** The journal has grown; `row` is the action that it says something new about. */
  readonly changed: (row?: ActionRow) => void
  /** How much of a repair has been looked at, 0 to 100. */
  readonly looked?: (progress: number) => void
}

export type RunEnd =
  /** `redone`: how many actions were done again on what was installed already. */
  | { is: 'installed'; redone?: number; failure?: Failure | undefined }
  | { is: 'halted'; failure?: Failure | undefined }
  | { is: 'undone'; why: 'failed' | 'cancelled' | 'asked'; failure?: Failure | undefined }

export class InstallRunner {
  readonly #dependencies: RunnerDependencies

  constructor(dependencies: RunnerDependencies) {
    this.#dependencies = dependencies
  }

  /** A new run. The journal must be empty or hold an ended run. Aborting the signal rolls back. */
  async install(inputs: InstallInputs, signal: AbortSignal): Promise<RunEnd> {
    const { journal, steps, context } = this.#dependencies
    journal.startAfresh()
    journal.append({ is: 'begun', plan: makePlan(steps, inputs, context.payload), inputs })
    return this.#apply(signal)
  }

  /** Finishes what was interrupted: what is done is verified, what is not is done again. */
  async resume(signal: AbortSignal): Promise<RunEnd> {
    this.#dependencies.journal.append({ is: 'resumed' })
    return this.#apply(signal)
  }

  /** Goes on past what cannot be taken back; `failure` is then `CW3003` with what is left. `keepRegistration`: the cloud is not asked. */
  async undo(why: 'failed' | 'cancelled' | 'asked', failure?: Failure, keepRegistration = false): Promise<RunEnd> {
    const { journal, changed } = this.#dependencies
    journal.append({ is: 'undoing', why, ...(failure === undefined ? {} : { failure }) })
    changed()
    const left: string[] = []
    for (const step of this.#stepsOf(this.#view()).toReversed())
      left.push(...(await this.#undoAction(step, ({ kind }) => keepRegistration && kind === 'cloud')))
    if (left.length > 0) {
      const incomplete = failed('CW3003', { left: left.length, made: madeBy(this.#view()), reason: left.join(', ') }).failure
      journal.append({ is: 'undoing', why, failure: incomplete })
      journal.append({ is: 'ended', how: 'undoneInPart' })
      changed()
      return { is: 'undone', why, failure: incomplete }
    }
    const waiting = this.#waitingForRestart()
    if (waiting !== undefined) {
      const restart = failed('CW3022', { file: waiting }).failure
      journal.append({ is: 'undoing', why, failure: restart })
      journal.append({ is: 'ended', how: 'undone' })
      changed()
      return { is: 'undone', why, failure: restart }
    }
    journal.append({ is: 'ended', how: 'undone' })
    changed()
    return { is: 'undone', why, failure }
  }

  /** Does again what is no longer as it was left. A failure is reported and nothing is taken back: the machine was in use. */
  async repair(signal: AbortSignal): Promise<RunEnd> {
    const { journal, changed, looked } = this.#dependencies
    changed()
    let failure: Failure | undefined
    let weight = 0
    const begun = this.#applied()
    const steps = this.#stepsOf(this.#view())
    for (const [before, step] of steps.entries()) {
      if (signal.aborted) {
        failure ??= failed('CW3023', { done: before, all: steps.length }).failure
        break
      }
      const applied = await this.#applyAction(step, signal)
      // What only waits gives up when the repair is stopped; that is no failure of its own.
      if (!applied.ok) failure ??= signal.aborted ? failed('CW3023', { done: before, all: steps.length }).failure : applied.failure
      looked?.(Math.min(100, (weight += this.#plannedOf(step.name).weight)))
    }
    const redone = this.#applied() - begun
    journal.append({ is: 'ended', how: 'installed' })
    changed()
    return { is: 'installed', redone, ...(failure === undefined ? {} : { failure }) }
  }

  /**
   * Enrolls what is installed anew, with a new key. The earlier registration is replaced by the control plane in the same moment,
   * so its end is not asked for. A failure leaves the rest for Resume or Undo: the old identity is gone by then.
   */
  async enrollAgain(inputs: InstallInputs, signal: AbortSignal): Promise<RunEnd> {
    const { journal, changed } = this.#dependencies
    const before = this.#applied()
    journal.append({ is: 'again', inputs })
    changed()
    for (const step of this.#stepsOf(this.#view()).toReversed()) {
      if (step.name !== 'startService' && step.name !== 'enroll') continue
      const left = await this.#undoAction(step, ({ kind }) => kind === 'cloud')
      if (left.length > 0) return { is: 'halted', failure: failed('CW3011', { what: left.join(', '), reason: 'see the log' }).failure }
    }
    for (const step of this.#stepsOf(this.#view())) {
      const applied = await this.#applyAction(step, signal)
      if (!applied.ok) return { is: 'halted', failure: applied.failure }
    }
    const redone = this.#applied() - before
    journal.append({ is: 'ended', how: 'installed' })
    changed()
    return { is: 'installed', redone }
  }

  /** Other settings for the service. When its channel does not open with them, the former ones are written back. */
  async changeSettings(inputs: InstallInputs, signal: AbortSignal): Promise<RunEnd> {
    const { journal, changed } = this.#dependencies
    const { inputs: former } = this.#view()
    const before = this.#applied()
    const applied = await this.#applySettings(inputs, signal)
    if (!applied.ok) await this.#applySettings(former, new AbortController().signal)
    const redone = this.#applied() - before
    journal.append({ is: 'ended', how: 'installed' })
    changed()
    return { is: 'installed', redone, ...(applied.ok ? {} : { failure: applied.failure }) }
  }

  async #applySettings(inputs: InstallInputs, signal: AbortSignal): Promise<Result<undefined>> {
    const { journal, changed, context } = this.#dependencies
    journal.append({ is: 'settings', inputs })
    changed()
    const steps = this.#stepsOf(this.#view()).filter(({ name }) => doneForSettings.includes(name))
    for (const step of steps) {
      if (step.name === 'startService') {
        // The service reads its settings when it starts.
        const stopped = await context.host.writer.stopService(serviceName, signal)
        if (!stopped.ok) return stopped
      }
      const applied = await this.#applyAction(step, signal)
      if (!applied.ok) return applied
    }
    return succeeded(undefined)
  }

  /** Every action, and why it is no longer as it was left. Changes nothing. */
  async lookOver(signal: AbortSignal): Promise<LookedOver> {
    const looked: LookedOver = []
    for (const step of this.#stepsOf(this.#view())) {
      const verified = await guarded(() => step.verify(this.#contextOf(step, signal)))
      looked.push({ action: this.#plannedOf(step.name), ...(verified.ok ? {} : { differs: verified.failure }) })
    }
    return looked
  }

  async #apply(signal: AbortSignal): Promise<RunEnd> {
    const { journal, changed, halt } = this.#dependencies
    changed()
    for (const step of this.#stepsOf(this.#view())) {
      if (signal.aborted) return this.undo('cancelled', failed('CW3004').failure)
      if (halt.aborted) return { is: 'halted' }
      const applied = await this.#applyAction(step, signal)
      if (applied.ok) continue
      if (halt.aborted) return { is: 'halted' }
      // What the server does when it starts is no failure: the rest is for Resume.
      if (applied.failure.code === 'CW3022') return { is: 'halted', failure: applied.failure }
      // A new enrollment that cannot be finished is no reason to take the installation away.
      if (this.#view().enrollingAgain) return { is: 'halted', failure: applied.failure }
      return signal.aborted ? this.undo('cancelled', failed('CW3004').failure) : this.undo('failed', applied.failure)
    }
    journal.append({ is: 'ended', how: 'installed' })
    changed()
    return { is: 'installed' }
  }

  async #applyAction(step: InstallStep, signal: AbortSignal): Promise<Result<undefined>> {
    const { journal, halt } = this.#dependencies
    // Actions that only wait or look are given up at once; one that changes something comes to its end.
    const onlyLooks = this.#plannedOf(step.name).changes.length === 0
    const context = this.#contextOf(step, onlyLooks ? AbortSignal.any([signal, halt]) : signal)
    if (this.#view().actions.get(step.name)?.state.is === 'done') {
      const verified = await guarded(() => step.verify(context))
      if (verified.ok) return verified
      context.log('warn', `${step.name} is no longer as it was left (${verified.failure.code}); doing it again`)
    }
    // Not by the server's clock, which may be set while this goes on.
    const started = performance.now()
    journal.append({ is: 'applying', action: step.name })
    this.#tell(step.name)
    this.#reached(`${step.name} begun`)
    let result = await guarded(() => step.apply(context))
    if (result.ok) result = await guarded(() => step.verify(context))
    const milliseconds = Math.round(performance.now() - started)
    if (!result.ok && halt.aborted) return result
    this.#reached(`${step.name} verified`)
    journal.append(
      result.ok
        ? { is: 'applied', action: step.name, milliseconds }
        : { is: 'failed', action: step.name, failure: result.failure, milliseconds },
    )
    context.log(
      result.ok ? 'info' : 'error',
      result.ok ? `${step.name} done in ${milliseconds} ms` : `${step.name} failed: ${result.failure.code} ${result.failure.detail ?? ''}`,
    )
    this.#tell(step.name)
    return result
  }

  async #undoAction(step: InstallStep, endsByItself: (change: PlannedChange) => boolean = () => false): Promise<string[]> {
    const { journal } = this.#dependencies
    const left: string[] = []
    const action = this.#view().actions.get(step.name)
    const open = (action?.changes ?? []).filter(({ takenBack }) => !takenBack)
    // Taking back is never cancelled: half of it would be worse than none.
    const context = this.#contextOf(step, new AbortController().signal)
    for (const { change, before } of open.toReversed()) {
      this.#dependencies.changed({ action: this.#plannedOf(step.name), state: { is: 'undoing' } })
      const undone = endsByItself(change) ? succeeded(undefined) : await guarded(() => step.undo(context, change, before))
      this.#reached(`${change.what} taken back`)
      const later = undone.ok ? undone : await this.#takeBackAtRestart(change, undone)
      if (undone.ok) journal.append({ is: 'takenBack', action: step.name, what: change.what })
      else if (later.ok) {
        context.log('warn', `${change.what} is held by another program and goes when the server restarts`)
        journal.append({ is: 'takenBack', action: step.name, what: change.what, atRestart: true })
      } else {
        left.push(change.what)
        context.log('error', `could not take back ${change.what}: ${undone.failure.code} ${undone.failure.detail ?? ''}`)
        journal.append({ is: 'notTakenBack', action: step.name, what: change.what, failure: undone.failure })
      }
      this.#tell(step.name)
    }
    return left
  }

  /** Only files and folders that somebody holds; everything else stays a failure. */
  async #takeBackAtRestart({ kind, what }: PlannedChange, failure: Result<undefined>): Promise<Result<unknown>> {
    if (failure.ok || failure.failure.code !== 'CW3017' || (kind !== 'file' && kind !== 'folder')) return failure
    return this.#dependencies.context.host.writer.removeAtRestart(what)
  }

  /** The first of what this undo left to the next start of the server. */
  #waitingForRestart(): string | undefined {
    const { lines } = this.#dependencies.journal
    const since = lines.findLastIndex(({ entry }) => entry.is === 'undoing')
    const entry = lines.slice(since).find(({ entry: each }) => each.is === 'takenBack' && each.atRestart === true)?.entry
    return entry?.is === 'takenBack' ? entry.what : undefined
  }

  #contextOf(step: InstallStep, signal: AbortSignal): StepContext {
    const { journal, context, now, log } = this.#dependencies
    return {
      ...context,
      inputs: this.#view().inputs,
      signal,
      fact: (name) => [...this.#view().actions.values()].findLast(({ facts }) => name in facts)?.facts[name],
      learn: (facts) => {
        this.#reached(`${step.name} learns ${Object.keys(facts).join(', ')}`)
        journal.append({ is: 'learnt', action: step.name, facts })
      },
      log: (level, message) => log({ at: now().toISOString(), level, topic: step.name, message }),
      change: async (change, readBefore, make) => {
        const recorded = this.#view()
          .actions.get(step.name)
          ?.changes.some((made) => made.change.what === change.what && !made.takenBack)
        if (recorded !== true) {
          const before = await readBefore()
          if (!before.ok) return before
          journal.append({ is: 'changing', action: step.name, change, before: before.value })
          this.#tell(step.name)
        }
        this.#reached(`${change.what} announced`)
        const made = await make()
        this.#reached(`${change.what} made`)
        return made.ok ? succeeded(undefined) : made
      },
    }
  }

  #view(): JournalView {
    const view = viewJournal(this.#dependencies.journal.lines)
    if (view === undefined) throw new Error('the journal is empty')
    return view
  }

  /** In the order of the plan that was written down, which is the one the person has seen. */
  #stepsOf(view: JournalView): InstallStep[] {
    return view.plan.actions.flatMap(({ name }) => this.#dependencies.steps.filter((step) => step.name === name))
  }

  #plannedOf(name: ActionName) {
    const action = this.#view().plan.actions.find((planned) => planned.name === name)
    if (action === undefined) throw new Error(`the plan has no action ${name}`)
    return action
  }

  /** How often an action was begun. */
  #applied(): number {
    return this.#dependencies.journal.lines.filter(({ entry }) => entry.is === 'applying').length
  }

  #reached(point: string): void {
    this.#dependencies.reached?.(point)
  }

  #tell(name: ActionName): void {
    this.#dependencies.changed(rowsOf(this.#view()).find(({ action }) => action.name === name))
  }
}

/** A step that throws is a defect, and still must not leave the machine half changed. */
const guarded = async (work: () => Promise<Result<undefined>>): Promise<Result<undefined>> => {
  try {
    return await work()
  } catch (error) {
    return failed(
      'CW9001',
      { reason: error instanceof Error ? error.message : String(error), details: '' },
      error instanceof Error ? error.stack : undefined,
    )
  }
}
