/** Runs electron-builder: for the real package with what it fetches itself, for the verification offline with stand-ins. */
import { spawn } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { plainEnvironment, root } from '../child-processes.ts'
import { writeStubElectron } from './stand-ins/stub-electron.ts'
import { stubPlugin } from './stand-ins/stub-plugin.ts'

const program = join(root, 'node_modules', 'electron-builder', 'cli.js')
const requireHere = createRequire(join(root, 'package.json'))

export interface Built {
  readonly code: number
  readonly output: string
}

const run = (given: readonly string[], env: NodeJS.ProcessEnv): Promise<Built> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...given, '--publish', 'never'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += bytes.toString()))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, output }))
  })

/** With this machine's own proxies and authorities: it fetches Electron and NSIS. */
export const buildPackage = (): Promise<Built> =>
  run(['--win', '--x64'], { ...process.env, CSC_IDENTITY_AUTO_DISCOVERY: process.env['CSC_LINK'] === undefined ? 'false' : 'true' })

export const electronVersion = (): string =>
  (JSON.parse(readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8')) as { version: string }).version

const executable = (path: string, lines: readonly string[]): void => {
  writeFileSync(path, `${lines.join('\n')}\n`)
  chmodSync(path, 0o755)
}

/** Functions of each plug-in that the template calls, with the number of arguments that they take off the stack. */
const templatePlugins = (): Readonly<Record<string, Readonly<Record<string, number>>>> => {
  const templates = join(dirname(requireHere.resolve('app-builder-lib/package.json')), 'templates', 'nsis')
  const text = readdirSync(templates, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ns[hi]$/.test(name))
    .map((name) => readFileSync(join(templates, name), 'utf8'))
    .join('\n')
  const found: Record<string, Record<string, number>> = {}
  for (const [, plugin = '', name = '', rest = ''] of text.matchAll(
    /\b(WinShell|Nsis7z|SpiderBanner|nsProcess|StdUtils|UAC)::(\w+)(.*)$/gm,
  ))
    (found[plugin] ??= {})[name] = rest.match(/"[^"]*"|`[^`]*`|[^\s"`]+/g)?.length ?? 0
  return found
}

/** Everything electron-builder would fetch, as stand-ins in `folder`. */
const writeStandIns = (folder: string): void => {
  writeStubElectron(join(folder, 'electron'), electronVersion())
  const plugins = join(folder, 'resources', 'plugins')
  for (const name of ['x86-unicode', 'amd64-unicode']) mkdirSync(join(plugins, name), { recursive: true })
  for (const [name, functions] of Object.entries(templatePlugins()))
    writeFileSync(join(plugins, 'amd64-unicode', `${name}.dll`), stubPlugin(`${name}.dll`, functions))
  mkdirSync(join(folder, 'nsis'))
  // Signed with the rest when there is a certificate, so a program it must be.
  copyFileSync(join(folder, 'electron', 'electron.exe'), join(folder, 'nsis', 'elevate.exe'))
  executable(join(folder, 'nsis', 'makensis'), [
    '#!/bin/sh',
    `exec "${process.execPath}" "${join(import.meta.dirname, 'stand-ins', 'makensis.ts')}" "$@"`,
  ])
  // The files are packed by makensis itself: the archive is only looked at.
  executable(join(folder, '7za'), ['#!/bin/sh', 'for value in "$@"; do case "$value" in *.7z) echo stub >> "$value";; esac; done'])
}

export interface OfflineBuild extends Built {
  readonly unpacked: string
  readonly installer: string | undefined
}

/**
 * What is in `out/package`, as this version. `wine`: the environment in which electron-builder may run Windows programs; the installer is
 * made only with it. `also`: what else is set, as CAUSEWAY_QUICKLY (`stand-ins/makensis.ts`) or a certificate to sign with.
 */
export const buildOffline = async (
  folder: string,
  version: string,
  wine: NodeJS.ProcessEnv | undefined,
  also: NodeJS.ProcessEnv = {},
): Promise<OfflineBuild> => {
  const [standIns, release] = [join(folder, 'stand-ins'), join(folder, `release-${version}`)]
  for (const name of [standIns, release]) rmSync(name, { recursive: true, force: true })
  mkdirSync(standIns, { recursive: true })
  writeStandIns(standIns)
  const unpacked = join(release, 'win-unpacked')
  const { code, output } = await run(
    [
      '--win',
      wine === undefined ? 'dir' : 'nsis',
      '--x64',
      `-c.electronDist=${join(standIns, 'electron')}`,
      `-c.electronVersion=${electronVersion()}`,
      `-c.directories.output=${release}`,
      `-c.extraMetadata.version=${version}`,
    ],
    {
      ...plainEnvironment(),
      ...wine,
      CAUSEWAY_UNPACKED: unpacked,
      CAUSEWAY_PLUGINS: join(standIns, 'resources', 'plugins', 'amd64-unicode'),
      ELECTRON_BUILDER_7ZIP_PATH: join(standIns, '7za'),
      ELECTRON_BUILDER_NSIS_DIR: join(standIns, 'nsis'),
      ELECTRON_BUILDER_NSIS_RESOURCES_DIR: join(standIns, 'resources'),
      ELECTRON_BUILDER_CACHE: join(folder, 'cache'),
      ELECTRON_BUILDER_OFFLINE: 'true',
      // What was forgotten fails at once instead of being fetched.
      ELECTRON_BUILDER_BINARIES_MIRROR: 'http://127.0.0.1:9/',
      CSC_IDENTITY_AUTO_DISCOVERY: 'false',
      ...also,
    },
  )
  const made = code === 0 ? readdirSync(release).find((name) => name.endsWith('.exe')) : undefined
  return { code, output, unpacked, installer: made === undefined ? undefined : join(release, made) }
}
