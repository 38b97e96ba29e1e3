/** The door to PowerShell against recorded and scripted shells: both ways of starting one, the same outcomes. Long because everything is told of both. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { PowerShell } from 'node-powershell'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openLibraryShell } from '../../../setup/host/windows/powershell/library-session.ts'
import { PowerShellDoor } from '../../../setup/host/windows/powershell/power-shell-door.ts'
import { type PowerShellHost, type Run, type SectionAnswer } from '../../../setup/host/windows/powershell/power-shell-host.ts'
import { shellEnvironment } from '../../../setup/host/windows/powershell/shell-start.ts'
import { hashOfScript, ShippedScripts } from '../../../setup/host/windows/powershell/shipped-scripts.ts'
import { type OpenShell, type ShellStart } from '../../../setup/host/windows/powershell/shell-session.ts'
import { openSpawnShell } from '../../../setup/host/windows/powershell/spawn-session.ts'
import { isRunning, type Scenario, standInShell, StillTimers } from '../../fakes/stand-in-shells.ts'

const scriptsFolder = join(import.meta.dirname, '../../../setup/powershell')
const facts = 'facts.ps1'
const scripts = new ShippedScripts(scriptsFolder, { [facts]: hashOfScript(readFileSync(join(scriptsFolder, facts))) })
const limits = { start: 20_000, section: 10_000, total: 28_000 }

interface Asked {
  readonly run: Run
  readonly mode: string | undefined
  readonly answers: Readonly<Record<string, SectionAnswer>>
}

const doors: PowerShellHost[] = []
const doorTo = (open: OpenShell, start: ShellStart, timers = new StillTimers(), shipped = scripts): PowerShellHost => {
  const door = new PowerShellDoor({ open, start, scripts: shipped, script: facts, limits, timers })
  doors.push(door)
  return door
}

const ask = async (door: PowerShellHost, sections: readonly string[], signal?: AbortSignal): Promise<Asked> => {
  const answers: Record<string, SectionAnswer> = {}
  let mode: string | undefined
  const run = await door.ask({
    sections,
    signal,
    onHello: (hello) => (mode = hello.mode),
    onAnswer: (section, answer) => (answers[section] = answer),
  })
  return { run, mode, answers }
}

/** `data`, `refused System.UnauthorizedAccessException`, `silent`: enough to tell outcomes apart. */
const short = (answers: Asked['answers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      answer.is === 'refused' ? `refused ${answer.error.missing ? 'missing' : answer.error.type.replace('System.', '')}` : answer.is,
    ]),
  )

const eight = [
  'shell',
  'features',
  'secureChannel',
  'firewallOutbound',
  'windowsUpdate',
  'domainControllers',
  'forest',
  'virtualization',
] as const
const all = (but: Partial<Record<string, string>> = {}) => Object.fromEntries(eight.map((name) => [name, but[name] ?? 'data']))

interface Expectation {
  readonly sections?: readonly string[]
  readonly run: string
  readonly answers: Record<string, string>
  /** Full language unless said; empty: it never said. */
  readonly mode?: string
  /** A limit has to run out, after so many lines. */
  readonly runsOut?: number
  readonly starts?: number
}

const missing = 'refused missing'
const denied = {
  secureChannel: 'refused UnauthorizedAccessException',
  domainControllers: 'refused Microsoft.PowerShell.Commands.WriteErrorException',
}
const noType = 'refused Management.Automation.RuntimeException'
/** What the door makes of each transcript. */
const recorded: Readonly<Record<string, Expectation>> = {
  'success-8-sections': { run: 'ran', answers: all() },
  'sections-slow': { run: 'ran', answers: all() },
  'derived-crlf': { run: 'ran', answers: all() },
  'derived-crlf-one-chunk-stock-delimiters': { run: 'ran', answers: all() },
  'derived-seven-byte-chunks': { run: 'ran', answers: all(denied) },
  'section-access-denied': { run: 'ran', answers: all(denied) },
  'cmdlets-missing': {
    run: 'ran',
    answers: { ...Object.fromEntries(eight.map((name) => [name, missing])), shell: 'data', domainControllers: noType, forest: noType },
  },
  'constrained-language': {
    run: 'ran',
    mode: 'ConstrainedLanguage',
    answers: { ...Object.fromEntries(eight.map((name) => [name, missing])), shell: 'data', domainControllers: noType, forest: noType },
  },
  'stock-delimiters-constrained': { sections: ['shell'], run: 'ran', mode: 'ConstrainedLanguage', answers: { shell: 'data' } },
  'section-hangs-killed': { run: 'ran', answers: all({ windowsUpdate: 'silent' }), runsOut: 11, starts: 2 },
  'section-kills-shell': { run: 'ran', answers: all({ windowsUpdate: 'shellDied' }), starts: 2 },
  'terminated-from-outside': { sections: ['child'], run: 'ran', answers: { child: 'shellDied' } },
  'partial-line-then-death': { sections: ['partial'], run: 'ran', answers: { partial: 'shellDied' } },
  'section-calls-exit': { run: 'ran', answers: all({ windowsUpdate: 'noResult' }) },
  'section-breaks-out': { run: 'ran', answers: all({ forest: 'noResult' }) },
  'native-child-killed-shell-survives': { sections: ['child'], run: 'ran', answers: { child: 'noResult' } },
  'profile-noise': { sections: ['shell'], run: 'ran', answers: { shell: 'noResult' } },
  'noise-plain': { sections: ['noise'], run: 'ran', answers: { noise: 'data' } },
  'noise-ansi-terminal': { sections: ['noise'], run: 'ran', answers: { noise: 'data' } },
  'unicode-utf8': { sections: ['unicode'], run: 'ran', answers: { unicode: 'data' } },
  'derived-oem-437': { sections: ['unicode'], run: 'ran', answers: { unicode: 'data' } },
  'stdin-stolen': { sections: ['stolen'], run: 'ran', answers: { stolen: 'data' } },
  'prompt-refused': { sections: ['prompt'], run: 'ran', answers: { prompt: 'refused Management.Automation.PSInvalidOperationException' } },
  'errors-on-stderr': { sections: ['errors', 'next'], run: 'threw', answers: { errors: 'data' } },
  'errors-on-stderr-ansi': { sections: ['errors', 'next'], run: 'threw', answers: { errors: 'data' } },
  'script-missing': { sections: ['x'], run: 'threw', answers: {} },
  'script-syntax-error': { sections: ['x'], run: 'threw', answers: {} },
  'script-throws-non-ascii': { sections: ['x'], run: 'threw', answers: {} },
  'exit-0-at-top': { sections: ['x'], run: 'died', answers: {} },
  'exit-3-at-top': { sections: ['x'], run: 'died', answers: {} },
  'restricted-language': { sections: ['x'], run: 'silent', mode: '', answers: {}, runsOut: 1 },
  'no-language': { sections: ['x'], run: 'silent', mode: '', answers: {}, runsOut: 1 },
}

const adapters = [
  ['node-powershell', openLibraryShell],
  ['plain start', openSpawnShell],
] as const

afterEach(async () => {
  await Promise.all(doors.splice(0).map((door) => door.close()))
})

// Stand-ins are programs of this system; on Windows `real-power-shell.test.ts` asks PowerShell itself.
describe.skipIf(process.platform === 'win32').each(adapters)('PowerShell through %s', (adapter, open) => {
  const reusable = adapter === 'node-powershell'

  test.concurrent.each(Object.entries(recorded))(
    '%s: as recorded',
    async (replay, { sections = eight, run, answers, mode, runsOut, starts }) => {
      const shell = standInShell([{ replay }, {}])
      const timers = new StillTimers()
      const door = new PowerShellDoor({ open, start: shell.start, scripts, script: facts, limits, timers })
      const asked = ask(door, sections)
      // A shell that was given all its text and says nothing ends by itself when nothing more can come.
      const dies = runsOut === 1 && !reusable
      if (runsOut !== undefined && !dies) await timers.runOut(runsOut)
      const found = await asked
      await door.close()
      expect(found.run.is === 'broken' ? found.run.why : found.run.is).toBe(dies ? 'died' : run)
      expect(short(found.answers)).toEqual(answers)
      expect(found.mode ?? '').toBe(mode ?? 'FullLanguage')
      if (starts !== undefined) expect(shell.starts()).toHaveLength(starts)
    },
  )

  const outcome = async (scenario: Scenario | readonly Scenario[], sections = ['a', 'b', 'c']) =>
    ask(doorTo(open, standInShell([scenario].flat()).start), sections)

  test('rows arrive on their own, in their order, while later ones are on their way', async () => {
    const shell = standInShell([{ sections: { c: { hang: true } } }])
    const timers = new StillTimers()
    const arrived: string[] = []
    const done = doorTo(open, shell.start, timers).ask({ sections: ['a', 'b', 'c'], onAnswer: (section) => arrived.push(section) })
    await vi.waitFor(() => expect(arrived).toEqual(['a', 'b']))
    await timers.runOut(7)
    expect(await done).toMatchObject({ is: 'ran' })
    expect(arrived).toEqual(['a', 'b', 'c'])
  })

  test('a section that hangs costs its shell and what it started, and a new one goes on after it', async () => {
    const shell = standInShell([{ child: true, sections: { b: { hang: true } } }, {}])
    const timers = new StillTimers()
    const asked = ask(doorTo(open, shell.start, timers), ['a', 'b', 'c'])
    await timers.runOut(5)
    expect(short((await asked).answers)).toEqual({ a: 'data', b: 'silent', c: 'data' })
    expect(shell.starts()).toHaveLength(2)
    await vi.waitFor(() => expect(isRunning(shell.childPid())).toBe(false))
  })

  test('four shells that hang are enough: the rest is told as not reached', async () => {
    const hangs = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, { hang: true }]))
    const shell = standInShell([{ sections: hangs }])
    const timers = new StillTimers()
    const asked = ask(new PowerShellDoor({ open, start: shell.start, scripts, script: facts, limits: { ...limits, total: 1e6 }, timers }), [
      'a',
      'b',
      'c',
      'd',
      'e',
      'f',
    ])
    for (let shells = 1; shells <= 5; shells++) await timers.runOut(3 * shells)
    const { run, answers } = await asked
    expect(run.is).toBe('ran')
    expect(short(answers)).toEqual({ a: 'silent', b: 'silent', c: 'silent', d: 'silent', e: 'silent', f: 'notReached' })
  })

  test('all sections together have one limit', async () => {
    const shell = standInShell([{ sections: { a: { hang: true } } }, {}])
    const timers = new StillTimers()
    const asked = ask(doorTo(open, shell.start, timers), ['a', 'b'])
    await vi.waitFor(() => expect(timers.armed).toBe(3))
    timers.pass(limits.total)
    await timers.runOut(3)
    expect(short((await asked).answers)).toEqual({ a: 'silent', b: 'notReached' })
    expect(shell.starts()).toHaveLength(1)
  })

  test('a shell 60 seconds slow is broken as soon as its time is up', async () => {
    const shell = standInShell([{ hello: false, end: false }])
    const timers = new StillTimers()
    const asked = ask(doorTo(open, shell.start, timers), ['a'])
    await timers.runOut(1)
    expect(timers.now()).toBe(limits.start)
    expect((await asked).run).toMatchObject({ is: 'broken', why: 'silent' })
  })

  test('no PowerShell is told apart from a broken one', async () => {
    const shell = standInShell([{}])
    const executable = `${shell.start.executable}-absent`
    expect((await ask(doorTo(open, { ...shell.start, executable }), ['a'])).run).toEqual({ is: 'absent', executable })
  })

  test('one that cannot be started is broken, and ends nothing of ours', async () => {
    const shell = standInShell([{}])
    const door = doorTo(open, { ...shell.start, folder: `${shell.start.folder}/absent` })
    expect((await ask(door, ['a'])).run).toMatchObject({ is: 'broken', why: 'died' })
  })

  test('a constrained one says so and is not broken; what it refuses is refused by itself', async () => {
    const error = { type: 'System.Management.Automation.PSNotSupportedException', hresult: -2146233087, category: 'InvalidOperation' }
    const { run, mode, answers } = await outcome({ mode: 'ConstrainedLanguage', delimiters: false, sections: { b: { error } } })
    expect([run.is, mode]).toEqual(['ran', 'ConstrainedLanguage'])
    expect(short(answers)).toEqual({ a: 'data', b: 'refused Management.Automation.PSNotSupportedException', c: 'data' })
  })

  test('a policy that refuses the script leaves the language mode known', async () => {
    const refused = { category: 'SecurityError', type: 'System.Management.Automation.PSSecurityException', hresult: -2146233087 }
    const { run, mode, answers } = await outcome({ refused })
    expect(run).toMatchObject({ is: 'broken', why: 'threw', thrown: refused })
    expect([mode, answers]).toEqual(['FullLanguage', {}])
  })

  test('noise, half lines, control codes, UTF-16 and Windows line ends do not hide an answer', async () => {
    for (const scenario of [
      { before: 'Welcome\r\n@@ not ours\n{"t":"end"}\n', sections: { b: { noise: 'WARNING: x' } } },
      { prefix: '\u001b[?1h\u001b[?1l' },
      { encoding: 'utf16le', delimiters: false },
      { newline: '\r\n' },
      { newline: '\r\n', pieces: 'one' },
      { errors: 'red text\nfor people\n' },
    ] satisfies Scenario[])
      expect(await outcome(scenario), JSON.stringify(scenario)).toMatchObject({
        run: { is: 'ran' },
        answers: { a: { data: { of: 'a' } }, c: { is: 'data' } },
      })
  })

  test('half a line and then the end is a shell that died, with what it had told before', async () => {
    const { answers } = await outcome([{ sections: { b: { half: true, exit: 1 } } }, {}])
    expect(short(answers)).toEqual({ a: 'data', b: 'shellDied', c: 'data' })
  })

  test('an exit that looks like success is none', async () => {
    expect(short((await outcome([{ sections: { a: { exit: 0 } } }, {}])).answers)).toEqual({ a: 'shellDied', b: 'data', c: 'data' })
    expect((await outcome({ hello: false, before: 'all done\n' }, ['a'])).run).toMatchObject({ is: 'broken' })
  })

  test('output without end is cut off', async () => {
    expect((await outcome({ flood: 9 * 1024 * 1024, end: false }, ['a'])).run).toMatchObject({ is: 'broken', why: 'flood' })
  })

  test('sections that nobody asked for are not told', async () => {
    const { answers } = await outcome({ replay: 'success-8-sections' }, ['shell'])
    expect(Object.keys(answers)).toEqual(['shell'])
  })

  test('cancelling ends the shell and what it started', async () => {
    const shell = standInShell([{ child: true, sections: { a: { hang: true } } }])
    const timers = new StillTimers()
    const stop = new AbortController()
    const asked = ask(doorTo(open, shell.start, timers), ['a'], stop.signal)
    await vi.waitFor(() => expect(timers.armed).toBe(3))
    stop.abort()
    expect((await asked).run).toEqual({ is: 'cancelled' })
    await vi.waitFor(() => expect(isRunning(shell.childPid())).toBe(false))
  })

  test('closing ends a question that is on, and takes no further one', async () => {
    const shell = standInShell([{ sections: { a: { hang: true } } }])
    const timers = new StillTimers()
    const door = doorTo(open, shell.start, timers)
    const asked = ask(door, ['a'])
    await vi.waitFor(() => expect(timers.armed).toBe(3))
    await door.close()
    expect((await asked).run).toEqual({ is: 'cancelled' })
    expect((await ask(door, ['a'])).run).toEqual({ is: 'cancelled' })
    expect(shell.starts()).toHaveLength(1)
  })

  test('questions are asked one after another', async () => {
    const shell = standInShell([{}])
    const door = doorTo(open, shell.start)
    const found = await Promise.all([ask(door, ['a']), ask(door, ['b']), ask(door, ['c'])])
    expect(found.map(({ answers }) => Object.keys(answers))).toEqual([['a'], ['b'], ['c']])
    expect(shell.starts()).toHaveLength(reusable ? 1 : 3)
  })

  test.runIf(reusable)('the session is used again only when the library noticed its end', async () => {
    // All output in one piece with Windows line ends: the library as it is would wait for its end mark for ever.
    const one = standInShell([{ newline: '\r\n', pieces: 'one' }])
    const good = doorTo(open, one.start)
    for (const section of ['a', 'b']) expect((await ask(good, [section])).run.is).toBe('ran')
    expect(one.starts()).toHaveLength(1)
    const lost = standInShell([{ delimiters: false }])
    const door = doorTo(open, lost.start)
    for (const section of ['a', 'b']) expect((await ask(door, [section])).run.is).toBe('ran')
    expect(lost.starts()).toHaveLength(2)
  })

  test('nothing of our environment but what Windows needs reaches it, so that a shell that repeats everything repeats no secret', async () => {
    const secret = 'hunter2-hunter2'
    const given = { SystemRoot: 'C:\\Windows', CAUSEWAY_TOKEN: secret, PSModulePath: secret, DEBUG: '*', Temp: '/tmp' }
    const environment = shellEnvironment(given, 'C:\\Windows', scriptsFolder)
    const shell = standInShell(
      [
        { echo: true, end: false, sections: { a: { exit: 3 } } },
        { echo: true, hello: false },
      ],
      environment,
    )
    const found = await ask(doorTo(open, shell.start), ['a', 'b'])
    expect(short(found.answers)).toMatchObject({ a: 'shellDied' })
    expect(JSON.stringify(found)).not.toContain(secret)
    expect(shell.starts()[0]?.env).not.toContain('CAUSEWAY_TOKEN')
    expect(shell.starts()[0]?.env).toContain('CAUSEWAY_SCRIPTS')
  })

  test('started without profile, without prompts, in the folder it was given', async () => {
    const shell = standInShell([{}])
    await ask(doorTo(open, { ...shell.start, flags: ['-Sta'] }), ['a'])
    const [first] = shell.starts()
    expect(first?.argv).toEqual(expect.arrayContaining(['-NoLogo', '-NoProfile', '-NonInteractive', '-Sta', '-Command', '-']))
    expect(first?.cwd).toBe(shell.start.folder)
  })

  test('a bare name is never started: it would be looked for in the current folder', async () => {
    const shell = standInShell([{}])
    await expect(open({ ...shell.start, executable: 'powershell' })).rejects.toThrow('absolute')
  })

  test('a script that is not the shipped one is never run', async () => {
    const shell = standInShell([{}])
    const other = new ShippedScripts(scriptsFolder, { [facts]: 'f'.repeat(64) })
    expect((await ask(doorTo(open, shell.start, new StillTimers(), other), ['a'])).run).toMatchObject({ is: 'changed' })
    expect(shell.starts()).toHaveLength(0)
  })
})

describe.skipIf(process.platform === 'win32')('what node-powershell would do by itself', () => {
  beforeEach(() => {
    vi.stubEnv('NODE_POWERSHELL', '/bin/false')
    vi.stubEnv('DEBUG', '*')
  })
  afterEach(() => vi.unstubAllEnvs())

  test('its variable does not replace the program', async () => {
    const shell = standInShell([{}])
    expect((await ask(doorTo(openLibraryShell, shell.start), ['a'])).run.is).toBe('ran')
    expect(shell.starts()).toHaveLength(1)
  })

  test('a start that fails does not end our process', async () => {
    const unhandled: unknown[] = []
    const remember = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', remember)
    const { start } = standInShell([{}])
    // Opened and not yet asked anything: nobody waits for its end.
    const session = await openLibraryShell({ ...start, folder: `${start.folder}/absent` })
    if (!session.errors.closed) await once(session.errors, 'close')
    await setImmediate()
    process.off('unhandledRejection', remember)
    await session.close()
    expect(unhandled).toEqual([])
  })

  test('it prints no commands and keeps none', async () => {
    const printed = vi.spyOn(console, 'log')
    const sent = vi.spyOn(PowerShell.prototype, 'invoke')
    const session = await openLibraryShell(standInShell([{}]).start)
    await session.send('"@@000000000000000000000000"')
    expect(sent.mock.contexts[0]).toMatchObject({ history: [] })
    await session.close()
    expect(printed).not.toHaveBeenCalled()
    vi.restoreAllMocks()
    expect(process.env['DEBUG']).toBeUndefined()
  })
})
