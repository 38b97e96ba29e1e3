/**
 * The one door to PowerShell: asks the shipped script for sections, tells each as it comes, and survives what shells do.
 * A section that hangs costs its shell: that is ended with all its children, and a new one goes on after it.
 */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { commandText } from './command-text.ts'
import { converse, type Ended, type Limits } from './conversation.ts'
import { type AskRequest, type PowerShellHost, type Run, type SectionAnswer } from './power-shell-host.ts'
import { type ShippedScripts } from './shipped-scripts.ts'
import { type OpenShell, type ShellSession, type ShellStart } from './shell-session.ts'
import { realTimers, type Timers } from './timers.ts'

export interface DoorOptions {
  readonly open: OpenShell
  readonly start: ShellStart
  readonly scripts: ShippedScripts
  /** Name of the script that answers sections. */
  readonly script: string
  readonly limits?: Limits
  readonly timers?: Timers
}

/** A server that was just started takes many seconds to its first PowerShell, and its list of roles is slow. */
const usualLimits: Limits = { start: 20_000, section: 10_000, total: 28_000 }
const mostShells = 5

type State = {
  readonly request: AskRequest
  readonly answers: Map<string, SectionAnswer>
  readonly until: number
  hello?: Run & { is: 'ran' }
}

export class PowerShellDoor implements PowerShellHost {
  readonly #options: Required<DoorOptions>
  #session: ShellSession | undefined
  #last: Promise<unknown> = Promise.resolve()
  #closed = new AbortController()

  constructor(options: DoorOptions) {
    this.#options = { limits: usualLimits, timers: realTimers, ...options }
  }

  ask(request: AskRequest): Promise<Run> {
    const run = this.#last.then(() => this.#ask(request))
    this.#last = run
    return run
  }

  async close(): Promise<void> {
    this.#closed.abort()
    await this.#last
    await this.#drop()
  }

  async #ask(request: AskRequest): Promise<Run> {
    const { limits, timers } = this.#options
    const state: State = { request, answers: new Map(), until: timers.now() + limits.total }
    for (let shells = 0; shells < mostShells; shells++) {
      const left = request.sections.filter((section) => !state.answers.has(section))
      if (left.length === 0 || timers.now() >= state.until) break
      const end = await this.#once(state, left)
      if (end !== undefined) return end
    }
    for (const section of request.sections) this.#answer(state, section, { is: 'notReached' })
    return state.hello ?? { is: 'broken', why: 'silent', errors: '' }
  }

  /** Undefined when it can go on with what is left. */
  async #once(state: State, left: readonly string[]): Promise<Run | undefined> {
    const { open, start, scripts, script, limits, timers } = this.#options
    const signal = AbortSignal.any([this.#closed.signal, ...(state.request.signal === undefined ? [] : [state.request.signal])])
    if (signal.aborted) return { is: 'cancelled' }
    const why = scripts.problem(script)
    if (why !== undefined) return { is: 'changed', why }
    if (!existsSync(start.executable)) return { is: 'absent', executable: start.executable }
    try {
      this.#session ??= await open(start)
    } catch (error) {
      return { is: 'broken', why: 'notStarted', errors: error instanceof Error ? error.message : String(error) }
    }
    const session = this.#session
    const marker = `@@${randomBytes(12).toString('hex')}`
    const ended = await converse({
      session,
      marker,
      text: commandText(marker, script, { sections: left }),
      limits,
      until: state.until,
      timers,
      signal,
      onHello: (hello) => {
        if (state.hello === undefined) state.request.onHello?.(hello)
        state.hello ??= { is: 'ran', hello, noise: 0 }
      },
      onAnswer: (section, answer) => this.#answer(state, section, answer),
    })
    if (!session.reusable || !ended.free) await this.#drop()
    if (state.hello !== undefined) state.hello = { ...state.hello, noise: state.hello.noise + ended.noise }
    return this.#judge(state, left, ended)
  }

  #judge(state: State, left: readonly string[], { why, current, thrown, errors, greeted }: Ended): Run | undefined {
    if (why === 'cancelled') return { is: 'cancelled' }
    const missing = left.filter((section) => !state.answers.has(section))
    const answered = missing.length < left.length
    if (why === 'ended' && thrown === undefined) {
      for (const section of current === undefined ? missing : [current]) this.#answer(state, section, { is: 'noResult' })
      return undefined
    }
    // What ends a shell between two sections belongs to the one that would have come next.
    const at = current ?? (greeted && answered && thrown === undefined ? missing[0] : undefined)
    if (at === undefined) return { is: 'broken', why: thrown === undefined && why !== 'ended' ? why : 'threw', thrown, errors }
    if (thrown !== undefined) this.#answer(state, at, { is: 'refused', error: { missing: false, target: '', message: '', ...thrown } })
    else if (why === 'silent') this.#answer(state, at, { is: 'silent', milliseconds: this.#options.limits.section })
    else this.#answer(state, at, { is: 'shellDied' })
    return undefined
  }

  #answer({ answers, request }: State, section: string, answer: SectionAnswer): void {
    if (answers.has(section) || !request.sections.includes(section)) return
    answers.set(section, answer)
    request.onAnswer(section, answer)
  }

  async #drop(): Promise<void> {
    const session = this.#session
    this.#session = undefined
    await session?.close()
  }
}
