/** Every script for PowerShell in the project parses in 5.1 and 7, and is ASCII. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openPowerShellGrammar, type ScriptProblem } from '../../../scripts/power-shell-grammar.ts'
import { commandText } from '../../../setup/host/windows/powershell/command-text.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const scripts = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ps1', '*.psm1'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((name) => name !== '')

let problems: (script: string) => ScriptProblem[]
beforeAll(async () => {
  problems = await openPowerShellGrammar()
})

describe('scripts of the project', () => {
  test('are found', () => {
    expect(scripts).toContain('setup/powershell/facts.ps1')
  })

  test.each(scripts)('%s has no errors', (name) => {
    expect(problems(readFileSync(join(root, name), 'utf8'))).toEqual([])
  })

  test.each(scripts)('%s runs in strict mode, which tells of misspelt names', (name) => {
    expect(readFileSync(join(root, name), 'utf8')).toContain('Set-StrictMode -Version Latest')
  })

  test('the command that calls them has no errors', () => {
    expect(problems(commandText('@@0123456789abcdef01234567', 'facts.ps1', { sections: ['a'] }))).toEqual([])
  })
})

describe('a planted bad script is refused', () => {
  test.each([
    ['an open brace', 'if ($true) {\n'],
    ['a letter that is not ASCII', "Write-Output 'grün'\n"],
    ['a typographic quote', 'Write-Output ‘x’\n'],
    ['commands joined by &&', 'Get-Date && Get-Date\n'],
    ['commands joined by ||', 'Get-Date || Get-Date\n'],
    ['a ternary', '$x = $y ? 1 : 2\n'],
    ['a null-coalescing operator', '$x = $y ?? 1\n'],
    ['a null-coalescing assignment', '$x ??= 1\n'],
    ['a null-conditional member', '${x}?.Length\n'],
    ['a parallel loop', '1..3 | ForEach-Object -Parallel { $_ }\n'],
    ['a background job', 'Get-Date &\n'],
    ['a clean block', 'function f {\n    clean { 1 }\n}\n'],
    ['a parameter of 7', "ConvertTo-Json -AsArray -InputObject 'x'\n"],
    ['a variable of 7', 'if ($IsWindows) { 1 }\n'],
  ])('%s', (_, script) => {
    expect(problems(script)).not.toEqual([])
  })
})
