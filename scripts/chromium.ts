/**
 * A Chromium that is there already: for the Electron stand-in, for signing in from tests and for screenshots. Nothing is
 * downloaded. Looked for in this order: `CHROMIUM_PATH`, Playwright's own, then chromium, chrome and edge as installed.
 */
import { spawnSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { accessSync, constants, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

export interface Chromium {
  readonly path: string
  readonly from: 'CHROMIUM_PATH' | 'playwright' | 'installed'
}

export const chromiumMissing = 'No Chromium was found. Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH to its program.'

const runnable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

const playwrightPrograms = (environment: NodeJS.ProcessEnv): string[] => {
  const folder =
    environment['PLAYWRIGHT_BROWSERS_PATH'] ?? join(homedir(), process.platform === 'win32' ? 'AppData/Local' : '.cache', 'ms-playwright')
  return namesIn(folder)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((one, other) => Number(other.slice(9)) - Number(one.slice(9)))
    .flatMap((name) =>
      ['chrome-linux64/chrome', 'chrome-linux/chrome', 'chrome-win64/chrome.exe', 'chrome-win/chrome.exe'].map((program) =>
        join(folder, name, program),
      ),
    )
}

const installedPrograms = (environment: NodeJS.ProcessEnv): string[] => {
  if (process.platform === 'win32') {
    const folders = ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData']
      .map((name) => environment[name])
      .filter((folder) => folder !== undefined)
    return ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].flatMap((program) =>
      folders.map((folder) => join(folder, program)),
    )
  }
  const folders = [
    ...(environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''),
    '/usr/bin',
    '/usr/local/bin',
    '/snap/bin',
  ]
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable']
  return names.flatMap((name) => folders.map((folder) => join(folder, name)))
}

/** The Chromium to use, or undefined when there is none. A `CHROMIUM_PATH` that cannot be run is not passed over in silence: the result is then undefined too. */
export const findChromium = (environment: NodeJS.ProcessEnv = process.env): Chromium | undefined => {
  const named = environment['CHROMIUM_PATH']
  if (named !== undefined && named !== '') return runnable(named) ? { path: named, from: 'CHROMIUM_PATH' } : undefined
  const own = playwrightPrograms(environment).find(runnable)
  if (own !== undefined) return { path: own, from: 'playwright' }
  const installed = installedPrograms(environment).find(runnable)
  return installed === undefined ? undefined : { path: installed, from: 'installed' }
}

/** Chromium refuses to start with its own sandbox as root, and where a container forbids user namespaces. */
const ownSandboxWorks = (): boolean => {
  if (process.platform !== 'linux') return true
  return (
    process.getuid?.() !== 0 &&
    (runnable('/usr/lib/chromium/chrome-sandbox') || spawnSync('unshare', ['--user', 'true'], { stdio: 'ignore' }).status === 0)
  )
}

/** Flags for every Chromium that is started here: quiet on the network, and able to run on servers and in containers. */
export const chromiumFlags = (): string[] => [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--disable-features=Translate,OptimizationHints,MediaRouter',
  '--password-store=basic',
  ...(ownSandboxWorks() ? [] : ['--no-sandbox', '--test-type']),
]

/** A flag by which a Chromium with a profile of its own trusts these authorities (PEM) and nobody else beside the system's. */
export const trustFlag = (authorities: readonly string[]): string => {
  const keys = authorities.map((pem) =>
    createHash('sha256')
      .update(new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' }))
      .digest('base64'),
  )
  return `--ignore-certificate-errors-spki-list=${keys.join(',')}`
}
