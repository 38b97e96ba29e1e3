/** What PowerShell knows about this server, as facts. The first answers are fetched before anybody asks. */
import { z } from 'zod'
import { absent, type Fact, known, languageModes, ShellModule, unknown } from '../../fact-sections.ts'
import { type ScriptError } from './marker-lines.ts'
import { type PowerShellHost, type Run, type SectionAnswer } from './power-shell-host.ts'
import { realTimers, type Timers } from './timers.ts'

const text = z.string().max(1000)

/** What each section of `setup/powershell/facts.ps1` answers. */
const sections = {
  roles: z.object({ installed: z.array(text).max(500) }),
  defender: z.object({ exclusions: z.array(text).max(10_000) }),
  modules: z.object({ available: z.array(ShellModule).max(100) }),
}
type Name = keyof typeof sections
const names = Object.keys(sections) as Name[]

const hex = (code: number): string => `0x${(code >>> 0).toString(16)}`

const errorText = ({ type, hresult, native, cimStatus, missing, target, message }: ScriptError): string => {
  if (missing) return `this server has no ${target || 'such command'}`
  const codes = [hex(hresult), ...(native == null ? [] : [`native ${native}`]), ...(cimStatus == null ? [] : [`CIM ${cimStatus}`])]
  return `${type} ${codes.join(', ')}${message === '' ? '' : `: ${message.slice(0, 300)}`}`
}

const answerText = (answer: Exclude<SectionAnswer, { is: 'data' }>): string => {
  switch (answer.is) {
    case 'refused':
      return errorText(answer.error)
    case 'silent':
      return `no answer within ${answer.milliseconds / 1000} s`
    case 'shellDied':
      return 'the shell ended in the middle of it'
    case 'noResult':
      return 'it ended without a result'
    case 'notReached':
      return 'no time was left for it'
  }
}

const brokenText = ({ why, thrown, errors }: Run & { is: 'broken' }): string => {
  const said = errors.trim() === '' ? '' : ` (${errors.trim().slice(0, 300)})`
  switch (why) {
    case 'silent':
      return `it did not answer in time${said}`
    case 'died':
      return `it ended without an answer${said}`
    case 'flood':
      return 'it printed without end'
    case 'threw':
      return `the script was refused: ${thrown === undefined ? 'no reason given' : `${thrown.category} ${thrown.type} ${hex(thrown.hresult)}`}`
    case 'notStarted':
      return `it could not be started${said}`
  }
}

const runText = (run: Run): string => {
  switch (run.is) {
    case 'ran':
      return 'it was not answered'
    case 'absent':
      return `${run.executable} is not there`
    case 'changed':
      return `a script of this program was changed: ${run.why}`
    case 'broken':
      return brokenText(run)
    case 'cancelled':
      return 'set-up is ending'
  }
}

const notTold = (reason: string) => unknown(`PowerShell: ${reason}`)

/** Errors beside the data mean that the data is not whole: commands of modules go on after them. */
const factOf = (section: string, answer: SectionAnswer): Fact<unknown> => {
  if (answer.is !== 'data') return notTold(`${section}: ${answerText(answer)}`)
  const [first] = answer.warnings
  return first === undefined ? known(answer.data) : notTold(`${section}: ${errorText(first)}`)
}

interface Asked {
  readonly at: number
  readonly languageMode: Promise<Fact<string>>
  readonly sections: ReadonlyMap<Name, Promise<Fact<unknown>>>
}

/** Answers fetched beforehand are used once, and only this long. */
const freshFor = 60_000

/** Waits no longer than the one who asked: the shell goes on for others. */
const orAborted = <T>(answer: Promise<T>, signal: AbortSignal): Promise<T> => {
  signal.throwIfAborted()
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
  return Promise.race([answer, stopped])
}

export class PowerShellFacts {
  readonly #host: PowerShellHost
  readonly #timers: Timers
  readonly #early = new Map<Name | 'languageMode', { at: number; answer: Promise<Fact<unknown>> }>()

  constructor(host: PowerShellHost, timers: Timers = realTimers) {
    this.#host = host
    this.#timers = timers
  }

  /** Starts the session and asks for everything, so that answers are there, or on their way, when the page asks. */
  start(): void {
    const { at, languageMode, sections: asked } = this.#ask(names)
    this.#early.set('languageMode', { at, answer: languageMode })
    for (const [name, answer] of asked) this.#early.set(name, { at, answer })
  }

  /** Names of installed roles and features: "Web-Server". */
  async roles(signal: AbortSignal): Promise<Fact<string[]>> {
    const fact = await this.#fact('roles', signal)
    return fact.is === 'known' ? known(fact.value.installed) : fact
  }

  /** Absent when Defender leaves nothing out. */
  async defenderExclusions(signal: AbortSignal): Promise<Fact<string[]>> {
    const fact = await this.#fact('defender', signal)
    if (fact.is !== 'known') return fact
    const { exclusions } = fact.value
    // A list that may not be seen is answered with a sentence in its place.
    if (!exclusions.every((entry) => /^([a-z]:[\\/]|\\\\|%)/i.test(entry))) return notTold('Defender does not show its exclusions')
    return exclusions.length === 0 ? absent : known(exclusions)
  }

  async modules(signal: AbortSignal): Promise<Fact<ShellModule[]>> {
    const fact = await this.#fact('modules', signal)
    return fact.is === 'known' ? known(fact.value.available) : fact
  }

  /** Known also where scripts are refused: the session itself says it. */
  async languageMode(signal: AbortSignal): Promise<Fact<(typeof languageModes)[number]>> {
    const fact = await orAborted(this.#taken('languageMode') ?? this.#ask(['modules']).languageMode, signal)
    if (fact.is !== 'known') return fact
    const mode = languageModes.find((name) => name === fact.value)
    return mode === undefined ? notTold('a language mode that is not known') : known(mode)
  }

  close(): Promise<void> {
    return this.#host.close()
  }

  async #fact<N extends Name>(name: N, signal: AbortSignal): Promise<Fact<z.output<(typeof sections)[N]>>> {
    const asked = this.#taken(name) ?? this.#ask([name]).sections.get(name)
    const fact = await orAborted(asked ?? Promise.resolve(notTold('it was not asked')), signal)
    if (fact.is !== 'known') return fact
    const schema: z.ZodType = sections[name]
    const parsed = schema.safeParse(fact.value)
    return parsed.success ? known(parsed.data as z.output<(typeof sections)[N]>) : notTold(`${name} is malformed`)
  }

  #taken(name: Name | 'languageMode'): Promise<Fact<string>> | Promise<Fact<unknown>> | undefined {
    const early = this.#early.get(name)
    this.#early.delete(name)
    return early !== undefined && this.#timers.now() - early.at < freshFor ? early.answer : undefined
  }

  #ask(wanted: readonly Name[]): Asked {
    const mode = Promise.withResolvers<Fact<string>>()
    const answers = new Map(wanted.map((name) => [name, Promise.withResolvers<Fact<unknown>>()] as const))
    void this.#host
      .ask({
        sections: wanted,
        onHello: (hello) => mode.resolve(known(hello.mode)),
        onAnswer: (section, answer) => answers.get(section as Name)?.resolve(factOf(section, answer)),
      })
      .then((run) => {
        // Does nothing for those that have been answered.
        const rest = notTold(runText(run))
        mode.resolve(rest)
        for (const { resolve } of answers.values()) resolve(rest)
      })
    return {
      at: this.#timers.now(),
      languageMode: mode.promise,
      sections: new Map([...answers].map(([name, { promise }]) => [name, promise])),
    }
  }
}
