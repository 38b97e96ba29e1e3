/** Which Electron shows the window: its own binary where it is installed or can be fetched, else the stand-in over an installed Chromium. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { plainEnvironment, root } from './child-processes.ts'
import { chromiumMissing, findChromium } from './chromium.ts'

/** Folder of the stand-in; as `ELECTRON_OVERRIDE_DIST_PATH` it makes the npm package `electron` (and so Playwright) use it. */
export const standInFolder = join(root, 'scripts', 'electron-stand-in')

/** Electron's own program, when it was fetched already. */
export const ownElectron = (): string | undefined => {
  const folder = join(root, 'node_modules', 'electron')
  const named = join(folder, 'path.txt')
  if (!existsSync(named)) return undefined
  const program = join(folder, 'dist', readFileSync(named, 'utf8'))
  return existsSync(program) ? program : undefined
}

/** Tries once, for at most two minutes; a closed network answers at once. */
const fetchElectron = (): void => {
  if (process.env['ELECTRON_SKIP_BINARY_DOWNLOAD'] !== undefined || process.env['CI'] !== undefined) return
  spawnSync(process.execPath, [join(root, 'node_modules', 'electron', 'install.js')], { stdio: 'ignore', timeout: 120_000 })
}

export type PreparedElectron =
  { ok: true; note: string | undefined; start: (args: readonly string[]) => ChildProcess } | { ok: false; line: string }

const starter = (program: string) => (args: readonly string[]) =>
  spawn(program, args, { cwd: root, stdio: 'inherit', env: plainEnvironment() })

export const prepareElectron = (): PreparedElectron => {
  if (ownElectron() === undefined) fetchElectron()
  const own = ownElectron()
  if (own !== undefined) return { ok: true, note: undefined, start: starter(own) }
  if (findChromium() === undefined) return { ok: false, line: chromiumMissing }
  return {
    ok: true,
    note: 'Electron’s own program is not here and could not be fetched: the window is shown by a stand-in over the installed Chromium.',
    start: starter(join(standInFolder, 'electron')),
  }
}
