/** How Windows PowerShell is started on this machine: absolute program, system folder, and nothing of our environment that it does not need. */
import { spawn } from 'node:child_process'
import { win32 } from 'node:path'
import { scriptsVariable } from './command-text.ts'
import { type ShellStart } from './shell-session.ts'

/** What programs of Windows need to work at all, and what says how PowerShell is locked down (`__PSLockdownPolicy`). */
const passedOn = [
  'SystemRoot',
  'windir',
  'SystemDrive',
  'ComSpec',
  'PATHEXT',
  'OS',
  'PROCESSOR_ARCHITECTURE',
  'NUMBER_OF_PROCESSORS',
  'COMPUTERNAME',
  'USERNAME',
  'USERDOMAIN',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'ALLUSERSPROFILE',
  'ProgramData',
  'ProgramFiles',
  'CommonProgramFiles',
  'TEMP',
  'TMP',
  '__PSLockdownPolicy',
]

export const shellEnvironment = (given: NodeJS.ProcessEnv, systemRoot: string, scripts: string): Record<string, string> => {
  const system32 = win32.join(systemRoot, 'System32')
  // Names of variables have no case on Windows.
  const wanted = new Set(passedOn.map((name) => name.toLowerCase()))
  const kept = Object.entries(given).flatMap(([name, value]) =>
    value !== undefined && wanted.has(name.toLowerCase()) ? [[name, value] as const] : [],
  )
  return {
    ...Object.fromEntries(kept),
    Path: [system32, systemRoot, win32.join(system32, 'Wbem')].join(';'),
    [scriptsVariable]: scripts,
    // No colours between our lines, and nothing sent anywhere.
    NO_COLOR: '1',
    TERM: 'dumb',
    POWERSHELL_TELEMETRY_OPTOUT: '1',
    POWERSHELL_UPDATECHECK: 'Off',
  }
}

/** `taskkill` by absolute path. Ending the shell alone would leave its children. */
export const killTreeWith =
  (taskkill: string) =>
  (pid: number): Promise<void> =>
    new Promise((resolve) => {
      const child = spawn(taskkill, ['/PID', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true, timeout: 5000 })
      child.once('exit', () => resolve())
      child.once('error', () => resolve())
    })

export const windowsShellStart = (given: NodeJS.ProcessEnv, scripts: string): ShellStart => {
  const systemRoot = given['SystemRoot'] ?? 'C:\\Windows'
  const system32 = win32.join(systemRoot, 'System32')
  return {
    executable: win32.join(system32, 'WindowsPowerShell', 'v1.0', 'powershell.exe'),
    folder: system32,
    environment: shellEnvironment(given, systemRoot, scripts),
    killTree: killTreeWith(win32.join(system32, 'taskkill.exe')),
  }
}
