/** The MSI: its tables, and on a Wine machine what Group Policy and Intune do with it: install, repair and remove, silently. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Problems } from './inspection.ts'
import * as installed from './installation.ts'
import { type MachineState } from './machine-state.ts'
import { buildMsi, installerEntry, missingForMsi, tableProblems } from './msi.ts'
import { type WineMachine } from './wine.ts'

export interface MsiVerification {
  readonly machine: WineMachine
  readonly installer: string
  readonly unpacked: string
  readonly version: string
  /** The machine before anything was installed. */
  readonly before: MachineState
  readonly check: (name: string, problems: Problems) => void
  readonly skip: (name: string, why: string) => void
}

/** Keys in which Windows Installer lists what it installed. Every Windows has them; Wine makes them at the first MSI. What is in them counts. */
const ofWindowsInstaller =
  /^left: HKLM\\Software\\(Classes\\Installer\\(Features|Products|UpgradeCodes)|Microsoft\\Windows\\CurrentVersion\\Installer\\(UpgradeCodes|UserData\\S-1-5-18\\(Components|Products)))$/

/** ERROR_INSTALL_FAILURE; Wine answers ERROR_FUNCTION_FAILED. */
const refusals = [1603, 1627]

const uninstallKeys = 'HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall'

/** One entry shows in Apps & Features, and it is the one whose removal takes everything away. */
const entryProblems = ({ registry }: MachineState): Problems => {
  const named = [...registry.keys()].filter(
    (key) => key.startsWith(uninstallKeys) && registry.get(key) === '"Causeway"' && key.endsWith('\\\\DisplayName'),
  )
  const keys = named.map((name) => name.slice(uninstallKeys.length + 1, -'\\\\DisplayName'.length))
  const hidden = keys.filter((key) => registry.get(`${uninstallKeys}\\${key}\\\\SystemComponent`) === 'dword:00000001')
  const shown = keys.filter((key) => !hidden.includes(key))
  return [
    ...(hidden.length === 1 && hidden[0] === installerEntry ? [] : [`hidden: ${hidden.join(', ')}`]),
    ...(shown.length === 1 && /^\{[0-9A-F-]{36}\}$/i.test(shown[0] ?? '') ? [] : [`shown: ${shown.join(', ')}`]),
  ]
}

export const verifyMsi = async ({ machine, installer, unpacked, version, before, check, skip }: MsiVerification): Promise<void> => {
  const missing = missingForMsi()
  if (missing.length > 0) {
    skip('the MSI', `${missing.join(', ')} not there. On Debian: apt-get install wixl msitools`)
    return
  }
  const made = buildMsi(installer, version)
  check('the MSI is made', 'why' in made ? [made.why] : [])
  if ('why' in made) return
  check('tables of the MSI', tableProblems(made.msi, version))
  const folder = machine.local(installed.deployFolder)
  const deploy = () => {
    mkdirSync(folder, { recursive: true })
    copyFileSync(made.msi, join(folder, basename(made.msi)))
  }
  const asBefore = (name: string) => {
    installed.removeDeployment(machine)
    check(
      name,
      installed.leftProblems(before, machine.state()).filter((problem) => !ofWindowsInstaller.test(problem)),
    )
  }
  deploy()
  const msi = `${installed.deployFolder}\\${basename(made.msi)}`
  const msiexec = (...given: string[]) => machine.run('C:\\windows\\system32\\msiexec.exe', [...given, '/qn'])
  const ends = async (name: string, codes: readonly number[], ...given: string[]) => {
    const found = await msiexec(...given)
    check(`${name}: msiexec ends with ${codes.join(' or ')}`, codes.includes(found) ? [] : [`${found} instead`])
  }
  await ends('installed by MSI', [0], '/i', msi)
  check('the program of the MSI is the one of the package', installed.installedProblems(machine, unpacked))
  check('one entry in Apps & Features, that of the MSI', entryProblems(machine.state()))
  await ends('removed by MSI', [0], '/x', msi)
  asBefore('nothing is left of the MSI')
  deploy()
  writeFileSync(join(folder, 'wrong.json'), '{ "schema": "something else" }')
  await ends('installed by MSI with a bad parameters file', refusals, '/i', msi, `PARAMS=${installed.deployFolder}\\wrong.json`)
  check('and taken back: the log names the cause', /CW700\d/.test(installed.installerLog(machine)) ? [] : ['no code in the log'])
  asBefore('nothing is left of the MSI that failed')
}
