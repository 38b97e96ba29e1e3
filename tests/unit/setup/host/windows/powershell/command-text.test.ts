import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commandText, literal } from '../../../../../../setup/host/windows/powershell/command-text.ts'

test('data is a literal of ASCII without any quote inside, and the same data again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const made = literal({ text })
      expect(made).toMatch(/^'[\x20-\x26\x28-\x7e]*'$/)
      expect(JSON.parse(made.slice(1, -1))).toEqual({ text })
    }),
  )
})

test('quotes that PowerShell takes for one cannot close it', () => {
  for (const quote of ["'", '\u2018', '\u2019', '\u201a', '\u201b'])
    expect(literal(`a${quote}; calc; ${quote}`).slice(1, -1)).not.toContain(quote)
})

test('the command is one line: an open line would swallow what the library sends after it', () => {
  const text = commandText('@@0123456789abcdef01234567', 'facts.ps1', { sections: ["a'\n$(calc)"] })
  expect(text).not.toMatch(/[\r\n]/)
  expect(text).toMatch(/^[\x20-\x7e]+$/)
})

test('the script is called, not dot-sourced, by a path from the environment', () => {
  const text = commandText('@@0', 'facts.ps1', {})
  expect(text).toContain(`try{& (Join-Path $env:CAUSEWAY_SCRIPTS 'facts.ps1') -Marker '@@0' -InputJson '{}'}catch{`)
  expect(text).not.toContain('try{. ')
})

test('preferences stand before everything else', () => {
  expect(commandText('@@0', 'facts.ps1', {})).toMatch(/^\$ErrorActionPreference='Stop';\$ProgressPreference='SilentlyContinue';/)
})
