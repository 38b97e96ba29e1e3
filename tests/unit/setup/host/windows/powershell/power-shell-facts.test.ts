/** What PowerShell answered, as facts: known, absent, or unknown with a reason that a person can act on. */
import { expect, test } from 'vitest'
import { PowerShellFacts } from '../../../../../../setup/host/windows/powershell/power-shell-facts.ts'
import {
  type AskRequest,
  type PowerShellHost,
  type Run,
  type SectionAnswer,
} from '../../../../../../setup/host/windows/powershell/power-shell-host.ts'
import { absent, known } from '../../../../../../setup/host/fact-sections.ts'
import { StillTimers } from '../../../../../fakes/stand-in-shells.ts'

const hello = { t: 'hello', mode: 'FullLanguage', version: '5.1.20348.1366' } as const
const ran: Run = { is: 'ran', hello, noise: 0 }
const data = (value: unknown): SectionAnswer => ({ is: 'data', data: value, warnings: [] })
const denied = {
  type: 'System.UnauthorizedAccessException',
  hresult: -2147024891,
  category: 'PermissionDenied',
  missing: false,
  target: '',
  message: 'Zugriff verweigert',
}
const good: Readonly<Record<string, SectionAnswer>> = {
  roles: data({ installed: ['Web-Server'] }),
  defender: data({ exclusions: ['C:\\Program Files\\Causeway', '%ProgramData%\\Causeway', '\\\\server\\share'] }),
  modules: data({ available: [{ name: 'ActiveDirectory', version: '1.0.1.0' }] }),
}

class Answering implements PowerShellHost {
  readonly asked: (readonly string[])[] = []
  readonly #answers: Readonly<Record<string, SectionAnswer>>
  readonly #run: Run
  readonly #hello: boolean
  constructor(answers: Readonly<Record<string, SectionAnswer>> = good, run: Run = ran, greets = run.is === 'ran') {
    this.#answers = answers
    this.#run = run
    this.#hello = greets
  }
  async ask({ sections, onHello, onAnswer }: AskRequest): Promise<Run> {
    this.asked.push(sections)
    await Promise.resolve()
    if (this.#hello) onHello?.(hello)
    for (const section of sections) {
      const answer = this.#answers[section]
      if (answer !== undefined) onAnswer(section, answer)
    }
    return this.#run
  }
  async close(): Promise<void> {}
}

const signal = new AbortController().signal

test('what was answered is known', async () => {
  const facts = new PowerShellFacts(new Answering())
  expect(await facts.roles(signal)).toEqual(known(['Web-Server']))
  expect(await facts.defenderExclusions(signal)).toEqual(
    known(['C:\\Program Files\\Causeway', '%ProgramData%\\Causeway', '\\\\server\\share']),
  )
  expect(await facts.modules(signal)).toEqual(known([{ name: 'ActiveDirectory', version: '1.0.1.0' }]))
  expect(await facts.languageMode(signal)).toEqual(known('FullLanguage'))
})

test('no exclusions is absent; a sentence in their place is unknown, in any language', async () => {
  const told = (exclusions: string[]) => new PowerShellFacts(new Answering({ defender: data({ exclusions }) })).defenderExclusions(signal)
  expect(await told([])).toEqual(absent)
  expect(await told(['N/A: Must be an administrator to view exclusions'])).toMatchObject({ is: 'unknown' })
  expect(await told(['只有管理员可以查看'])).toMatchObject({ is: 'unknown' })
})

test.each<[SectionAnswer, string]>([
  [{ is: 'refused', error: denied }, 'System.UnauthorizedAccessException 0x80070005: Zugriff verweigert'],
  [{ is: 'refused', error: { ...denied, missing: true, target: 'Get-WindowsFeature' } }, 'this server has no Get-WindowsFeature'],
  [{ is: 'refused', error: { ...denied, native: 5, cimStatus: 2 } }, 'native 5, CIM 2'],
  [{ is: 'silent', milliseconds: 10_000 }, 'no answer within 10 s'],
  [{ is: 'shellDied' }, 'the shell ended'],
  [{ is: 'noResult' }, 'without a result'],
  [{ is: 'notReached' }, 'no time was left'],
  [data({ installed: 'Web-Server' }), 'malformed'],
  [data(null), 'malformed'],
  // Commands of modules go on after an error: what they then give is not whole.
  [{ is: 'data', data: { installed: [] }, warnings: [denied] }, '0x80070005'],
])('%j is unknown with its reason', async (answer, why) => {
  expect(await new PowerShellFacts(new Answering({ roles: answer })).roles(signal)).toEqual({
    is: 'unknown',
    why: expect.stringContaining(why) as string,
  })
})

test.each<[Run, string]>([
  [{ is: 'absent', executable: 'C:\\Windows\\System32\\x.exe' }, 'C:\\Windows\\System32\\x.exe is not there'],
  [{ is: 'changed', why: 'facts.ps1 has SHA-256 00' }, 'was changed: facts.ps1 has SHA-256 00'],
  [{ is: 'broken', why: 'silent', errors: '' }, 'did not answer in time'],
  [{ is: 'broken', why: 'died', errors: ' refused by policy \n' }, 'ended without an answer (refused by policy)'],
  [{ is: 'broken', why: 'flood', errors: '' }, 'without end'],
  [{ is: 'broken', why: 'notStarted', errors: 'spawn EMFILE' }, 'EMFILE'],
  [
    { is: 'broken', why: 'threw', thrown: { type: 'T', hresult: -2146233087, category: 'SecurityError' }, errors: '' },
    'refused: SecurityError T 0x80131501',
  ],
  [{ is: 'cancelled' }, 'ending'],
])('%j makes every fact unknown with the reason', async (run, why) => {
  const facts = new PowerShellFacts(new Answering({}, run))
  for (const fact of [await facts.roles(signal), await facts.languageMode(signal)])
    expect(fact).toEqual({ is: 'unknown', why: expect.stringContaining(why) as string })
})

test('where scripts are refused the language mode is known all the same', async () => {
  const facts = new PowerShellFacts(new Answering({}, { is: 'broken', why: 'threw', errors: '' }, true))
  expect(await facts.languageMode(signal)).toEqual(known('FullLanguage'))
  expect(await facts.roles(signal)).toMatchObject({ is: 'unknown' })
})

test('everything is asked before anybody asks, used once, and asked again afterwards', async () => {
  const host = new Answering()
  const facts = new PowerShellFacts(host)
  facts.start()
  expect(host.asked).toEqual([['roles', 'defender', 'modules']])
  await Promise.all([facts.roles(signal), facts.defenderExclusions(signal), facts.modules(signal), facts.languageMode(signal)])
  expect(host.asked).toHaveLength(1)
  await facts.roles(signal)
  expect(host.asked).toEqual([['roles', 'defender', 'modules'], ['roles']])
})

test('answers that were fetched long before are not used', async () => {
  const host = new Answering()
  const timers = new StillTimers()
  const facts = new PowerShellFacts(host, timers)
  facts.start()
  timers.pass(60_000)
  await facts.roles(signal)
  expect(host.asked).toHaveLength(2)
})

test('one who no longer waits does not end the question for others', async () => {
  const answered = Promise.withResolvers<undefined>()
  const host: PowerShellHost = {
    ask: async ({ onAnswer }) => {
      await answered.promise
      onAnswer('roles', data({ installed: [] }))
      return ran
    },
    close: async () => {},
  }
  const facts = new PowerShellFacts(host)
  facts.start()
  const stop = new AbortController()
  const left = facts.modules(stop.signal)
  const stayed = facts.roles(signal)
  stop.abort(new Error('no longer'))
  await expect(left).rejects.toThrow('no longer')
  answered.resolve(undefined)
  expect(await stayed).toEqual(known([]))
})
