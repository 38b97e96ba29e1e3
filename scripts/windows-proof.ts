/**
 * The steps of the Windows workflow that need a real Windows Server and an elevated console; none of them runs elsewhere.
 *
 *   npm run windows:verify -- before|after|consent   scripts/verify-on-windows.ps1 in Windows PowerShell, report in out/windows-proof; consent in a
 *                                             console that is not elevated, answered by a person
 *   npm run windows:install                   starts a demo control plane, installs silently by a parameters file
 *   npm run windows:recover                   ends the service by force and waits until Windows has started it again
 *   npm run windows:uninstall                 the quiet uninstall of Apps & Features, then ends the control plane
 *   npm run windows:msi                       the two MSIs that package:verify left on a Linux machine, copied to out/msi: the older
 *                                             installed by token, upgraded by the newer, refused, the newer removed
 */
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { catalogueRow, checkIds } from '../contract/check-catalogue.ts'
import { ServiceStatus } from '../contract/local-status-api.ts'
import { plainEnvironment, root } from './child-processes.ts'

const folder = join(root, 'out', 'windows-proof')
const serviceName = 'CausewayConnector'
const systemFolder = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32')
const powerShell = join(systemFolder, 'WindowsPowerShell', 'v1.0', 'powershell.exe')

const Ready = z.object({ connectionFile: z.string(), demo: z.object({ enrollmentToken: z.string() }) })

const run = (program: string, given: readonly string[]): number =>
  spawnSync(program, given, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: plainEnvironment() }).status ?? 1

/** One value of Windows, by a command of PowerShell whose text is ours. */
const asked = (command: string): string =>
  spawnSync(powerShell, ['-NoProfile', '-NonInteractive', '-Command', command], { encoding: 'utf8' }).stdout.trim()

const until = async <T>(what: string, seconds: number, find: () => T | undefined): Promise<T> => {
  const patience = AbortSignal.timeout(seconds * 1000)
  for (;;) {
    const found = find()
    if (found !== undefined) return found
    if (patience.aborted) throw new Error(`${what} within ${seconds} s: no`)
    await pause(500)
  }
}

const verify = async (phase: string | undefined): Promise<number> => {
  if (phase !== 'before' && phase !== 'after' && phase !== 'consent') throw new Error('say before, after or consent')
  const script = join(root, 'scripts', 'verify-on-windows.ps1')
  const here = phase === 'before' ? ['-Program', join(root, 'out', 'app'), '-Node', process.execPath] : []
  const report = join(folder, `${phase}.json`)
  return run(powerShell, ['-NoProfile', '-ExecutionPolicy', 'Bypass', '-File', script, '-Phase', phase, '-Json', report, ...here])
}

const controlPlanePid = join(folder, 'control-plane.pid')

/** Lives on between the steps of the workflow; `uninstall` ends it. */
const startControlPlane = async (): Promise<z.infer<typeof Ready>> => {
  const output = join(folder, 'control-plane.log')
  const file = openSync(output, 'w')
  const child = spawn(process.execPath, ['cloud/server.ts', '--demo', '--json', '--port', '0', '--data', join(folder, 'cloud')], {
    cwd: root,
    detached: true,
    stdio: ['ignore', file, file],
    env: plainEnvironment(),
  })
  closeSync(file)
  child.unref()
  writeFileSync(controlPlanePid, String(child.pid))
  return until('a control plane', 60, () => {
    const line = readFileSync(output, 'utf8')
      .split('\n')
      .find((text) => text.startsWith('{"ready":true'))
    return line === undefined ? undefined : Ready.parse(JSON.parse(line))
  })
}

/** The servers of the workflow are in no domain, and often wait for a restart. */
const accepted = checkIds
  .filter((id) => /^(host|identity)\./.test(id) && catalogueRow(id).overridable)
  .map((check) => ({ check, reason: 'proof on a server of its own' }))

const tokenFile = join(folder, 'token')
/** A parameters file for a control plane that was started for it. */
const writeParameters = async (): Promise<string> => {
  const { connectionFile, demo } = await startControlPlane()
  const parameters = join(folder, 'causeway.parameters.json')
  writeFileSync(tokenFile, `${demo.enrollmentToken}\n`, { mode: 0o600 })
  writeFileSync(parameters, JSON.stringify({ schema: 'causeway.parameters/1', connectionFile, tokenFile, overrides: accepted }))
  return parameters
}

const install = async (): Promise<number> => {
  const release = join(root, 'out', 'release')
  const installer = readdirSync(release).find((name) => /^Causeway-Setup-.*\.exe$/.test(name))
  if (installer === undefined) throw new Error('no installer in out/release: run npm run package')
  const parameters = await writeParameters()
  const started = performance.now()
  const code = run(join(release, installer), ['/S', `/PARAMS=${parameters}`, `/LOG=${join(folder, 'installer.log')}`])
  rmSync(tokenFile, { force: true })
  process.stdout.write(`silent installation ended with ${code} after ${((performance.now() - started) / 1000).toFixed(1)} s\n`)
  return code
}

const servicePid = (): number => Number(asked(`(Get-CimInstance Win32_Service -Filter "Name='${serviceName}'").ProcessId`))

const recover = async (): Promise<number> => {
  const before = servicePid()
  if (!(before > 0)) throw new Error('the service does not run')
  run(join(systemFolder, 'taskkill.exe'), ['/PID', String(before), '/T', '/F'])
  const after = await until('started again by Windows', 60, () => {
    const pid = servicePid()
    return pid > 0 && pid !== before ? pid : undefined
  })
  process.stdout.write(`process ${before} was ended, Windows started ${after}\n`)
  return 0
}

const isServiceGone = (): boolean => asked(`[bool](Get-Service ${serviceName} -ErrorAction Ignore)`) === 'False'

const Entries = z.array(z.object({ QuietUninstallString: z.string().nullish(), SystemComponent: z.number().nullish() }))
/** Of the product, in Apps & Features. */
const entries = (): z.infer<typeof Entries> => {
  const keys = 'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*'
  const ours = `@(Get-ItemProperty '${keys}' | Where-Object { $_.PSObject.Properties['DisplayName'] -and $_.DisplayName -eq 'Causeway' } | Select-Object QuietUninstallString, SystemComponent)`
  return Entries.parse(JSON.parse(asked(`ConvertTo-Json -Compress -InputObject ${ours}`)))
}

const setupProgram = join(process.env['ProgramFiles'] ?? 'C:\\Program Files', 'Causeway Setup', 'resources')
const Status = z.object({
  service: z.object({
    is: z.literal('running'),
    status: ServiceStatus.pick({ version: true, channel: true, connector: true, certificate: true }),
  }),
})
/** What the installed service tells of itself: what an upgrade keeps, and what it changes. */
const installedStatus = () => {
  const given = [join(setupProgram, 'setup', 'command-line.js'), 'status', '--json']
  const { stdout } = spawnSync(join(setupProgram, 'connector', 'node.exe'), given, { encoding: 'utf8' })
  const { version, channel, connector, certificate } = Status.parse(JSON.parse(stdout)).service.status
  return { version, channel, kept: `${connector.id} ${certificate.serial}` }
}

const expected = <T>(what: string, found: T, wanted: T): void => {
  process.stdout.write(`${found === wanted ? 'pass' : 'FAIL'}  ${what}: ${String(found)}\n`)
  if (found !== wanted) throw new Error(`${what} should be ${String(wanted)}`)
}

/** ERROR_INSTALL_FAILURE */
const refused = 1603

const upgradeByMsi = async (): Promise<number> => {
  const place = join(root, 'out', 'msi')
  const files = existsSync(place)
    ? readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('-x64.msi'))
    : []
  const [older, newer] = files.sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
  if (older === undefined || newer === undefined) throw new Error('no two MSIs in out/msi: npm run package:verify makes them on Linux')
  const versionOf = (name: string) => /-([\d.]+)-x64/.exec(name)?.[1] ?? ''
  const msiexec = (...given: string[]) => run(join(systemFolder, 'msiexec.exe'), [...given, '/qn', '/l*v+', join(folder, 'msi.log')])
  const parameters = await writeParameters()
  try {
    expected('installed by MSI', msiexec('/i', join(place, older), `PARAMS=${parameters}`), 0)
    rmSync(tokenFile, { force: true })
    const first = installedStatus()
    expected('version', first.version, versionOf(older))
    expected('upgraded by the MSI of the next version', msiexec('/i', join(place, newer)), 0)
    const second = installedStatus()
    expected('version', second.version, versionOf(newer))
    expected('channel', second.channel, 'healthy')
    expected('connector and certificate', second.kept, first.kept)
    expected('entries in Apps & Features', entries().filter(({ SystemComponent }) => SystemComponent !== 1).length, 1)
    expected('the older MSI', msiexec('/i', join(place, older)), refused)
    expected('version', installedStatus().version, versionOf(newer))
    expected('removed by MSI', msiexec('/x', join(place, newer)), 0)
    expected('service gone', isServiceGone(), true)
    return 0
  } finally {
    process.kill(Number(readFileSync(controlPlanePid, 'utf8')))
  }
}

const uninstall = async (): Promise<number> => {
  const [, program, given = ''] = /^"([^"]+)"\s*(.*)$/.exec(entries()[0]?.QuietUninstallString ?? '') ?? []
  if (program === undefined) throw new Error('no entry in Apps & Features')
  const code = run(program, given.split(' '))
  // The uninstaller goes on from a copy of itself.
  await until('the service gone', 120, () => (isServiceGone() ? true : undefined))
  await until('the entry gone', 120, () => (entries().length === 0 ? true : undefined))
  process.kill(Number(readFileSync(controlPlanePid, 'utf8')))
  return code
}

const [command = '', argument] = process.argv.slice(2)
const commands: Readonly<Record<string, (argument: string | undefined) => Promise<number>>> = {
  verify,
  install,
  recover,
  uninstall,
  msi: upgradeByMsi,
}
const chosen = Object.hasOwn(commands, command) ? commands[command] : undefined
if (process.platform !== 'win32' || chosen === undefined) {
  process.stderr.write(chosen === undefined ? `no such step: ${command}\n` : 'this step needs a real Windows Server\n')
  process.exit(1)
}
mkdirSync(folder, { recursive: true })
process.exitCode = await chosen(argument).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  return 1
})
