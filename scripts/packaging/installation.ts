/** Installs the package silently on a Wine machine and takes it away again. Each rule tells what is wrong; nothing when it holds. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { differences, type MachineState, multiString } from './machine-state.ts'
import { type Problems } from './inspection.ts'
import { filesBelow, hashOf } from './unpacked.ts'
import { type WineMachine } from './wine.ts'

export const programFolder = 'C:\\Program Files\\Causeway Setup'
const uninstaller = `${programFolder}\\Uninstall Causeway.exe`
const uninstallKeys = /^HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\[^\\]+$/

/** What Wine writes by itself while programs run, and what is meant to stay: the installer's log and set-up's own folder (journal, log). */
const passedOver = new RegExp(
  [
    String.raw`^windows/(temp|Temp|Installer)/`,
    String.raw`^users/[^/]+/(AppData/Local/)?Temp/`,
    String.raw`^ProgramData/Causeway Setup/`,
    String.raw`^users/[^/]+/AppData/Local/Causeway/`,
    String.raw`^ProgramData/Microsoft/`,
    String.raw`^HKLM\\(System\\(CurrentControlSet|ControlSet001)\\(Control\\(Session Manager\\Environment|Video|Class|Network|DeviceClasses)|Enum|Hardware Profiles)|Software\\Microsoft\\Windows NT\\CurrentVersion\\(Fonts|Print|ProfileList|NetworkCards)|Hardware)`,
    // Empty stores, which Wine makes when somebody first asks for certificates (the key above them is then no empty one any
    // more); one that holds anything is not passed over.
    String.raw`^HK(LM|CU)\\Software\\Microsoft\\SystemCertificates(\\[^\\]+\\(Certificates|CRLs|CTLs))?$`,
    // Keys in which Windows Installer lists what it installed: every Windows has them, Wine makes them at the first MSI. What is in them counts.
    String.raw`^HKLM\\Software\\Classes\\Installer\\(Features|Products|UpgradeCodes)$`,
    String.raw`^HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Installer\\(UpgradeCodes|UserData\\S-1-5-18\\(Components|Products))$`,
    String.raw`^HKCU\\Console(\\\\|$)`,
    String.raw`^HKCU\\(Volatile Environment|Software\\(Wine|Microsoft\\Windows\\CurrentVersion\\Explorer)|Control Panel)`,
  ].join('|'),
)

export interface Entry {
  readonly values: ReadonlyMap<string, string>
}

/** The entry in Apps & Features. */
export const appEntry = ({ registry }: MachineState): Entry | undefined => {
  const key = [...registry.keys()].find((name) => uninstallKeys.test(name) && registry.get(`${name}\\\\DisplayName`) === '"Causeway"')
  if (key === undefined) return undefined
  const values = [...registry].flatMap(([name, value]) =>
    name.startsWith(`${key}\\\\`) ? [[name.slice(key.length + 2), value] as const] : [],
  )
  return { values: new Map(values) }
}

const text = (value: string | undefined): string => (value ?? '').replace(/^"|"$/g, '').replaceAll('\\"', '"').replaceAll('\\\\', '\\')

export const entryProblems = (entry: Entry | undefined, version: string): Problems => {
  if (entry === undefined) return ['no entry']
  const wanted: Readonly<Record<string, string>> = {
    DisplayVersion: version,
    Publisher: 'Causeway',
    ModifyPath: `"${programFolder}\\Causeway.exe" --repair`,
    UninstallString: `"${uninstaller}" /allusers`,
    QuietUninstallString: `"${uninstaller}" /allusers /S`,
    NoModify: 'dword:00000000',
  }
  return Object.entries(wanted).flatMap(([name, value]) => {
    const found = text(entry.values.get(name))
    return found === value ? [] : [`${name} is “${found}”`]
  })
}

/** The installed files are those of the package, byte by byte. */
export const installedProblems = (machine: WineMachine, unpacked: string): Problems => {
  const folder = machine.local(programFolder)
  if (!existsSync(folder)) return ['nothing was installed']
  const expected = filesBelow(unpacked).filter((name) => name !== 'resources/elevate.exe')
  const found = filesBelow(folder).filter((name) => name !== 'Uninstall Causeway.exe')
  return [
    ...expected.filter((name) => !found.includes(name)).map((name) => `${name} is missing`),
    ...found.filter((name) => !expected.includes(name)).map((name) => `${name} is not of the package`),
    ...expected.flatMap((name) => (hashOf(join(folder, name)) === hashOf(join(unpacked, name)) ? [] : [`${name} differs`])),
  ]
}

const fileRenames = 'HKLM\\System\\CurrentControlSet\\Control\\Session Manager\\\\PendingFileRenameOperations'
/** The copy of itself, in a folder of its own among the temporary files, from which an uninstaller of NSIS runs. */
const uninstallerCopy = /^\\\?\?\\C:\\users\\[^\\]+\\(?:AppData\\Local\\)?Temp\\~nsu[0-9A-F]+\.tmp(?:\\Un\.exe)?$/i

/** What waits for a restart: nothing but the deletion of the uninstaller's copy of itself, which every uninstaller of NSIS leaves to it. */
export const pendingRenameProblems = (value: string | undefined): Problems => {
  if (value === undefined) return []
  const lines = multiString(value)
  if (lines === undefined) return [`PendingFileRenameOperations is ${value}`]
  const pairs = Array.from({ length: Math.ceil(lines.length / 2) }, (_none, index) => [lines[2 * index] ?? '', lines[2 * index + 1] ?? ''])
  return pairs.flatMap(([from = '', to = '']) =>
    to === '' && uninstallerCopy.test(from) ? [] : [`waits for a restart: ${from}${to === '' ? '' : ` becomes ${to}`}`],
  )
}

export const leftProblems = (before: MachineState, after: MachineState): Problems => {
  const now = after.registry.get(fileRenames)
  return [
    ...differences(before, after, passedOver).filter((problem) => !problem.endsWith(`: ${fileRenames}`)),
    ...(now === before.registry.get(fileRenames) ? [] : pendingRenameProblems(now)),
  ]
}

export const deployFolder = 'C:\\Deploy'
/** The name that the installer looks for beside itself. */
export const parametersName = 'causeway.parameters.json'

/** The installer beside its files, as tools for distribution lay them: content by name. */
export const placeInstaller = (machine: WineMachine, installer: string, files: Readonly<Record<string, string>> = {}): string => {
  const folder = machine.local(deployFolder)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  copyFileSync(installer, join(folder, basename(installer)))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content, { mode: 0o600 })
  return `${deployFolder}\\${basename(installer)}`
}

export const removeDeployment = (machine: WineMachine): void => rmSync(machine.local(deployFolder), { recursive: true, force: true })

/** Every log of the installer on the machine. */
export const installerLog = (machine: WineMachine): string => {
  const users = machine.local('C:\\users')
  return readdirSync(users)
    .flatMap((name) => [
      join(users, name, 'Temp', 'causeway-installer.log'),
      join(users, name, 'AppData', 'Local', 'Temp', 'causeway-installer.log'),
    ])
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('')
}

export const uninstallSilently = (machine: WineMachine, ...given: readonly string[]): Promise<number> =>
  machine.run(uninstaller, ['/allusers', '/S', ...given])
