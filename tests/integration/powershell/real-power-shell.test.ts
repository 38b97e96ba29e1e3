/**
 * The door against PowerShell itself: Windows PowerShell on Windows, elsewhere the `pwsh` that is on the path or that
 * CAUSEWAY_POWERSHELL names. Skipped where there is none; the recorded ones stand in for it in `power-shell-door.test.ts`.
 */
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openLibraryShell } from '../../../setup/host/windows/powershell/library-session.ts'
import { PowerShellDoor } from '../../../setup/host/windows/powershell/power-shell-door.ts'
import { type SectionAnswer } from '../../../setup/host/windows/powershell/power-shell-host.ts'
import { PowerShellFacts } from '../../../setup/host/windows/powershell/power-shell-facts.ts'
import { windowsShellStart } from '../../../setup/host/windows/powershell/shell-start.ts'
import { type ShellStart } from '../../../setup/host/windows/powershell/shell-session.ts'
import { openSpawnShell } from '../../../setup/host/windows/powershell/spawn-session.ts'
import { powerShellScripts } from '../../../setup/shipped.ts'
import { killTree } from '../../fakes/stand-in-shells.ts'

const scripts = powerShellScripts()
const isWindows = process.platform === 'win32'

const found = (): string | undefined => {
  const named = process.env['CAUSEWAY_POWERSHELL']
  if (named !== undefined) return named
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'pwsh'))
    .find(existsSync)
}

const startHere = (): ShellStart | undefined => {
  if (isWindows) return windowsShellStart(process.env, scripts.folder)
  const executable = found()
  if (executable === undefined) return undefined
  const environment = { ...windowsShellStart(process.env, scripts.folder).environment, HOME: tmpdir(), DOTNET_EnableDiagnostics: '0' }
  return { executable, folder: tmpdir(), environment, killTree }
}

const start = startHere()

describe.skipIf(start === undefined).each([
  ['node-powershell', openLibraryShell],
  ['plain start', openSpawnShell],
] as const)(`PowerShell itself through %s${start === undefined ? ' (there is none here)' : ''}`, (_, open) => {
  const door = () => new PowerShellDoor({ open, start: start as ShellStart, scripts, script: 'facts.ps1' })

  test('answers every section, and again', async () => {
    const own = door()
    for (let round = 0; round < 2; round++) {
      const answers: Record<string, SectionAnswer> = {}
      const run = await own.ask({
        sections: ['roles', 'defender', 'modules', 'unheard'],
        onAnswer: (name, answer) => (answers[name] = answer),
      })
      expect(run).toMatchObject({ is: 'ran', noise: 0, hello: { mode: 'FullLanguage' } })
      expect(answers['modules']).toMatchObject({ is: 'data', warnings: [] })
      expect(answers['unheard']).toMatchObject({ is: 'refused', error: { target: 'CausewayUnknownSection' } })
      if (!isWindows) expect(answers['roles']).toMatchObject({ is: 'refused', error: { missing: true, target: 'Get-WindowsFeature' } })
    }
    await own.close()
  })

  test('tells its language mode and modules as facts', async () => {
    const facts = new PowerShellFacts(door())
    facts.start()
    const signal = AbortSignal.timeout(50_000)
    expect(await facts.languageMode(signal)).toEqual({ is: 'known', value: 'FullLanguage' })
    expect(await facts.modules(signal)).toMatchObject({ is: 'known' })
    const roles = await facts.roles(signal)
    if (!isWindows) expect(roles).toEqual({ is: 'unknown', why: 'PowerShell: roles: this server has no Get-WindowsFeature' })
    await facts.close()
  })
})
