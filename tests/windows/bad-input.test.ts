/** What a server of another language, or a damaged one, hands to set-up: the outcome is clear, and nothing hangs. */
import { join } from 'node:path'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { control, healthy, microsoft } from './machine-states.ts'
import { changeRegistry, driveC, missingForWine, nodeExe, outcomes, programOnMachine, readFacts, wine } from './wine-machine.ts'

const missing = missingForWine()
/** Or Wine would read what it is handed, and name files, in ASCII. */
const inUnicode = { LC_ALL: 'C.UTF-8' }
const sessionManager = `${control}\\Session Manager`
const uninstall = `${microsoft}\\Windows\\CurrentVersion\\Uninstall`

describe.skipIf(missing !== undefined)(`bad input on Wine${missing === undefined ? '' : ` (${missing})`}`, () => {
  beforeAll(() => changeRegistry(healthy))
  afterAll(() => {
    changeRegistry({ ...healthy, [`${uninstall}\\Absurd`]: null })
    for (const name of ['Служба', 'ÜberwachungsDienst']) wine('sc', ['delete', name], inUnicode)
    rmSync(join(driveC, 'ProgramData', 'paths'), { recursive: true, force: true })
  })

  test('services of another language keep their names', () => {
    expect(wine('sc', ['create', 'Служба', 'binPath=', 'C:\\служба.exe', 'DisplayName=', '远程监视服务'], inUnicode).code).toBe(0)
    expect(wine('sc', ['create', 'ÜberwachungsDienst', 'binPath=', 'C:\\ü.exe', 'DisplayName=', 'Überwachung'], inUnicode).code).toBe(0)
    const { all } = readFacts('services').section('services')
    const named = (name: string) => (all.is === 'known' ? all.value.find((service) => service.name === name) : undefined)
    expect(named('Служба')).toMatchObject({ displayName: '远程监视服务', command: ['C:\\служба.exe'] })
    expect(named('ÜberwachungsDienst')).toMatchObject({ displayName: 'Überwachung', state: 'stopped' })
  })

  test('values of absurd size: each is read or told, and hides nothing else', () => {
    const many = Array.from({ length: 20_000 }, (_none, index) => (index % 2 === 0 ? `\\??\\C:\\Temp\\file-${index}.tmp` : '!'))
    changeRegistry({
      [sessionManager]: { PendingFileRenameOperations: many },
      [`${uninstall}\\Absurd`]: { DisplayName: 'x'.repeat(1_000_000), DisplayVersion: '9'.repeat(100_000) },
    })
    const { programs, milliseconds } = (() => {
      const facts = readFacts('programs', 'pendingRestart')
      return { programs: facts.section('programs').all, milliseconds: facts.total }
    })()
    expect(programs).toMatchObject({ is: 'known' })
    const longest = programs.is === 'known' ? Math.max(...programs.value.map(({ name, version }) => name.length + version.length)) : 0
    expect(longest).toBeGreaterThan(100)
    expect(longest).toBeLessThan(1000)
    expect(milliseconds).toBeLessThan(30_000)
    expect(outcomes()).toMatchObject({ 'host.pending-reboot': 'fail pending', 'host.fips': 'pass off' })
  })

  test.each([
    ['of more than 260 characters', `${'f'.repeat(120)}\\${'g'.repeat(120)}\\${'h'.repeat(80)}`, 'connector.json', 330],
    ['in Chinese, Russian and with a smile', '连接器\\Соединитель 🙂', 'журнал.jsonl', 40],
    ['of both', `${'连'.repeat(70)}\\${'接'.repeat(70)}\\${'器'.repeat(70)}\\${'ж'.repeat(70)}`, '日志.txt', 300],
  ])('a path %s', (_what, below, name, longer) => {
    const folder = `C:\\ProgramData\\paths\\${below}`
    const { output, errors } = nodeExe(programOnMachine('long-paths.js'), [folder, name], inUnicode)
    const done = { ok: true, value: { changed: true } }
    const seen = JSON.parse(output === '' ? errors : output) as { length: number }
    expect(seen.length).toBeGreaterThan(longer)
    expect(seen).toMatchObject({
      made: done,
      written: done,
      again: { ok: true, value: { changed: false } },
      names: { is: 'known', value: [name] },
      read: 'content',
      removed: done,
      gone: done,
      left: { is: 'absent' },
    })
  })
})
