import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ActionRow } from '../../../../contract/install-plan.ts'
import { errorCodes, failed } from '../../../../contract/error-codes.ts'
import { exitCodes } from '../../../../contract/wizard-api.ts'
import { languages } from '../../../../contract/wording/languages.ts'
import { commandNames, parseArguments } from '../../../../setup/commands/arguments.ts'
import { exitCodeOf, exitCodeOfInstall } from '../../../../setup/commands/exit-code.ts'
import { helpText } from '../../../../setup/commands/help.ts'
import { actionLine, diagnosisLine, failureLine, languageOf, printable } from '../../../../setup/commands/output.ts'
import { textWording } from '../../../../setup/text/wording.ts'

describe('arguments', () => {
  it.each([
    [['check', '--json'], { command: 'check', json: true }],
    [['install', '--params', 'p.json', '--quiet'], { command: 'install', parameters: 'p.json', quiet: true }],
    [['test', '--watch', '--server', 'wrong-clock'], { command: 'test', watch: true, server: 'wrong-clock' }],
    [['check', '--fix', 'host.power'], { command: 'check', fix: 'host.power', undoFix: undefined }],
    [['check', '--undo-fix', 'host.power'], { command: 'check', fix: undefined, undoFix: 'host.power' }],
    [[], { command: undefined, help: false }],
    [['--help'], { command: undefined, help: true }],
    [['--language', 'zh-CN', 'status'], { command: 'status', language: 'zh-CN' }],
  ])('%j are understood', (given, expected) => {
    expect(parseArguments(given)).toMatchObject({ ok: true, value: expected })
  })

  it.each([
    [['reinstall'], 'reinstall'],
    [['check', 'now'], 'now'],
    [['check', '--watch'], '--watch'],
    [['check', '--fix', 'host.nothing'], '--fix'],
    [['check', '--fix', 'host.power', '--undo-fix', 'host.power'], '--undo-fix'],
    [['status', '--fix', 'host.power'], '--fix'],
    [['status', '--params', 'x'], '--params'],
    [['--sideways'], '--sideways'],
    [['install', '--params'], '--params'],
    [['install', '--params', ''], '--params'],
    [['--language', 'fr'], '--language'],
    [['check', '--json=yes'], '--json'],
  ])('%j is refused by name', (given, argument) => {
    const parsed = parseArguments(given)
    expect(parsed).toMatchObject({ ok: false, failure: { code: 'CW7008' } })
    if (!parsed.ok) expect(parsed.failure.values['argument']).toContain(argument)
  })

  it('never throws, whatever is typed', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom(...commandNames, '--json', '--params', '--', '-', '-h', '--server=', '__proto__', '--__proto__'),
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (given) => {
        expect(typeof parseArguments(given).ok).toBe('boolean')
      }),
    )
  })

  it('have a help text for every command', () => {
    for (const command of [undefined, ...commandNames]) {
      const text = helpText(command)
      expect(text).toContain('3010 restartNeeded')
      expect(text).toContain('healthy-2022')
      if (command !== undefined) expect(text).toContain(`causeway-setup ${command}`)
    }
  })
})

describe('exit codes', () => {
  it('exist for every code and are never "done"', () => {
    const known = new Set<number>(Object.values(exitCodes))
    for (const code of errorCodes) {
      for (const exit of [exitCodeOf(code), exitCodeOfInstall(code)]) {
        expect(known.has(exit)).toBe(true)
        expect(exit).not.toBe(exitCodes.done)
      }
    }
  })

  it.each([
    ['CW3001', 2],
    ['CW7001', 3],
    ['CW7003', 3],
    ['CW2010', 4],
    ['CW2012', 4],
    ['CW2002', 5],
    ['CW2005', 5],
    ['CW2020', 6],
    ['CW2021', 6],
    ['CW3007', 7],
    ['CW3004', 8],
    ['CW2011', 8],
    ['CW9001', 1],
  ] as const)('%s ends with %i', (code, exit) => {
    expect(exitCodeOf(code)).toBe(exit)
  })
})

describe('sentences', () => {
  it('lets no control character of a remote value reach the terminal', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0x2fff }), { maxLength: 40 }), (signs) => {
        const text = String.fromCodePoint(...signs)
        const dangerous = Array.from(printable(text)).filter(
          (sign) => /[\p{Cc}\p{Bidi_Control}]/u.test(sign) && sign !== '\t' && sign !== '\n',
        )
        expect(dangerous).toEqual([])
      }),
    )
    expect(failureLine(failed('CW2003', { host: '\u001b[2Jevil', reason: 'x\u202ey' }).failure, 'en')).not.toContain('\u001b')
  })

  it('has one line for every failure, action and diagnosis in every language', () => {
    for (const language of languages) {
      for (const code of errorCodes) expect(failureLine(failed(code).failure, language).split('\n')).toHaveLength(1)
      const action: ActionRow['action'] = { name: 'enroll', values: { days: 90 }, changes: [], weight: 1, cancellable: true }
      const states: ActionRow['state'][] = [
        { is: 'waiting' },
        { is: 'done', milliseconds: 1500 },
        { is: 'failed', failure: failed('CW2020').failure, milliseconds: 1 },
        { is: 'undone' },
        { is: 'undoFailed', failure: failed('CW5001').failure },
      ]
      for (const state of states) expect(actionLine({ action, state }, language)).not.toContain('undefined')
      expect(diagnosisLine({ is: 'working', milliseconds: 2.13, relay: 'relay-1' }, language)).toContain('2.1')
      expect(
        diagnosisLine(
          {
            is: 'notWorking',
            code: 'CW1302',
            layer: 'tls',
            endpoint: 'r:443',
            values: { issuer: 'Gateway' },
            owner: 'network',
            addresses: [],
            culprit: { kind: 'inspection', name: 'Gateway' },
            evidence: [],
          },
          language,
        ),
      ).toContain('Gateway')
    }
    expect(Object.keys(textWording['zh-CN']).toSorted()).toEqual(Object.keys(textWording.en).toSorted())
  })

  it('speak the language of the system', () => {
    expect(languageOf({ LANG: 'zh_CN.UTF-8' })).toBe('zh-CN')
    expect(languageOf({ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' })).toBe('en')
    expect(languageOf({})).toBe('en')
  })
})

describe('labels', () => {
  const parsed = (...given: string[]) => parseArguments(['configure', ...given])
  it('are given and taken away by name', () => {
    expect(parsed('--label', 'rack=7', '--label', 'site = a=b', '--remove-label', 'owner')).toMatchObject({
      value: {
        labels: [
          { key: 'rack', value: '7' },
          { key: 'site', value: 'a=b' },
        ],
        removedLabels: ['owner'],
      },
    })
    expect(parsed()).toMatchObject({ value: { labels: [], removedLabels: [] } })
  })
  it.each([
    [['--label', 'rack'], '--label', 'rack: not NAME=VALUE'],
    [['--label', 'Rack=7'], '--label', 'Rack: a name has small letters, digits, dots, hyphens and underscores'],
    [['--label', `rack=${'x'.repeat(121)}`], '--label', 'rack: a value is one line without commas, at most 120 characters'],
    [['--label', 'rack=a,b'], '--label', 'rack: a value is one line without commas, at most 120 characters'],
    [['--label', 'rack=7', '--label', 'rack=8'], '--label', 'rack: is there twice'],
    [['--label', ''], '--label', 'is empty'],
    [['--remove-label', ''], '--remove-label', 'is empty'],
  ])('%j are refused', (given, argument, reason) =>
    expect(parsed(...given)).toMatchObject({ failure: { code: 'CW7008', values: { argument, reason } } }),
  )
  it('belong to configure', () =>
    expect(parseArguments(['install', '--label', 'rack=7'])).toMatchObject({
      failure: { code: 'CW7008', values: { argument: '--label' } },
    }))
})
