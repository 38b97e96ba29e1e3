import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { hashOfScript, ShippedScripts } from '../../../../../../setup/host/windows/powershell/shipped-scripts.ts'

const folder = mkdtempSync(join(tmpdir(), 'causeway-scripts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = join(folder, 'facts.ps1')
writeFileSync(path, 'Get-Date\r\n')
const scripts = new ShippedScripts(folder, { 'facts.ps1': hashOfScript(readFileSync(path)), 'gone.ps1': 'a'.repeat(64) })

test('the shipped script may be run', () => {
  expect(scripts.problem('facts.ps1')).toBeUndefined()
})

test('one that changed, went away or never was shipped may not', () => {
  writeFileSync(path, 'Get-Date\n')
  expect(scripts.problem('facts.ps1')).toContain('was shipped with')
  expect(scripts.problem('gone.ps1')).toContain('ENOENT')
  expect(scripts.problem('other.ps1')).toContain('not a script of this program')
  expect(scripts.problem('toString')).toContain('not a script of this program')
})
