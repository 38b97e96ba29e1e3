/**
 * `npm run package:verify`: builds the package offline on a stand-in for Electron's distribution and inspects what came out. Then under
 * Wine: installs it silently and takes it away again, and tells the whole story of an installation (`packaging/story.ts`), the machine
 * compared before and after each time. Ends on `N passed, N failed`.
 *
 *   npm run package:verify -- --no-wine   inspect only
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './child-processes.ts'
import { BillOfMaterials } from './packaging/bill-of-materials.ts'
import { buildOffline } from './packaging/builder.ts'
import * as rule from './packaging/inspection.ts'
import * as installed from './packaging/installation.ts'
import { thirdPartyOf } from './packaging/licences.ts'
import { makeMsi, verifyMsiOnBareMachine, verifyMsiOverProgram } from './packaging/msi-verify.ts'
import { proxyScriptProblems } from './packaging/proxy-script.ts'
import { readSignature, signatureProblems, unsignedProblems } from './packaging/signature.ts'
import { makeCertificate } from './packaging/stand-ins/certificate.ts'
import { layOutPackage, packageFolder, shippedPackages } from './packaging/staging.ts'
import { tellStories } from './packaging/story.ts'
import { filesBelow, hashOf, mebibytes, readArchive, readFuses, readIntegrity, readProgram } from './packaging/unpacked.ts'
import { missingPrograms, WineMachine } from './packaging/wine.ts'
import { goOnWithoutNameServers, isWithoutNameServers } from './without-name-servers.ts'
import { fetchWindowsParts } from './windows-parts.ts'

const folder = join(root, 'out', 'package-verify')
const count = { passed: 0, failed: 0, skipped: 0 }

const tell = (mark: string, name: string, problems: rule.Problems): void => {
  process.stdout.write(
    `${mark} ${name}\n${problems
      .slice(0, 20)
      .map((problem) => `         ${problem}\n`)
      .join('')}`,
  )
}
const check = (name: string, problems: rule.Problems): void => {
  count[problems.length === 0 ? 'passed' : 'failed'] += 1
  tell(problems.length === 0 ? '[ok]  ' : '[fail]', name, problems)
}
/** Visible, and a failure where everything must be there. */
const skip = (name: string, why: string): void => {
  count[process.env['CI'] === undefined ? 'skipped' : 'failed'] += 1
  tell('[skip]', name, [why])
}
const equal = <T>(found: T, wanted: T): rule.Problems => (found === wanted ? [] : [`${String(found)} instead of ${String(wanted)}`])

/** A version to upgrade to. */
const nextMinor = (version: string): string =>
  version.replace(/^(\d+)\.(\d+)\..*$/, (_all, major: string, minor: string) => `${major}.${Number(minor) + 1}.0`)

const end = (): never => {
  const { passed, failed, skipped } = count
  if (skipped > 0) process.stdout.write(`\n${skipped} skipped\n`)
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
  process.exit(failed === 0 && passed > 0 ? 0 : 1)
}

const { 'no-wine': withoutWine } = parseArgs({ options: { 'no-wine': { type: 'boolean', default: false } } }).values
mkdirSync(folder, { recursive: true })
const missing = withoutWine ? ['Wine (--no-wine)'] : missingPrograms()
const parts = fetchWindowsParts()
if (missing.length === 0 && !isWithoutNameServers()) process.exit(goOnWithoutNameServers(import.meta.filename, folder))
const machine = missing.length > 0 ? undefined : new WineMachine(folder, parts.nodeProgram)
const ready = machine?.make()
const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'build.ts')], { cwd: root, stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)
layOutPackage(parts)
await ready

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const { code, output, unpacked, installer } = await buildOffline(folder, version, machine?.environment)
writeFileSync(join(folder, 'builder.log'), output)
check('electron-builder makes the package', code === 0 ? [] : [`exit code ${code}; see ${join(folder, 'builder.log')}`])
if (code !== 0) end()

const at = (...path: string[]) => join(unpacked, ...path)
const files = filesBelow(unpacked)
const archive = readArchive(at('resources', 'app.asar'))
const shipped = shippedPackages(parts)
const names = new Set(shipped.map((one) => `${one.name}@${one.version}`))
const copied = (path: string, origin: string): rule.Copied => ({ path, packed: hashOf(at(...path.split('/'))), origin: hashOf(origin) })

check('fuses', rule.fuseProblems(await readFuses(at('Causeway.exe'))))
check('content of the archive: no sources, maps, tests or packages', rule.archiveProblems(archive))
check('integrity of the archive, held in the program', rule.integrityProblems(readIntegrity(at('Causeway.exe')), archive.headerHash))
check('requestedExecutionLevel', rule.executionLevelProblems(readProgram(at('Causeway.exe'))))
check('version resource', rule.versionProblems(readProgram(at('Causeway.exe')), version))
check('files beside the archive', rule.looseFileProblems(files))
check(
  'loose scripts and programs are the ones that were built',
  rule.copyProblems(
    filesBelow(join(packageFolder, 'resources'))
      .filter((name) => name !== 'connector/node.exe')
      .map((name) => copied(`resources/${name}`, join(packageFolder, 'resources', name))),
  ),
)
check('a proxy configuration script runs in the packaged set-up', await proxyScriptProblems(at('resources', 'setup')))
const setupFiles = files.filter((name) => name.startsWith('resources/setup/'))
check(
  'scripts for PowerShell are the ones whose hashes the bundles hold',
  rule.scriptProblems(
    Object.fromEntries(setupFiles.filter((name) => name.endsWith('.ps1')).map((name) => [name, hashOf(at(name)) ?? ''])),
    setupFiles
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(at(name), 'utf8'))
      .join('\n'),
  ),
)
check('node.exe is the one of the lock file', rule.copyProblems([copied('resources/connector/node.exe', parts.nodeProgram)]))
const signature = readSignature(at('resources', 'connector', 'node.exe'))
if (signature === undefined) skip('signature of node.exe', 'osslsigncode is not installed (apt-get install osslsigncode)')
else check('signature of node.exe', signatureProblems(signature))
check(
  'bill of materials names what is shipped',
  rule.billProblems(BillOfMaterials.parse(JSON.parse(readFileSync(at('causeway.cdx.json'), 'utf8'))), names),
)
check('licences of third parties', rule.licenceProblems(shipped.map(thirdPartyOf), readFileSync(at('THIRD-PARTY-LICENCES.txt'), 'utf8')))

if (machine === undefined || installer === undefined) {
  skip('installation under Wine', `${missing.join(', ')} not there. On Debian: apt-get install wine wine64 xvfb nsis`)
  end()
} else {
  check(
    'size budget (MiB, without Electron)',
    rule.sizeProblems({
      installer: mebibytes([installer]),
      program: mebibytes([at('resources')]),
      service: mebibytes([at('resources', 'connector')]),
    }),
  )
  await machine.settle()
  const before = machine.state()
  const start = performance.now()
  check('silent installation ends with 0', equal(await machine.run(installed.placeInstaller(machine, installer), ['/S']), 0))
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  check(`installed files are those of the package (${seconds} s under Wine)`, installed.installedProblems(machine, unpacked))
  check('entry in Apps & Features', installed.entryProblems(installed.appEntry(machine.state()), version))
  check('installing over it again ends with 0', equal(await machine.run(installed.placeInstaller(machine, installer), ['/S']), 0))
  check('it is whole after that', installed.installedProblems(machine, unpacked))
  check('silent removal ends with 0', equal(await installed.uninstallSilently(machine), 0))
  installed.removeDeployment(machine)
  check('the machine is as it was: files, registry, services', installed.leftProblems(before, machine.state()))

  const bad = installed.placeInstaller(machine, installer, { [installed.parametersName]: '{ "schema": "something else" }' })
  check('a bad parameters file beside the installer: exit code 3 of causeway-setup', equal(await machine.run(bad, ['/S']), 3))
  check('the log says why', /CW700\d/.test(installed.installerLog(machine)) ? [] : ['no code in the log'])
  check('the program is there nevertheless', installed.installedProblems(machine, unpacked))
  check('a parameters file that is not there: 3', equal(await machine.run(bad, ['/S', '/PARAMS=C:\\Deploy\\none.json']), 3))
  const msi = makeMsi(installer, version, {}, { check, skip })
  const older = { installer, unpacked, version, msi }
  if (msi !== undefined) await verifyMsiOverProgram(machine, { ...older, msi }, check)
  check('removal ends with 0', equal(await installed.uninstallSilently(machine), 0))
  installed.removeDeployment(machine)
  check('the machine is as it was once more', installed.leftProblems(before, machine.state()))

  if (msi !== undefined) await verifyMsiOnBareMachine(machine, msi, before, check)

  const next = nextMinor(version)
  layOutPackage(parts, next)
  const certificate = signature === undefined ? undefined : makeCertificate(join(folder, 'certificate'))
  const signing = certificate?.environment ?? {}
  const newer = await buildOffline(folder, next, machine.environment, { CAUSEWAY_QUICKLY: '1', ...signing })
  check(`electron-builder makes version ${next}`, newer.installer === undefined ? [newer.output.slice(-1000)] : [])
  if (newer.installer !== undefined) {
    const makeNewer = () => makeMsi(newer.installer ?? '', next, { ...signing, ELECTRON_BUILDER_OFFLINE: 'true' }, { check, skip })
    const again = makeNewer()?.replace(/\.msi$/, '-again.msi')
    if (again !== undefined) renameSync(newer.installer.replace(/\.exe$/, '.msi'), again)
    const newerMsi = makeNewer()
    const program = (...path: string[]) => join(newer.unpacked, ...path)
    if (certificate === undefined) skip('signing', 'osslsigncode is not installed (apt-get install osslsigncode)')
    else {
      const signed = [program('Causeway.exe'), newer.installer, ...(newerMsi === undefined ? [] : [newerMsi])]
      check('signed with a certificate: program, installer and MSI', unsignedProblems(signed, certificate.authority))
      const node = { path: 'node.exe', packed: hashOf(program('resources', 'connector', 'node.exe')), origin: hashOf(parts.nodeProgram) }
      check('node.exe keeps its own signature then', rule.copyProblems([node]))
    }
    await tellStories({
      machine,
      older,
      newer: { installer: newer.installer, unpacked: newer.unpacked, version: next, msi: newerMsi },
      again,
      folder,
      check,
    })
  }
  end()
}
