/** What checks and test saw: what is there already, or a run of them that ends when enough was seen. */
import { type CheckReport } from '../../contract/check-report.ts'
import { type ConnectivityState } from '../../contract/connectivity.ts'
import { checkReport } from '../check-report.ts'
import { type CheckSession } from '../checks/check-session.ts'
import { type EngineState } from '../engine-state.ts'
import { type ConnectivitySlice } from './connectivity-slice.ts'

type Active = Extract<ConnectivityState, { is: 'active' }>

/** There is a sentence to say. */
export const isJudged = ({ diagnosis }: Active): boolean => diagnosis.is !== 'testing'
/** Every layer that the test tries itself has its answer. */
export const isComplete = ({ rows }: Active): boolean => !rows.some(({ state }) => state === 'waiting' || state === 'running')

export class Observations {
  readonly #state: EngineState
  readonly #checks: Pick<CheckSession, 'run'>
  readonly #connectivity: Pick<ConnectivitySlice, 'start' | 'stop' | 'report'>

  constructor(state: EngineState, checks: Pick<CheckSession, 'run'>, connectivity: Pick<ConnectivitySlice, 'start' | 'stop' | 'report'>) {
    this.#state = state
    this.#checks = checks
    this.#connectivity = connectivity
  }

  async checks(signal: AbortSignal): Promise<CheckReport | undefined> {
    if (this.#state.snapshot.checks.run.is === 'running') await this.#until(signal, () => this.#state.snapshot.checks.run.is !== 'running')
    else if (this.#state.snapshot.checks.run.is !== 'done') await this.#checks.run()
    return checkReport(this.#state.snapshot)
  }

  /** The report as text; absent where nobody knows what to test. A test that somebody watches goes on. */
  async test(signal: AbortSignal, isEnough: (test: Active) => boolean): Promise<string | undefined> {
    const before = this.#state.snapshot.connectivity
    // One through another proxy says nothing of the service.
    const isOn = before.is === 'active' && before.finishedAt === undefined && before.otherProxy === undefined
    const isThere = isOn && isEnough(before)
    let ended = false
    if (!isOn)
      void this.#connectivity.start().finally(() => {
        ended = true
      })
    await this.#until(signal, () => {
      const { connectivity: present } = this.#state.snapshot
      return ended || (present.is === 'active' && present !== before && isEnough(present)) || isThere
    })
    if (!isOn) await this.#connectivity.stop()
    const report = this.#connectivity.report()
    return report.ok ? report.value.text : undefined
  }

  #until(signal: AbortSignal, isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        stop()
        clearInterval(look)
        signal.removeEventListener('abort', end)
        resolve()
      }
      const check = () => {
        if (signal.aborted || isSo()) end()
      }
      const stop = this.#state.onEvent(check)
      // An end without an event: nothing could be tested.
      const look = setInterval(check, 50)
      signal.addEventListener('abort', end, { once: true })
      check()
    })
  }
}
