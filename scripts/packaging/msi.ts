/**
 * The installer as an MSI, for Group Policy, Intune and the like: it holds the installer and runs it silently, as the system.
 *
 * electron-builder's own way needs WiX, a Windows program from GitHub. This is made from `build/installer.wxs` by `wixl` and `msibuild`
 * of msitools, which Debian has; what wixl does not know is put into the tables by hand.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { basename, delimiter, dirname, join } from 'node:path'
import { root } from '../child-processes.ts'

const source = join(root, 'build', 'installer.wxs')
/** The installer's own entry in Apps & Features: electron-builder derives this from `appId`. */
export const installerEntry = '694435c8-f7f6-5313-9f42-dc1388cb94dc'

export const missingForMsi = (): string[] =>
  ['wixl', 'msibuild', 'msiinfo'].filter(
    (name) => !(process.env['PATH'] ?? '').split(delimiter).some((place) => existsSync(join(place, name))),
  )

/** Runs a program that the MSI holds, when its script is carried out, as the system. https://learn.microsoft.com/windows/win32/msi/custom-action-type-2 */
const heldProgram = 0x2 | 0x400 | 0x800
const [onRollback, neverFails] = [0x100, 0x40]

interface Action {
  readonly name: string
  readonly type: number
  readonly given: string
  readonly when: string
}

const removal = 'REMOVE~="ALL" AND NOT UPGRADINGPRODUCTCODE'
/** In this order, right after the installation of the MSI began. */
export const actions: readonly Action[] = [
  // An upgrade that fails leaves the program, which is the newer one by then.
  {
    name: 'TakeBack',
    type: heldProgram | onRollback | neverFails,
    given: '/S /REMOVE',
    when: 'NOT Installed AND NOT WIX_UPGRADE_DETECTED',
  },
  { name: 'Lay', type: heldProgram, given: '/S', when: 'NOT REMOVE AND NOT PARAMS' },
  { name: 'LayAndEnroll', type: heldProgram, given: '/S /PARAMS="[PARAMS]"', when: 'NOT REMOVE AND PARAMS' },
  { name: 'Remove', type: heldProgram, given: '/S /REMOVE', when: `${removal} AND NOT KEEPREGISTRATION` },
  { name: 'RemoveOnly', type: heldProgram, given: '/S /REMOVE /KEEPREGISTRATION', when: `${removal} AND KEEPREGISTRATION` },
]
const afterInstallInitialize = 1501
const beforeInstallInitialize = 1450

const quoted = (text: string): string => `'${text}'`
const statements = (): string[] => [
  ...actions.flatMap(({ name, type, given, when }, index) => [
    `INSERT INTO CustomAction (Action, Type, Source, Target) VALUES (${quoted(name)}, ${type}, 'Installer', ${quoted(given)})`,
    `INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES (${quoted(name)}, ${quoted(when)}, ${afterInstallInitialize + index})`,
  ]),
  `UPDATE InstallExecuteSequence SET Sequence = ${beforeInstallInitialize} WHERE Action = 'RemoveExistingProducts'`,
  // What an account without an administrator's rights may name when it asks for the installation.
  `UPDATE Property SET Value = 'WIX_UPGRADE_DETECTED;WIX_DOWNGRADE_DETECTED;PARAMS;KEEPREGISTRATION' WHERE Property = 'SecureCustomProperties'`,
]

const run = (program: string, given: readonly string[], cwd: string): string | undefined => {
  const { status, stdout, stderr, error } = spawnSync(program, given, { cwd, encoding: 'utf8' })
  return status === 0 ? undefined : `${program}: ${error?.message ?? `${stdout}${stderr}`.trim()}`
}

/** Beside the installer, under its name; or why not. */
export const buildMsi = (installer: string, version: string): { readonly msi: string } | { readonly why: string } => {
  const folder = dirname(installer)
  const msi = installer.replace(/\.exe$/, '.msi')
  const copy = join(folder, basename(source))
  rmSync(msi, { force: true })
  // wixl looks for files only below the folder that it works in.
  copyFileSync(source, copy)
  const defined = { Version: version, Installer: basename(installer), Entry: installerEntry }
  const why =
    run(
      'wixl',
      ['-a', 'x64', ...Object.entries(defined).flatMap(([name, value]) => ['-D', `${name}=${value}`]), '-o', msi, basename(copy)],
      folder,
    ) ??
    statements().reduce<string | undefined>((failed, statement) => failed ?? run('msibuild', [msi, '-q', statement], folder), undefined)
  rmSync(copy)
  return why === undefined ? { msi } : { why }
}

/** Rows of a table of an MSI, by the first column. */
export const tableOf = (msi: string, table: string): ReadonlyMap<string, readonly string[]> => {
  const { stdout } = spawnSync('msiinfo', ['export', msi, table], { encoding: 'utf8' })
  const rows = stdout
    .split(/\r?\n/)
    .slice(3)
    .filter((line) => line !== '')
    .map((line) => line.split('\t'))
  return new Map(rows.map(([first = '', ...rest]) => [first, rest]))
}

/** What is wrong with the tables; nothing when the MSI does what it should, in the right order. */
export const tableProblems = (msi: string, version: string): string[] => {
  const [properties, made, sequence] = [tableOf(msi, 'Property'), tableOf(msi, 'CustomAction'), tableOf(msi, 'InstallExecuteSequence')]
  const at = (name: string): number => Number(sequence.get(name)?.[1] ?? 0)
  return [
    ...(properties.get('ProductVersion')?.[0] === version
      ? []
      : [`ProductVersion is ${properties.get('ProductVersion')?.[0] ?? 'absent'}`]),
    ...(properties.get('ALLUSERS')?.[0] === '1' ? [] : ['not for all users']),
    ...actions.flatMap(({ name, type, given }) => {
      const [foundType, , foundGiven] = made.get(name) ?? []
      return foundType === String(type) && foundGiven === given ? [] : [`action ${name} is ${foundType ?? 'absent'} ${foundGiven ?? ''}`]
    }),
    ...actions.flatMap(({ name }) =>
      at(name) > at('InstallInitialize') && at(name) < at('InstallFinalize') ? [] : [`${name} is at ${at(name)}`],
    ),
    ...(at('RemoveExistingProducts') < at('InstallInitialize') ? [] : ['an earlier version is removed too late']),
  ]
}
