/** The Windows machine that set-up runs on. Loaded only there: its readers need Windows' own libraries. */
import { type Host, type Reached } from '../host-writer.ts'
import { readServiceEvents } from './event-log.ts'
import { openLibraryShell } from './powershell/library-session.ts'
import { PowerShellDoor } from './powershell/power-shell-door.ts'
import { PowerShellFacts } from './powershell/power-shell-facts.ts'
import { windowsShellStart } from './powershell/shell-start.ts'
import { type ShippedScripts } from './powershell/shipped-scripts.ts'
import { WindowsReader } from './windows-reader.ts'
import { WindowsWriter } from './windows-writer.ts'

/** Starts PowerShell at once, so that its answers are on their way before the page asks. */
export const openWindowsHost = (nativeCall: string, scripts: ShippedScripts, reached?: Reached): Host => {
  const powerShell = new PowerShellFacts(
    new PowerShellDoor({ open: openLibraryShell, start: windowsShellStart(process.env, scripts.folder), scripts, script: 'facts.ps1' }),
  )
  powerShell.start()
  return {
    identity: { simulated: false, label: 'Windows' },
    reader: new WindowsReader(nativeCall, powerShell),
    writer: new WindowsWriter(reached),
    close: () => powerShell.close(),
    events: readServiceEvents,
  }
}
