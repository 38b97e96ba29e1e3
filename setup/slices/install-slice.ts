/** Pages 4 and 5: the plan, its execution, and what an interrupted or finished one leaves. The footer's ledger comes from here. Long: everything that changes the machine goes through one lock, which stays in one place. */
import { type Failure, failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type AfterRestart, type InstallState, type LogLine, type LookedOver, type MaintenanceEnd } from '../../contract/install-plan.ts'
import { type FixRecords } from '../checks/fix-records.ts'
import { type EngineState } from '../engine-state.ts'
import { type EnrollmentDoor } from '../enrollment/door.ts'
import { type Host, type Reached } from '../host/host-writer.ts'
import { type InstallInputs } from '../install/inputs.ts'
import { Journal } from '../install/journal.ts'
import { installStateOf, isLeftBehind, type JournalView, ledgerOf, progressOf, viewJournal, type WorkNow } from '../install/journal-view.ts'
import { takeLock } from '../install/lock.ts'
import { goOnAfterRestart } from '../install/waiting-restart.ts'
import { installSteps, makePlan } from '../install/plan.ts'
import { InstallRunner, type RunEnd } from '../install/runner.ts'
import { type ServicePayload, type StepContext } from '../install/step.ts'
import { isOfAnotherVersion, upgradeAndRecord } from '../install/upgrade-record.ts'
import { type UpgradeEnd, type UpgradePorts } from '../install/upgrade.ts'
import { type ConnectorServiceDoor } from '../service/door.ts'
import { RestartConsent } from './restart-consent.ts'

export interface InstallDependencies {
  readonly host: Host
  readonly payload: ServicePayload
  readonly enrollment: EnrollmentDoor
  readonly proxyAccount: StepContext['proxyAccount']
  readonly channelSeconds?: number | undefined
  readonly service: ConnectorServiceDoor
  readonly fixes: Pick<FixRecords, 'made' | 'failure'>
  readonly stateFolder: string
  readonly journalPath: string
  readonly now: () => Date
  readonly reached?: Reached | undefined
  /** What Windows runs to go on after a restart. */
  readonly lineAfterRestart: (then: AfterRestart) => string
  /** The person agreed beforehand that set-up goes on by itself after a restart. */
  readonly goesOnAfterRestart: boolean
  /** Called before an installation, a change or a removal begins, and when it has ended. */
  readonly begins: () => Promise<void>
  readonly ended: () => void
}

/** Milliseconds: a cold server and one round of the channel's back-off. */
const upgradeHealthLimit = 60_000
/** A look at an installation: long enough for a service that answers late. */
const lookMilliseconds = 20_000

type Done = Result<Record<string, never>>
const done: Done = succeeded({})

/** Long enough for a cold server and one round of back-off. */
const usualChannelSeconds = 90

export class InstallSlice {
  readonly #state: EngineState
  readonly #dependencies: InstallDependencies
  #journal: Result<Journal>
  readonly #halt = new AbortController()
  #running: { work: WorkNow['is']; progress?: number; cancel: AbortController; end: Promise<RunEnd> } | undefined
  #maintenance: MaintenanceEnd | undefined
  readonly #restart: RestartConsent

  constructor(state: EngineState, dependencies: InstallDependencies) {
    this.#state = state
    this.#dependencies = dependencies
    this.#journal = Journal.open(dependencies.journalPath, dependencies.now)
    this.#restart = new RestartConsent({ ...dependencies, log: (level, message) => this.log(level, message) })
  }

  /** What the journal says when the program starts. A run that was taken back wholly is history and not shown again. */
  read(): void {
    this.#journal = Journal.open(this.#dependencies.journalPath, this.#dependencies.now)
    const failure = this.journalFailure
    if (failure !== undefined) this.log('error', `the journal cannot be used: ${failure.code} ${failure.detail ?? ''}`)
    const { view } = this
    if (view?.phase.is === 'undone' && !view.phase.inPart && failure === undefined)
      this.#state.publish({ is: 'ledger', value: ledgerOf(undefined, false, this.#dependencies.fixes.made) })
    else this.#publish()
  }

  /** Asks the server whether what was left to its next start still waits. */
  async readRestart(): Promise<void> {
    await this.#restart.find(this.#sound)
    if (this.#restart.waiting !== undefined) this.#publish()
  }

  /** Why the journal of the installation or of the fixes cannot be used; nothing may be changed on the word of a damaged one. */
  get journalFailure(): Failure | undefined {
    return this.#journal.ok ? this.#dependencies.fixes.failure : this.#journal.failure
  }

  /** A fix was written down: the ledger says so at once. */
  fixed(): void {
    const { ledger } = this.#state.snapshot
    // What was taken back before this program started is history, and stays so.
    const view = ledger.is === 'nothingChanged' || ledger.is === 'fixed' ? undefined : this.view
    this.#state.publish({ is: 'ledger', value: ledgerOf(view, this.#running !== undefined, this.#dependencies.fixes.made) })
  }

  /** The view, unless nothing may be done on its word. */
  get #sound(): JournalView | undefined {
    return this.journalFailure === undefined ? this.view : undefined
  }

  get view(): JournalView | undefined {
    return this.#journal.ok ? viewJournal(this.#journal.value.lines) : undefined
  }

  /** Resolves when the work has ended. */
  async settled(): Promise<RunEnd | undefined> {
    return this.#running?.end
  }

  /** Ends the work after the action that is under way; the rest is offered to the next start. */
  async halt(): Promise<void> {
    this.#halt.abort()
    await this.#running?.end
  }

  plan(inputs: InstallInputs) {
    return makePlan(installSteps, inputs, this.#dependencies.payload)
  }

  start(inputs: InstallInputs): Promise<Done> {
    return this.#run(
      'install',
      (runner, signal) => runner.install(inputs, signal),
      (view) => {
        if (view === undefined || (view.phase.is === 'undone' && !isLeftBehind(view))) return undefined
        if (view.phase.is === 'installed') return failed('CW5005', { reason: 'already installed' }).failure
        return interrupted(view)
      },
    )
  }

  resume(): Promise<Done> {
    return this.#run(
      this.view?.enrollingAgain === true ? 'enrollAgain' : 'install',
      (runner, signal) => runner.resume(signal),
      (view) => (view?.phase.is === 'unfinished' && view.phase.doing === 'applying' ? undefined : failed('CW3009').failure),
    )
  }

  /** Takes back an interrupted run, or what an earlier undo could not take back. */
  undo(): Promise<Done> {
    return this.#run(
      'install',
      (runner) => runner.undo('asked'),
      (view) =>
        view?.phase.is === 'unfinished' || (view?.phase.is === 'undone' && view.phase.inPart) ? undefined : failed('CW3009').failure,
    )
  }

  uninstall(keepRegistration = false): Promise<Done> {
    return this.#run(
      'install',
      (runner) => runner.undo('asked', undefined, keepRegistration),
      (view) => (view === undefined || (view.phase.is === 'undone' && !view.phase.inPart) ? failed('CW3009').failure : undefined),
    )
  }

  /** A new key and certificate for what is installed. */
  enrollAgain(inputs: InstallInputs): Promise<Done> {
    return this.#run(
      'enrollAgain',
      (runner, signal) => runner.enrollAgain(inputs, signal),
      (view) => (view?.phase.is === 'installed' ? undefined : failed('CW3009').failure),
    )
  }

  /** Other settings for what is installed. */
  changeSettings(inputs: InstallInputs): Promise<Done> {
    return this.#run(
      'settings',
      (runner, signal) => runner.changeSettings(inputs, signal),
      (view) => (view?.phase.is === 'installed' ? undefined : failed('CW3009').failure),
    )
  }

  /** Looks at every action without the lock: it changes nothing, and while other work goes on nobody asks. */
  async lookOver(): Promise<Result<LookedOver>> {
    const { view } = this
    if (this.#running !== undefined) return failed('CW3010', { pid: process.pid })
    if (this.journalFailure !== undefined) return { ok: false, failure: this.journalFailure }
    if (!this.#journal.ok || view?.phase.is !== 'installed') return failed('CW3009')
    const runner = this.#runnerOf(this.#journal.value)
    return succeeded(await runner.lookOver(AbortSignal.timeout(lookMilliseconds)))
  }

  /** Brings the service to the version of this set-up, then verifies every action and does again what is no longer as it was left. */
  repair(): Promise<Done> {
    return this.#run(
      'repair',
      async (runner, signal) => {
        const [journal, { view }] = [this.#journal, this]
        if (journal.ok && view !== undefined && (await isOfAnotherVersion(this.#upgradePorts))) {
          const upgraded = await upgradeAndRecord(this.#upgradePorts, journal.value, view.inputs, signal)
          if (!upgraded.ok) return { is: 'installed', failure: upgraded.failure }
        }
        return runner.repair(signal)
      },
      (view) => (view?.phase.is === 'installed' ? undefined : failed('CW3009').failure),
    )
  }

  /** To the version that came with this program; resolves when it has ended. */
  async upgrade(signal: AbortSignal): Promise<Result<UpgradeEnd>> {
    if (this.#running !== undefined) return failed('CW3010', { pid: process.pid })
    const lock = await takeLock(this.#dependencies.stateFolder)
    if (!lock.ok) return lock
    this.read()
    const journal = this.#journal
    try {
      if (this.journalFailure !== undefined) return { ok: false, failure: this.journalFailure }
      const { view } = this
      if (!journal.ok || view?.phase.is !== 'installed') return failed('CW3009')
      return await upgradeAndRecord(this.#upgradePorts, journal.value, view.inputs, signal)
    } finally {
      if (journal.ok) journal.value.close()
      lock.value.release()
    }
  }

  get #upgradePorts(): UpgradePorts {
    const log = (level: LogLine['level'], message: string) => this.log(level, message)
    const { channelSeconds = usualChannelSeconds } = this.#dependencies
    return { ...this.#dependencies, channelSeconds, log, healthLimit: upgradeHealthLimit }
  }

  /** Rolls back; a repair only stops. Refused from the action on that the plan marks as not cancellable. */
  cancel(): Done {
    if (this.#running === undefined) return failed('CW3009')
    if (!this.#cancellable()) return failed('CW5005', { reason: 'past the point of no return' })
    this.#running.cancel.abort()
    return done
  }

  /** Consent, or its withdrawal, to going on after the restart that is waited for. */
  async agreeToGoOn(agreed: boolean): Promise<Done> {
    if (this.#running !== undefined) return failed('CW3010', { pid: process.pid })
    const set = await this.#restart.agree(this.#sound, agreed)
    this.#publish()
    return set.ok ? done : set
  }

  log(level: LogLine['level'], message: string): void {
    this.#state.log({ at: this.#dependencies.now().toISOString(), level, topic: 'install', message })
  }

  /** Returns when the work has begun; how it goes arrives as events. */
  async #run(
    is: WorkNow['is'],
    work: (runner: InstallRunner, signal: AbortSignal) => Promise<RunEnd>,
    refusal: (view: JournalView | undefined) => Failure | undefined,
  ): Promise<Done> {
    if (this.#running !== undefined) return failed('CW3010', { pid: process.pid })
    const lock = await takeLock(this.#dependencies.stateFolder)
    if (!lock.ok) return lock
    // Another set-up may have worked here since this one started.
    this.#journal = Journal.open(this.#dependencies.journalPath, this.#dependencies.now)
    const journal = this.#journal
    const refused = this.journalFailure ?? (journal.ok ? refusal(viewJournal(journal.value.lines)) : undefined)
    if (!journal.ok || refused !== undefined) {
      lock.value.release()
      return { ok: false, failure: refused ?? failed('CW9001').failure }
    }
    const { host } = this.#dependencies
    const cancel = new AbortController()
    const runner = this.#runnerOf(journal.value)
    const begin = Promise.withResolvers<undefined>()
    const worked = async () => {
      await begin.promise
      try {
        await this.#dependencies.begins()
        // Whatever was to go on after a restart is going on now.
        await goOnAfterRestart(host, undefined)
        const ended = await work(runner, cancel.signal)
        await this.#restart.find(this.#sound)
        if (this.#restart.waiting !== undefined && this.#dependencies.goesOnAfterRestart) await this.#restart.agree(this.#sound, true)
        if (is !== 'install' && ended.is === 'installed') this.#maintenance = { work: is, ...endOf(ended) }
        return ended
      } finally {
        journal.value.close()
        this.#running = undefined
        lock.value.release()
        this.#publish()
        this.#dependencies.ended()
      }
    }
    const end = worked()
    this.#maintenance = undefined
    this.#running = { work: is, cancel, end }
    begin.resolve(undefined)
    end.catch((error: unknown) => this.log('error', `installation ended unexpectedly: ${String(error)}`))
    return done
  }

  #runnerOf(journal: Journal): InstallRunner {
    const { host, payload, enrollment, service, proxyAccount, channelSeconds = usualChannelSeconds, now, reached } = this.#dependencies
    return new InstallRunner({
      journal,
      steps: installSteps,
      context: { host, payload, enrollment, service, proxyAccount, channelSeconds },
      now,
      reached,
      halt: this.#halt.signal,
      log: (line) => this.#state.log(line),
      changed: (row) => {
        this.#publish(row === undefined)
        if (row !== undefined) this.#state.publish({ is: 'actionRow', value: row })
      },
      looked: (progress) => {
        if (this.#running !== undefined) this.#running.progress = progress
        this.#publish()
      },
    })
  }

  #cancellable(): boolean {
    const { install } = this.#state.snapshot
    if (install.is !== 'running') return false
    // A repair is stopped between two actions; other maintenance would leave the service without an identity or settings.
    if (install.work !== undefined) return install.work === 'repair'
    return install.rows.find(({ state }) => state.is === 'running')?.action.cancellable ?? true
  }

  #publish(whole = true): void {
    const { view, journalFailure } = this
    if (journalFailure !== undefined) {
      this.#state.publish({ is: 'ledger', value: { is: 'unreadable' } })
      this.#state.publish({ is: 'install', value: { is: 'damaged', failure: journalFailure } })
      return
    }
    const running = this.#running
    this.#state.publish({ is: 'ledger', value: ledgerOf(view, running !== undefined, this.#dependencies.fixes.made) })
    const now = running === undefined ? undefined : { is: running.work, progress: running.progress }
    const next: InstallState = installStateOf(view, now, this.#maintenance, this.#restart.waiting)
    const { install } = this.#state.snapshot
    if (whole || next.is !== install.is || (view !== undefined && install.is === 'running' && progressOf(view) !== install.progress))
      this.#state.publish({ is: 'install', value: next })
  }
}

const endOf = ({ redone = 0, failure }: Extract<RunEnd, { is: 'installed' }>) => ({ redone, ...(failure === undefined ? {} : { failure }) })

const interrupted = (view: JournalView): Failure => {
  const actions = [...view.actions.values()]
  return failed('CW3005', { done: actions.filter(({ state }) => state.is === 'done').length, all: actions.length }).failure
}
