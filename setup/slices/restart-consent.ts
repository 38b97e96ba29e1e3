/** The restart that an installation waits for, and whether the person agreed that set-up goes on by itself after it. */
import { failed, type Result } from '../../contract/error-codes.ts'
import { type AfterRestart, type LogLine, type WaitingRestart } from '../../contract/install-plan.ts'
import { type Host } from '../host/host-writer.ts'
import { heldFile, type JournalView } from '../install/journal-view.ts'
import { findWaitingRestart, goOnAfterRestart } from '../install/waiting-restart.ts'

interface RestartDependencies {
  readonly host: Host
  readonly lineAfterRestart: (then: AfterRestart) => string
  readonly log: (level: LogLine['level'], message: string) => void
}

export class RestartConsent {
  readonly #dependencies: RestartDependencies
  #waiting: WaitingRestart | undefined

  constructor(dependencies: RestartDependencies) {
    this.#dependencies = dependencies
  }

  /** Absent when nothing waits, as of the last look. */
  get waiting(): WaitingRestart | undefined {
    return this.#waiting
  }

  /** Asks the server, which may have started since. */
  async find(view: JournalView | undefined): Promise<void> {
    const file = heldFile(view)
    if (view === undefined || file === undefined) {
      this.#waiting = undefined
      return
    }
    const enrolled = view.actions.get('enroll')?.facts['connectorId'] !== undefined
    const then = view.phase.is === 'installed' ? 'repair' : enrolled ? 'resume' : 'signIn'
    const { host, lineAfterRestart } = this.#dependencies
    this.#waiting = await findWaitingRestart(host.reader, { file, then, line: lineAfterRestart(then) })
  }

  /** Consent or its withdrawal; fails with CW3009 when no restart is waited for. */
  async agree(view: JournalView | undefined, agreed: boolean): Promise<Result<undefined>> {
    await this.find(view)
    const { host, log } = this.#dependencies
    if (this.#waiting === undefined) return failed('CW3009')
    const set = await goOnAfterRestart(host, agreed ? this.#waiting.line : undefined)
    if (!set.ok) log('warn', `going on after the restart: ${set.failure.code} ${set.failure.detail ?? ''}`)
    else log('info', agreed ? 'setup goes on by itself after the restart' : 'setup does not go on by itself after the restart')
    await this.find(view)
    return set
  }
}
