/**
 * `npm run wine`: the product on a real node.exe of Windows, under Wine. Builds it, makes a fresh machine (a prefix) in
 * `out/wine/prefix`, runs `tests/windows`, and ends on a line `N passed, N failed`. Needs wine and xvfb; Wine figures are never figures of Windows.
 *
 *   npm run wine -- --keep         use the machine of the last run again
 *   npm run wine -- tests/windows/install.test.ts         only this file
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { z } from 'zod'
import { plainEnvironment, root } from './child-processes.ts'
import { goOnWithoutNameServers, isWithoutNameServers } from './without-name-servers.ts'
import { fetchWindowsParts, type WindowsParts } from './windows-parts.ts'

const Report = z.object({ numPassedTests: z.number(), numFailedTests: z.number() })

const folder = join(root, 'out', 'wine')
const prefix = join(folder, 'prefix')
const app = join(folder, 'app')
const ownPrograms = join(root, 'tests', 'windows', 'programs')
const log = join(folder, 'wine.log')

const environment: NodeJS.ProcessEnv = {
  ...plainEnvironment(),
  WINEPREFIX: prefix,
  WINEARCH: 'win64',
  WINEDEBUG: '-all',
  WINEDLLOVERRIDES: 'mscoree,mshtml=',
}

const onPath = (name: string): boolean => (process.env['PATH'] ?? '').split(delimiter).some((place) => existsSync(join(place, name)))

/** Never with a pipe: programs that stay in the background would keep it open, and node.exe ends when it is handed one. */
const quietly = (program: string, given: readonly string[], seconds: number): number | null => {
  const file = openSync(log, 'a')
  return spawnSync(program, given, { env: environment, stdio: ['ignore', file, file], timeout: seconds * 1000, killSignal: 'SIGKILL' })
    .status
}

const orFail = (code: number | null, what: string): void => {
  if (code === 0) return
  process.stdout.write('0 passed, 1 failed\n')
  process.stderr.write(`${what} failed (${code ?? 'no answer in time'}); see ${log}\n`)
  process.exit(1)
}

const inherit = (program: string, given: readonly string[], env = plainEnvironment()): number | null =>
  spawnSync(program, given, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }).status

/** Without the sources and documentation of a native module. */
const isNeeded = (path: string): boolean => !/[\\/](vendor|doc|lib)$|\.(cc|hh|inc|S|asm|md|d\.ts|lib|def)$/.test(path)
/** Programs of the tests themselves that run on node.exe. */
const programs = (ending: string): string[] => readdirSync(ownPrograms).filter((name) => name.endsWith(ending))

/** The product as it will lie on a machine, with the native module of Windows instead of this machine's. */
const layOut = async ({ modules, nodeProgram }: WindowsParts): Promise<void> => {
  rmSync(app, { recursive: true, force: true })
  for (const part of ['setup', 'connector', 'servers']) cpSync(join(root, 'out', 'app', part), join(app, part), { recursive: true })
  for (const name of ['koffi', '@koromix']) cpSync(join(modules, name), join(app, 'node_modules', name), { recursive: true })
  // The service gets its own: it is copied into the program folder with everything it needs.
  cpSync(nodeProgram, join(app, 'connector', 'node.exe'))
  for (const name of ['koffi', '@koromix'])
    cpSync(join(modules, name), join(app, 'connector', 'node_modules', name), { recursive: true, filter: isNeeded })
  cpSync(join(root, 'package.json'), join(app, 'package.json'))
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true, external: ['koffi'] },
    build: {
      ssr: true,
      target: 'node22',
      outDir: join(app, 'tests'),
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(programs('.ts').map((name) => [name.slice(0, -3), join(ownPrograms, name)])),
        external: [/^koffi(\/|$)/, /^node:/],
        platform: 'node',
        output: { entryFileNames: '[name].js', chunkFileNames: 'shared-[name].js' },
      },
    },
  })
  for (const name of programs('.mjs')) cpSync(join(ownPrograms, name), join(app, 'tests', name))
}

const makeMachine = (): void => {
  rmSync(prefix, { recursive: true, force: true })
  orFail(quietly('xvfb-run', ['-a', 'wine', 'wineboot', '-i'], 300), 'making the Wine machine')
  quietly('wineserver', ['-w'], 120)
}

/** Keeps the machine on between programs, so that its services and the state of its network live on. */
const turnOn = (): void => {
  orFail(quietly('wineserver', ['-p'], 30), 'starting wineserver')
  orFail(quietly('wine', ['winecfg', '-v', 'win10'], 120), 'choosing Windows 10 as the version')
}

const {
  values: { keep },
  positionals: only,
} = parseArgs({ options: { keep: { type: 'boolean', default: false } }, allowPositionals: true })
const missing = ['wine', 'wineserver', 'xvfb-run', 'unshare'].filter((name) => !onPath(name))
if (missing.length > 0) {
  process.stderr.write(`${missing.join(', ')} not found. On Debian: apt-get install wine wine64 xvfb xauth\n`)
  process.exit(1)
}
if (!isWithoutNameServers()) {
  mkdirSync(folder, { recursive: true })
  rmSync(log, { force: true })
  const windowsParts = fetchWindowsParts()
  orFail(inherit(process.execPath, ['scripts/build.ts']), 'npm run build')
  await layOut(windowsParts)
  process.exit(goOnWithoutNameServers(join(root, 'scripts', 'wine.ts'), folder))
}
if (!keep || !existsSync(join(prefix, 'system.reg'))) makeMachine()
turnOn()
const report = join(root, 'out', 'test-results', 'windows.json')
rmSync(report, { force: true })
const code = inherit(join(root, 'node_modules', '.bin', 'vitest'), [
  'run',
  '--project',
  'windows',
  ...only,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
])
quietly('wineserver', ['-k'], 30)
const { numPassedTests: passed, numFailedTests: failures } = Report.catch({ numPassedTests: 0, numFailedTests: 0 }).parse(
  existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {},
)
// A run that ended badly without telling which test failed counts as one failure.
const failed = code === 0 ? failures : Math.max(failures, 1)
process.stdout.write(`\nUnder Wine, whole run: ${Math.round(performance.now() / 1000)} s\n${passed} passed, ${failed} failed\n`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
