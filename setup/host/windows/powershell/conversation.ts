/** One command in one shell: sends it, reads what comes, and ends at the end line, at silence or with the shell. */
import { finished } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { type Hello, MarkerLines, type Message } from './marker-lines.ts'
import { type SectionAnswer, type Thrown } from './power-shell-host.ts'
import { type ShellSession } from './shell-session.ts'
import { type Timers } from './timers.ts'

export interface Limits {
  /** Until the shell says hello. */
  readonly start: number
  /** From one line of the script to the next. */
  readonly section: number
  /** For all sections together, restarts included. */
  readonly total: number
}

export interface ConversationOptions {
  readonly session: ShellSession
  readonly marker: string
  readonly text: string
  readonly limits: Limits
  /** When everything must have ended. */
  readonly until: number
  readonly timers: Timers
  readonly signal?: AbortSignal | undefined
  readonly onHello: (hello: Hello) => void
  readonly onAnswer: (section: string, answer: SectionAnswer) => void
}

export interface Ended {
  readonly why: 'ended' | 'silent' | 'died' | 'flood' | 'cancelled'
  /** The section that had begun and has no result. */
  readonly current?: string | undefined
  readonly thrown?: Thrown | undefined
  readonly greeted: boolean
  readonly noise: number
  readonly errors: string
  /** Whether the shell can be used again. */
  readonly free: boolean
}

const mostErrors = 2000
/** For the library to notice that the shell is free, after our end line. */
const freeWait = 300
/** For the last output of a shell that has ended: children of its that live on may hold the pipe open. */
const lastWait = 1000

const answerOf = ({ ok, data, error, warnings }: Extract<Message, { t: 'section' }>): SectionAnswer => {
  if (ok) return { is: 'data', data, warnings }
  return error === undefined ? { is: 'noResult' } : { is: 'refused', error }
}

export const converse = (options: ConversationOptions): Promise<Ended> =>
  new Promise((resolve) => {
    const { session, limits, until, timers, signal } = options
    const lines = new MarkerLines(options.marker)
    let errors = ''
    let greeted = false
    let current: string | undefined
    let thrown: Thrown | undefined
    let free = false
    let over = false
    let disarm = () => {}

    const arm = (milliseconds: number) => {
      disarm()
      disarm = timers.after(Math.max(0, Math.min(milliseconds, until - timers.now())), () => finish('silent'))
    }
    const finish = (why: Ended['why']) => {
      if (over) return
      over = true
      disarm()
      signal?.removeEventListener('abort', cancel)
      const settle = () => {
        session.output.off('data', read)
        session.errors.off('data', readErrors)
        resolve({ why, current, thrown, greeted, noise: lines.noise, errors, free: free && why === 'ended' })
      }
      // A library that is still busy after our end line lost its own mark (constrained language does that): not to be used again.
      if (why === 'ended' && session.reusable) void Promise.race([sent, wait(freeWait, undefined, { ref: false })]).then(settle)
      else settle()
    }
    const cancel = () => finish('cancelled')
    const take = (message: Message) => {
      if (message.t === 'hello') {
        greeted = true
        options.onHello(message)
      } else if (message.t === 'start') current = message.s
      else if (message.t === 'section') {
        current = undefined
        options.onAnswer(message.s, answerOf(message))
      } else if (message.t === 'broken') thrown = message
      else {
        finish('ended')
        return
      }
      arm(limits.section)
    }
    const read = (chunk: string) => {
      for (const message of lines.read(chunk)) if (!over) take(message)
      if (lines.overflowed) finish('flood')
    }
    // Never parsed: a shell may repeat the command there, marker and all.
    const readErrors = (chunk: string) => {
      if (errors.length < mostErrors) errors = (errors + chunk).slice(0, mostErrors)
    }
    session.output.on('data', read)
    session.errors.on('data', readErrors)
    signal?.addEventListener('abort', cancel)
    arm(limits.start)
    const sent = session.send(options.text).then(async () => {
      free = true
      // Also when it only seems to be free: an exit looks like success to the library, and may overtake the last output.
      await Promise.race([finished(session.output, { writable: false }).catch(() => undefined), wait(lastWait, undefined, { ref: false })])
      finish('died')
    })
    if (signal?.aborted === true) cancel()
  })
