/**
 * Wine's Windows Installer, asked as tools for distribution ask that of Windows. It runs from a folder of its own, in which the
 * `msiexec` that it calls to remove an older MSI is a stand-in: `stand-ins/msiexec.nsi` says why.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type WineMachine } from './wine.ts'

/** Below what no comparison of the machine looks at. */
const folder = 'C:\\windows\\Temp\\windows-installer'

/** ERROR_INSTALL_FAILURE; Wine answers ERROR_FUNCTION_FAILED where one of our own programs failed. */
export const refusals = [1603, 1627]

export class WindowsInstaller {
  readonly #machine: WineMachine
  readonly #asked: string
  constructor(machine: WineMachine) {
    this.#machine = machine
    const local = machine.local(folder)
    rmSync(local, { recursive: true, force: true })
    mkdirSync(local, { recursive: true })
    copyFileSync(machine.local('C:\\windows\\system32\\msiexec.exe'), join(local, 'installer.exe'))
    this.#asked = join(local, 'asked')
    const script = join(import.meta.dirname, 'stand-ins', 'msiexec.nsi')
    const given = ['-V2', `-DOUT=${join(local, 'msiexec.exe')}`, `-DASKED=${folder}\\asked`, script]
    const { status, stdout } = spawnSync('makensis', given, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`makensis: ${stdout}`)
  }

  run(...given: string[]): Promise<number> {
    return this.#machine.run(`${folder}\\installer.exe`, [...given, '/qn'])
  }

  /** How often an older MSI was removed for a newer one since it was asked. */
  replaced(): number {
    const asked = existsSync(this.#asked) ? readFileSync(this.#asked, 'utf8') : ''
    rmSync(this.#asked, { force: true })
    return asked.match(/REMOVE=ALL/g)?.length ?? 0
  }
}
