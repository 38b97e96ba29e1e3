/**
 * Runs before `npm start`, `npm test` and the others, on whatever Node (20 or later) the machine has and before anything is
 * installed: installs the npm packages when they are missing or not those of the lock file, and says in one line what else
 * is missing. Uses Node's own modules only.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const purpose = process.argv[2] ?? 'start'

/** @param {string} line @returns {never} */
const stop = (line) => {
  process.stderr.write(`${line}\n`)
  process.exit(1)
}

const major = Number(process.versions.node.split('.')[0])
if (major < 20)
  stop(`Causeway needs Node.js 20 or later to start; this is ${process.versions.node}. On Debian 13: apt-get install nodejs npm`)

/** The packages that are there were installed from this lock file, on this platform. */
const marker = join(root, 'node_modules', '.causeway-installed')
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .update(`${process.platform}-${process.arch}`)
  .digest('hex')

const installed = () => existsSync(marker) && readFileSync(marker, 'utf8') === wanted && existsSync(join(root, 'node_modules', '.bin'))

if (!installed()) {
  process.stderr.write('Installing packages (first run only, one to two minutes) ...\n')
  /** @type {(...command: string[]) => void} */
  const npm = (...command) => {
    const run = spawnSync('npm', [...command, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      encoding: 'utf8',
      shell: process.platform === 'win32',
      env: { ...process.env, NODE_ENV: 'development' },
    })
    if (run.error !== undefined) stop(`npm could not be started: ${run.error.message}. On Debian: apt-get install npm`)
    if (run.status === 0) return
    const lines = `${run.stderr}\n${run.stdout}`.split('\n').filter((line) => line.trim() !== '')
    stop(`npm ${command[0]} failed:\n${lines.slice(0, 12).join('\n')}`)
  }
  // Of all install scripts only that of Node 24 is needed. The others fetch what is fetched on first use (Electron), or
  // compile for minutes what nothing here uses (libxmljs2).
  npm('ci', '--include=dev', '--ignore-scripts')
  npm('rebuild', 'node')
  writeFileSync(marker, wanted)
}

const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
const version = spawnSync(node, ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' })
if (!/^v(2[4-9]|[3-9]\d)\./.test(version.stdout ?? '')) {
  stop(
    `Node 24 did not come with the npm package "node" (install scripts turned off?). Run: npm rebuild node, or use a Node 24 of your own.`,
  )
}

if (purpose === 'test' || purpose === 'screenshots') {
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/microsoft-edge']
  const found = process.env.CHROMIUM_PATH !== undefined || process.platform !== 'linux' || places.some((place) => existsSync(place))
  if (!found && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stderr.write('Installing Chromium (apt-get install chromium) ...\n')
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' })
    const run = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { encoding: 'utf8' })
    if (run.status !== 0)
      stop(`Chromium could not be installed: ${run.stderr.split('\n')[0] ?? ''}. Set CHROMIUM_PATH to a Chromium, Chrome or Edge.`)
  } else if (!found) {
    stop('The tests need a Chromium. Run as root: apt-get install chromium, or set CHROMIUM_PATH to a Chromium, Chrome or Edge.')
  }
}
