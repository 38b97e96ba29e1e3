import { describe, expect, test } from 'vitest'
import { BillOfMaterials, cutToShipped, nameOf } from '../../../scripts/packaging/bill-of-materials.ts'
import { packageFolderOf } from '../../../scripts/packaging/bundled-packages.ts'
import * as rule from '../../../scripts/packaging/inspection.ts'
import { entryProblems, leftProblems, pendingRenameProblems } from '../../../scripts/packaging/installation.ts'
import { isAccepted, licencesText, type ThirdParty } from '../../../scripts/packaging/licences.ts'
import { differences, multiString, parseHive } from '../../../scripts/packaging/machine-state.ts'
import { signatureProblems } from '../../../scripts/packaging/signature.ts'

describe('rules about a package', () => {
  const archive: rule.Archive = {
    files: ['/package.json', '/out', '/out/app', '/out/app/main/index.js', '/out/app/preload/index.cjs', '/out/app/renderer/index.html'],
    main: 'out/app/main/index.js',
    devDependencies: false,
    headerHash: 'aa',
  }

  test('fuses: one the wrong way or absent is named', () => {
    expect(rule.fuseProblems(rule.wantedFuses)).toEqual([])
    expect(rule.fuseProblems({ ...rule.wantedFuses, RunAsNode: true })).toEqual(['RunAsNode is on'])
    const { OnlyLoadAppFromAsar: _absent, ...rest } = rule.wantedFuses
    expect(rule.fuseProblems(rest)).toEqual(['OnlyLoadAppFromAsar is not there'])
  })

  test.each([
    ['a source map', '/out/app/main/index.js.map'],
    ['a source', '/out/app/main/index.ts'],
    ['a test', '/out/app/tests/a.js'],
    ['a package', '/node_modules/ws/index.js'],
    ['a key', '/out/app/main/code-signing.pfx'],
  ])('archive: %s is refused', (_what, file) => {
    expect(rule.archiveProblems(archive)).toEqual([])
    expect(rule.archiveProblems({ ...archive, files: [...archive.files, file] }).join()).toContain(file)
  })

  test('archive: what is missing and development dependencies are refused', () => {
    expect(rule.archiveProblems({ ...archive, files: archive.files.filter((file) => !file.endsWith('index.html')) })).toEqual([
      'out/app/renderer/index.html is missing',
    ])
    expect(rule.archiveProblems({ ...archive, devDependencies: true })).toHaveLength(1)
  })

  test('integrity: absent, of another archive, or by another algorithm', () => {
    const entry = { file: 'resources\\app.asar', alg: 'SHA256', value: 'aa' }
    expect(rule.integrityProblems([entry], 'aa')).toEqual([])
    expect(rule.integrityProblems([], 'aa')).toHaveLength(1)
    expect(rule.integrityProblems([entry], 'bb')).toHaveLength(1)
    expect(rule.integrityProblems([{ ...entry, alg: 'MD5' }], 'aa')).toHaveLength(1)
  })

  test('execution level and version resource', () => {
    const strings = { ProductName: 'Causeway', CompanyName: 'Causeway', FileVersion: '1.2.3', ProductVersion: '1.2.3.0' }
    expect(rule.executionLevelProblems({ executionLevels: ['asInvoker'], strings })).toEqual([])
    expect(rule.executionLevelProblems({ executionLevels: ['requireAdministrator'], strings })).toHaveLength(1)
    expect(rule.executionLevelProblems({ executionLevels: [], strings })).toHaveLength(1)
    expect(rule.versionProblems({ executionLevels: [], strings }, '1.2.3')).toEqual([])
    expect(rule.versionProblems({ executionLevels: [], strings: { ...strings, CompanyName: 'GitHub, Inc.' } }, '1.2.3')).toHaveLength(1)
  })

  test('a copy that differs, is missing or has no origin', () => {
    const copy = { path: 'a', packed: '1', origin: '1' }
    expect(rule.copyProblems([copy])).toEqual([])
    expect(rule.copyProblems([])).toHaveLength(1)
    expect(rule.copyProblems([{ ...copy, packed: '2' }])).toEqual(['a differs'])
    expect(rule.copyProblems([{ ...copy, packed: undefined }])).toEqual(['a is missing'])
  })

  test('a script whose hash no bundle holds', () => {
    expect(rule.scriptProblems({ 'a.ps1': 'abc' }, 'x "abc" y')).toEqual([])
    expect(rule.scriptProblems({ 'a.ps1': 'abd' }, 'x "abc" y')).toHaveLength(1)
    expect(rule.scriptProblems({}, 'abc')).toHaveLength(1)
  })

  test('a language too many beside the archive', () => {
    expect(rule.looseFileProblems(['locales/de.pak'])).toContain('locales/de.pak is not a language of the product')
    expect(rule.looseFileProblems([])).toContain('resources/connector/node.exe is missing')
  })

  test('size: over the budget, or nothing at all', () => {
    const budget = { installer: 10, program: 10, service: 10 }
    expect(rule.sizeProblems({ installer: 9, program: 9, service: 9 }, budget)).toEqual([])
    expect(rule.sizeProblems({ installer: 11, program: 0, service: 9 }, budget)).toHaveLength(2)
  })
})

describe('bill of materials and licences', () => {
  const bill = (names: readonly string[]) =>
    BillOfMaterials.parse({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      metadata: {},
      components: names.map((name) => ({ type: 'library', name: name.split('@')[0], version: name.split('@')[1] })),
    })

  test('is cut to what is shipped; a package that no lock file knows is an error', () => {
    expect(cutToShipped([bill(['a@1', 'dev@1']), bill(['b@2'])], new Set(['a@1', 'b@2'])).components.map(nameOf)).toEqual(['a@1', 'b@2'])
    expect(() => cutToShipped([bill(['a@1'])], new Set(['c@1']))).toThrow('c@1')
  })

  test('too few and too many are told', () => {
    expect(rule.billProblems(bill(['a@1']), new Set(['a@1']))).toEqual([])
    expect(rule.billProblems(bill(['a@1']), new Set(['a@1', 'b@1']))).toEqual(['b@1 is not named'])
    expect(rule.billProblems(bill(['a@1', 'b@1']), new Set(['a@1']))).toEqual(['b@1 is named and not shipped'])
  })

  test('licences: accepted alternatives, refused ones, and the file', () => {
    expect([isAccepted('MIT'), isAccepted('(GPL-2.0 OR MIT)'), isAccepted('GPL-3.0'), isAccepted('MIT AND GPL-2.0')]).toEqual([
      true,
      true,
      false,
      false,
    ])
    const one: ThirdParty = { name: 'a', version: '1', licence: 'MIT', homepage: undefined, texts: ['text'] }
    const text = licencesText([one, { ...one, name: 'b' }])
    expect(text.match(/text\r\n/g)).toHaveLength(1)
    expect(rule.licenceProblems([one], text)).toEqual([])
    expect(rule.licenceProblems([{ ...one, licence: 'AGPL-3.0' }], text)).toHaveLength(2)
  })

  test('a module belongs to the innermost package', () => {
    expect(packageFolderOf('/x/node_modules/a/node_modules/@s/b/dist/i.js')).toBe('/x/node_modules/a/node_modules/@s/b')
    expect(packageFolderOf('\0/x/node_modules/a/i.js?commonjs')).toBe('/x/node_modules/a')
    expect(packageFolderOf('/x/setup/engine.ts')).toBeUndefined()
  })
})

describe('the machine before and after', () => {
  const hive = [
    'WINE REGISTRY Version 2',
    '',
    '[Software\\\\Causeway] 1700000000',
    '#time=1dab',
    '"Path"="C:\\\\x"',
    '"Bytes"=hex:01,02,\\',
    '  03',
  ].join('\n')

  test('reads keys and values and passes times over', () => {
    expect(parseHive(hive, 'HKLM')).toEqual([
      ['HKLM\\Software\\Causeway', ''],
      ['HKLM\\Software\\Causeway\\\\Path', '"C:\\\\x"'],
      ['HKLM\\Software\\Causeway\\\\Bytes', 'hex:01,02,03'],
    ])
  })

  test('what was left, is gone or changed is told; what may stay is not', () => {
    const state = (files: Record<string, string>, registry: Record<string, string>) => ({
      files: new Map(Object.entries(files)),
      registry: new Map(Object.entries(registry)),
    })
    const before = state({ a: '1', b: '1' }, { k: '1' })
    expect(differences(before, before, /^$/)).toEqual([])
    expect(differences(before, state({ a: '2', c: '1', log: '1' }, {}), /^log$/)).toEqual(['left: c', 'gone: b', 'changed: a', 'gone: k'])
  })

  test('of what Wine writes by itself only that is passed over', () => {
    const state = (...keys: string[]) => ({ files: new Map<string, string>(), registry: new Map(keys.map((key) => [key, ''])) })
    const store = 'HKLM\\Software\\Microsoft\\SystemCertificates\\Root'
    expect(
      leftProblems(state(), state(`${store}\\Certificates`, `${store}\\CRLs`, 'HKCU\\Console', 'HKCU\\Console\\\\ColorTable00')),
    ).toEqual([])
    const own = 'HKCU\\Software\\Microsoft\\SystemCertificates'
    expect(leftProblems(state('HKLM\\Software\\Microsoft\\SystemCertificates'), state(`${own}\\My\\CTLs`))).toEqual([])
    const planted = [`${own}\\My\\Certificates\\4567`, `${store}\\Certificates\\0123ABCD`, 'HKCU\\ConsoleHost', 'HKLM\\Software\\Causeway']
    expect(leftProblems(state(), state(...planted))).toEqual(planted.map((key) => `left: ${key}`))
  })

  const copy = 'C:\\users\\root\\Temp\\~nsu1.tmp'
  const renames = (...lines: string[]) =>
    `str(7):"${lines.map((line) => `${line === '' ? '' : `\\??\\${line}`}\0`.replaceAll('\\', '\\\\').replaceAll('\0', '\\0')).join('')}\\0"`

  test('lines of a value of several lines', () => {
    expect(multiString(String.raw`str(7):"\\??\\C:\\a \x4e2d\0\0!\\??\\C:\\b\0\0\0"`)).toEqual(['\\??\\C:\\a 中', '', '!\\??\\C:\\b', ''])
    expect(multiString('"one line"')).toBeUndefined()
  })

  test("what waits for a restart: only the uninstaller's copy of itself may", () => {
    expect(pendingRenameProblems(undefined)).toEqual([])
    expect(pendingRenameProblems(renames(`${copy}\\Un.exe`, '', copy, ''))).toEqual([])
    expect(pendingRenameProblems(renames('C:\\users\\adele\\AppData\\Local\\Temp\\~nsuA.tmp\\Un.exe', ''))).toEqual([])
  })

  test.each([
    ['a file of the product', ['C:\\Program Files\\Causeway Setup\\Causeway.exe', '']],
    ['another program among the temporary files', [`C:\\users\\root\\Temp\\other.exe`, '']],
    ['another file beside the copy', [`${copy}\\other.exe`, '']],
    ['a folder below it', [`${copy}\\deeper\\Un.exe`, '']],
    ['a folder of that name elsewhere', ['C:\\Windows\\~nsuA.tmp\\Un.exe', '']],
    ['a copy that becomes something', [`${copy}\\Un.exe`, '!C:\\Windows\\Un.exe']],
    ['one more, behind the two', [`${copy}\\Un.exe`, '', copy, '', 'C:\\ProgramData\\Causeway\\machine.key', '']],
  ])('what waits for a restart: %s is refused', (_what, lines) => {
    expect(pendingRenameProblems(renames(...lines))).toHaveLength(1)
    const key = 'HKLM\\System\\CurrentControlSet\\Control\\Session Manager\\\\PendingFileRenameOperations'
    const state = (registry: Record<string, string>) => ({ files: new Map<string, string>(), registry: new Map(Object.entries(registry)) })
    expect(leftProblems(state({}), state({ [key]: renames(...lines) }))).toHaveLength(1)
    expect(leftProblems(state({}), state({ [key]: 'hex(7):00' }))).toHaveLength(1)
  })

  test('an entry in Apps & Features that cannot be modified is refused', () => {
    const folder = 'C:\\\\Program Files\\\\Causeway Setup'
    const values = new Map([
      ['DisplayVersion', '"1.2.3"'],
      ['Publisher', '"Causeway"'],
      ['ModifyPath', `"\\"${folder}\\\\Causeway.exe\\" --repair"`],
      ['UninstallString', `"\\"${folder}\\\\Uninstall Causeway.exe\\" /allusers"`],
      ['QuietUninstallString', `"\\"${folder}\\\\Uninstall Causeway.exe\\" /allusers /S"`],
      ['NoModify', 'dword:00000000'],
    ])
    expect(entryProblems({ values }, '1.2.3')).toEqual([])
    expect(entryProblems({ values: new Map([...values, ['NoModify', 'dword:00000001']]) }, '1.2.3')).toHaveLength(1)
    expect(entryProblems(undefined, '1.2.3')).toEqual(['no entry'])
  })

  test('a program that nobody signed is refused', () => {
    expect(signatureProblems({ held: undefined, calculated: undefined, certificates: [] })).toHaveLength(1)
  })
})
