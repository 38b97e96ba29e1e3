/**
 * What every story has: a real control plane (one a worker), a simulated server with a state folder of its own, the built
 * window over it, and a person with a second, real browser who signs in on the control plane's pages.
 */
import { _electron, type Browser, chromium, type ElectronApplication, expect, type Page, test as base } from '@playwright/test'
import { spawnSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { plainEnvironment, root } from '../../scripts/child-processes.ts'
import { chromiumFlags, chromiumMissing, findChromium } from '../../scripts/chromium.ts'
import { ownElectron, standInFolder } from '../../scripts/electron-program.ts'
import { type ControlPlane, startControlPlane } from './control-plane.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { Wizard } from './wizard.ts'

export interface Opening {
  /** Profile of the simulated server. */
  readonly server?: string
  /** Connection file; the worker's control plane unless said. `none`: the person types the address. */
  readonly connectionFile?: string
  readonly environment?: Readonly<Record<string, string>>
}

interface Worker {
  readonly cloud: ControlPlane
  readonly browser: Browser
}

interface Story {
  /** Folder of the simulated server; survives a closed window. */
  readonly state: string
  readonly open: (opening?: Opening) => Promise<Wizard>
  /** A browser of the person's own, without cookies. */
  readonly person: Page
}

const launch = async (
  state: string,
  user: string,
  cloud: ControlPlane,
  { server = 'healthy-2022', connectionFile, environment }: Opening,
): Promise<ElectronApplication> => {
  if (ownElectron() === undefined) process.env['ELECTRON_OVERRIDE_DIST_PATH'] = standInFolder
  const env = { ...plainEnvironment(), ...environment } as Record<string, string>
  delete env['DISPLAY']
  const file = connectionFile ?? cloud.connectionFile
  return _electron.launch({
    args: [root, `--user-data-dir=${user}`, '--server', server, '--state', state, ...(file === 'none' ? [] : ['--connection-file', file])],
    env,
    timeout: 60_000,
  })
}

/** A server of its own for every story: the same kind as the profile, with a name and a system UUID that no other has. */
const ownServer = (profile: string, folder: string): string => {
  const server = JSON.parse(readFileSync(join(root, 'tests', 'servers', `${profile}.json`), 'utf8')) as {
    machine: { name: string; systemUuid: string }
  }
  server.machine = { name: `CONN-${randomBytes(3).toString('hex').toUpperCase()}`, systemUuid: randomUUID() }
  const file = join(folder, `${profile}.json`)
  writeFileSync(file, JSON.stringify(server))
  return file
}

/** The simulated server runs its services as real processes; they end with the story. */
const stopService = (state: string, server: string): void => {
  spawnSync(
    process.execPath,
    [join(root, 'out', 'app', 'setup', 'command-line.js'), 'stop', '--server', server, '--state', state, '--quiet'],
    { stdio: 'ignore', timeout: 60_000 },
  )
}

export const test = base.extend<Story, Worker>({
  cloud: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const cloud = await startControlPlane()
      await use(cloud)
      await cloud.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  browser: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const found = findChromium()
      if (found === undefined) throw new Error(chromiumMissing)
      const browser = await chromium.launch({ executablePath: found.path, args: chromiumFlags() })
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  // oxlint-disable-next-line no-empty-pattern
  state: async ({}, use) => {
    const state = temporaryFolder()
    await use(state)
    rmSync(state, { recursive: true, force: true, maxRetries: 5 })
  },
  open: async ({ state, cloud }, use) => {
    const user = temporaryFolder()
    const opened: Wizard[] = []
    let server = ''
    await use(async (opening = {}) => {
      server ||= ownServer(opening.server ?? 'healthy-2022', user)
      const wizard = await Wizard.of(await launch(state, user, cloud, { ...opening, server }))
      opened.push(wizard)
      return wizard
    })
    for (const wizard of opened) await wizard.close()
    if (server !== '') stopService(state, server)
    rmSync(user, { recursive: true, force: true })
  },
  person: async ({ browser }, use) => {
    // The demo control plane has an authority of its own, which the person's browser does not know.
    const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-US' })
    await use(await context.newPage())
    await context.close()
  },
})

export { expect }
