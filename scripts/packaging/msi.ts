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
import { signMsi } from './signing.ts'

const source = join(root, 'build', 'installer.wxs')
/** The installer's own entry in Apps & Features: electron-builder derives this from `appId`. */
export const installerEntry = '694435c8-f7f6-5313-9f42-dc1388cb94dc'
/** Of every version, for ever: by this Windows Installer knows that one MSI follows another. */
const upgradeCode = '{2F0B6E0C-6E0B-4C0E-9A53-0D2B7C6A4E11}'

/** Why there is no MSI of this version here. */
export const noMsiBecause = (version: string): string | undefined => {
  const missing = ['wixl', 'msibuild', 'msiinfo'].filter(
    (name) => !(process.env['PATH'] ?? '').split(delimiter).some((place) => existsSync(join(place, name))),
  )
  if (missing.length > 0) return `${missing.join(', ')} not there. On Debian: apt-get install wixl msitools`
  return /^\d{1,3}\.\d{1,3}\.\d{1,5}$/.test(version) ? undefined : `Windows Installer knows only three numbers, not version ${version}`
}

/** Runs a program that the MSI holds, when its script is carried out, as the system. https://learn.microsoft.com/windows/win32/msi/custom-action-type-2 */
const heldProgram = 0x2 | 0x400 | 0x800
const [onRollback, neverFails] = [0x100, 0x40]

interface Action {
  readonly name: string
  readonly type: number
  readonly given: string
  readonly when: string
}

/** Not when a newer MSI takes the place of this one: Windows removes the older with UPGRADINGPRODUCTCODE, and the connector must stay. */
const removal = 'REMOVE~="ALL" AND NOT UPGRADINGPRODUCTCODE'
/** In this order, right after the installation of the MSI began. */
export const actions: readonly Action[] = [
  // Only what the MSI itself brought. Over a program that was there, which may have an enrolled connector, nothing is taken back.
  {
    name: 'TakeBack',
    type: heldProgram | onRollback | neverFails,
    given: '/S /REMOVE',
    when: 'NOT Installed AND NOT PROGRAMFOUND AND NOT CONNECTORFOUND',
  },
  { name: 'Lay', type: heldProgram, given: '/S', when: 'NOT REMOVE AND NOT PARAMS' },
  { name: 'LayAndEnroll', type: heldProgram, given: '/S /PARAMS="[PARAMS]"', when: 'NOT REMOVE AND PARAMS' },
  { name: 'Remove', type: heldProgram, given: '/S /REMOVE', when: `${removal} AND NOT KEEPREGISTRATION` },
  { name: 'RemoveOnly', type: heldProgram, given: '/S /REMOVE /KEEPREGISTRATION', when: `${removal} AND KEEPREGISTRATION` },
]
const afterInstallInitialize = 1501
/**
 * An older MSI goes before the transaction of the newer one begins. All that is removed with it is that the installer's own entry is
 * hidden, so when the newer one fails, that entry shows again and tells the version that is there.
 */
const beforeInstallInitialize = 1450

/** msidbUpgradeAttributesMigrateFeatures and VersionMaxInclusive: another build of the same version is replaced as well. */
const olderOrSame = 0x1 | 0x200
const onlyDetected = 0x2
const secure = 'WIX_UPGRADE_DETECTED;WIX_DOWNGRADE_DETECTED;PROGRAMFOUND;CONNECTORFOUND;PARAMS;KEEPREGISTRATION'

const quoted = (text: string): string => `'${text}'`
const statements = (version: string): string[] => [
  ...actions.flatMap(({ name, type, given, when }, index) => [
    `INSERT INTO CustomAction (Action, Type, Source, Target) VALUES (${quoted(name)}, ${type}, 'Installer', ${quoted(given)})`,
    `INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES (${quoted(name)}, ${quoted(when)}, ${afterInstallInitialize + index})`,
  ]),
  `UPDATE InstallExecuteSequence SET Sequence = ${beforeInstallInitialize} WHERE Action = 'RemoveExistingProducts'`,
  // The attributes are part of the key, so the row cannot be changed.
  `DELETE FROM Upgrade WHERE ActionProperty = 'WIX_UPGRADE_DETECTED'`,
  `INSERT INTO Upgrade (UpgradeCode, VersionMax, Attributes, ActionProperty) VALUES (${quoted(upgradeCode)}, ${quoted(version)}, ${olderOrSame}, 'WIX_UPGRADE_DETECTED')`,
  // What goes from the process of the person to that of the system, and what an account without an administrator's rights may name.
  `UPDATE Property SET Value = ${quoted(secure)} WHERE Property = 'SecureCustomProperties'`,
]

const run = (program: string, given: readonly string[], cwd: string): string | undefined => {
  const { status, stdout, stderr, error } = spawnSync(program, given, { cwd, encoding: 'utf8' })
  return status === 0 ? undefined : `${program}: ${error?.message ?? `${stdout}${stderr}`.trim()}`
}

/** Beside the installer, under its name, and signed when the environment names a certificate; or why not. */
export const buildMsi = (
  installer: string,
  version: string,
  environment: NodeJS.ProcessEnv,
): { readonly msi: string } | { readonly why: string } => {
  const folder = dirname(installer)
  const msi = installer.replace(/\.exe$/, '.msi')
  const copy = join(folder, basename(source))
  rmSync(msi, { force: true })
  // wixl looks for files only below the folder that it works in.
  copyFileSync(source, copy)
  const defined = { Version: version, Installer: basename(installer), Entry: installerEntry, UpgradeCode: upgradeCode.slice(1, -1) }
  const problem =
    run(
      'wixl',
      ['-a', 'x64', ...Object.entries(defined).flatMap(([name, value]) => ['-D', `${name}=${value}`]), '-o', msi, basename(copy)],
      folder,
    ) ?? run('msibuild', [msi, '-q', ...statements(version)], folder)
  rmSync(copy)
  const why = problem ?? signMsi(msi, environment)
  if (why === undefined) return { msi }
  rmSync(msi, { force: true })
  return { why }
}

/** Rows of a table of an MSI. */
const rowsOf = (msi: string, table: string): string[][] =>
  spawnSync('msiinfo', ['export', msi, table], { encoding: 'utf8' })
    .stdout.split(/\r?\n/)
    .slice(3)
    .filter((line) => line !== '')
    .map((line) => line.split('\t'))
const tableOf = (msi: string, table: string): ReadonlyMap<string, readonly string[]> =>
  new Map(rowsOf(msi, table).map(([first = '', ...rest]) => [first, rest]))

/** What is wrong with the tables; nothing when the MSI does what it should, in the right order. */
export const tableProblems = (msi: string, version: string): string[] => {
  const [properties, made, sequence] = [tableOf(msi, 'Property'), tableOf(msi, 'CustomAction'), tableOf(msi, 'InstallExecuteSequence')]
  const at = (name: string): number => Number(sequence.get(name)?.[1] ?? 0)
  const is = (what: string, found: string | undefined, wanted: string): string[] =>
    found === wanted ? [] : [`${what} is “${found ?? 'absent'}” instead of “${wanted}”`]
  const upgrades = rowsOf(msi, 'Upgrade')
    .map((row) => row.join(' '))
    .sort()
  return [
    ...is('ProductVersion', properties.get('ProductVersion')?.[0], version),
    ...is('ALLUSERS', properties.get('ALLUSERS')?.[0], '1'),
    ...is('SecureCustomProperties', properties.get('SecureCustomProperties')?.[0], secure),
    ...is('UpgradeCode', properties.get('UpgradeCode')?.[0], upgradeCode),
    ...is(
      'Upgrade',
      upgrades.join('; '),
      [
        `${upgradeCode}  ${version}  ${olderOrSame}  WIX_UPGRADE_DETECTED`,
        `${upgradeCode} ${version}   ${onlyDetected}  WIX_DOWNGRADE_DETECTED`,
      ].join('; '),
    ),
    ...(/./.test(tableOf(msi, 'LaunchCondition').get('NOT WIX_DOWNGRADE_DETECTED')?.[0] ?? '') ? [] : ['no sentence refuses an older one']),
    ...['PROGRAMFOUND', 'CONNECTORFOUND'].flatMap((name) => (tableOf(msi, 'AppSearch').has(name) ? [] : [`${name} is not looked for`])),
    ...actions.flatMap(({ name, type, given, when }) => [
      ...is(name, made.get(name)?.join(' '), `${type} Installer ${given} `),
      ...is(`condition of ${name}`, sequence.get(name)?.[0], when),
      ...(at(name) > at('InstallInitialize') && at(name) < at('InstallFinalize') ? [] : [`${name} is at ${at(name)}`]),
    ]),
    ...(at('RemoveExistingProducts') > at('InstallValidate') && at('RemoveExistingProducts') < at('InstallInitialize')
      ? []
      : [`an earlier version is removed at ${at('RemoveExistingProducts')}`]),
  ]
}
