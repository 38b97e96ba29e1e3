/** A control plane in this process, simulated servers in folders of their own, and set-up run on them in this process or as a child. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { Agent } from 'undici'
import { type ControlPlane, startControlPlane } from '../../../cloud/control-plane.ts'
import { type Demo } from '../../../cloud/demo.ts'
import { createLog } from '../../../cloud/log.ts'
import { createSignIn } from '../../../cloud/sign-in/sign-in.ts'
import { type Database } from '../../../cloud/store/database.ts'
import { type LocationId } from '../../../contract/ids.ts'
import { type Secret } from '../../../contract/secret.ts'
import { type WizardSnapshot } from '../../../contract/wizard-api.ts'
import { assemble, type AssemblyOptions } from '../../../setup/assembly.ts'
import { type Engine } from '../../../setup/engine.ts'
import { productNames } from '../../../setup/host/registry-keys.ts'
import { builtProduct } from '../../built-product.ts'
import { databaseTemplate } from '../../fakes/database-template.ts'
import { Visitor } from '../cloud-web/visitor.ts'

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: string
  readonly errors: string
}

export interface SetupBench {
  readonly controlPlane: ControlPlane
  readonly demo: Demo
  readonly database: Database
  /** A new folder for a simulated server. */
  readonly folder: () => string
  readonly token: (location?: LocationId) => Promise<Secret>
  readonly engine: (stateFolder: string, more?: Partial<AssemblyOptions>) => Promise<Engine>
  /** `causeway-setup` as a child. */
  readonly run: (args: readonly string[], input?: string, environment?: Record<string, string>) => Promise<Ended>
  /** Parameters file for the demo organization's first location; the token comes from standard input. */
  readonly parameters: (more?: Record<string, unknown>) => string
  readonly visitor: () => Visitor
  /** Signs in at an address that the window would open, and answers the consent page. */
  readonly consent: (address: string, button?: '/allow' | '/refuse') => Promise<void>
  readonly stop: () => Promise<void>
}

export const startSetupBench = async (): Promise<SetupBench> => {
  const root = mkdtempSync(join(tmpdir(), 'cw-'))
  let count = 0
  const seen: { database?: Database } = {}
  const started = await startControlPlane({
    data: join(root, 'cloud'),
    demo: true,
    databaseTemplate: await databaseTemplate(),
    log: createLog('error', () => undefined),
    signIn: (options) => {
      seen.database = options.database
      return createSignIn(options)
    },
  })
  if (!started.ok) throw new Error(JSON.stringify(started.failure))
  const controlPlane = started.value
  const { demo } = controlPlane
  const { database } = seen
  if (demo === undefined || database === undefined) throw new Error('no demo data')
  const agent = new Agent({ connect: { ca: controlPlane.connectionFile.certificateAuthorities.join('') } })
  const engines: Engine[] = []
  const folders: string[] = []
  const visitor = () => new Visitor(controlPlane.address, agent)
  return {
    controlPlane,
    demo,
    database,
    visitor,
    folder: () => {
      const made = join(root, `s${(count += 1)}`)
      folders.push(made)
      return made
    },
    token: async (location = demo.locations[0]?.id) => {
      if (location === undefined) throw new Error('no location')
      const made = await controlPlane.store.enrollmentTokens.create(
        demo.organization.id,
        { locationId: location, note: '', createdBy: 'test' },
        new Date(),
      )
      return made.token
    },
    engine: async (stateFolder, more = {}) => {
      const assembled = await assemble({
        server: undefined,
        stateFolder,
        connectionFile: controlPlane.connectionFile,
        connectionFilePath: controlPlane.connectionFilePath,
        address: undefined,
        surface: 'commandLine',
        openBrowser: async () => false,
        programs: builtProduct,
        ...more,
      })
      if (!assembled.ok) throw new Error(JSON.stringify(assembled.failure))
      engines.push(assembled.value.engine)
      return assembled.value.engine
    },
    run: async (args, input = '', environment = {}) => {
      const child = spawn(process.execPath, [builtProduct.commandLine, ...args], {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: { ...process.env, LANG: 'C', ...environment },
      })
      child.stdin.on('error', () => undefined)
      child.stdin.end(input)
      let output = ''
      let errors = ''
      child.stdout.on('data', (piece: Buffer) => (output += piece.toString()))
      child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()))
      const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
      return { code, signal, output, errors }
    },
    parameters: (more = {}) => {
      const file = join(root, `parameters-${(count += 1)}.json`)
      writeFileSync(
        file,
        JSON.stringify({ schema: 'causeway.parameters/1', connectionFile: controlPlane.connectionFilePath, tokenFile: '-', ...more }),
      )
      return file
    },
    consent: async (address, button = '/allow') => {
      const browser = visitor()
      const form = await browser.go(address)
      const asked = await browser.submit(form, { email: demo.account.email, password: demo.account.password.reveal() }, '/password')
      const answer = await browser.submit(asked, {}, button)
      if (answer.location?.startsWith('http://127.0.0.1') === true) await fetch(answer.location)
    },
    stop: async () => {
      for (const engine of engines) await engine.close()
      for (const folder of folders) await stopServices(folder)
      await agent.destroy()
      await controlPlane.stop(200)
      rmSync(root, { recursive: true, force: true })
    },
  }
}

/** Ends the connector service of a simulated server, whatever a test left. */
const stopServices = async (folder: string): Promise<void> => {
  try {
    const state = JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8')) as {
      profile: string
      services: { name: string; state: string; process?: object }[]
    }
    const ours = state.services.find(({ name }) => name === productNames.service)
    if (ours === undefined || (ours.state === 'stopped' && ours.process === undefined)) return
    const args = ['stop', '--server', state.profile, '--state', folder, '--quiet']
    const child = spawn(process.execPath, [builtProduct.commandLine, ...args], { stdio: 'ignore' })
    await once(child, 'close')
  } catch {
    // Never begun.
  }
}

/** Everything of a simulated server that an installation could change: its model and its files. */
export const serverOf = (folder: string): { model: unknown; files: Record<string, string> } => {
  const files = join(folder, 'files')
  const names = readdirSync(files, { recursive: true }).map(String).toSorted()
  const content = (name: string) => (statSync(join(files, name)).isFile() ? readFileSync(join(files, name), 'latin1') : 'folder')
  return {
    model: JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8')),
    files: Object.fromEntries(names.map((name) => [relative('.', name), content(name)])),
  }
}

/** Resolves when the snapshot is so. */
export const snapshotThat = (engine: Engine, isSo: (snapshot: WizardSnapshot) => boolean): Promise<WizardSnapshot> =>
  new Promise((done) => {
    const look = () => {
      if (!isSo(engine.snapshot)) return
      stop()
      done(engine.snapshot)
    }
    const stop = engine.onEvent(look)
    look()
  })

/** Checks, token, location, choice: up to the commit button. */
export const prepareInstall = async (
  engine: Engine,
  token: Secret,
  more: { onSeenBefore?: 'replace' | 'replaceAndMove' | 'keepBoth'; connectorName?: string } = {},
): Promise<void> => {
  await engine.presetTried()
  await engine.call('runChecks', {})
  await snapshotThat(engine, ({ checks }) => checks.run.is === 'done')
  const used = await engine.useToken(token)
  if (!used.ok) throw new Error(JSON.stringify(used.failure))
  await engine.call('loadLocations', {})
  const { locations } = await snapshotThat(engine, ({ locations: { is } }) => is === 'loaded' || is === 'failed')
  if (locations.is !== 'loaded') throw new Error(JSON.stringify(locations))
  const [location] = locations.locations
  if (location === undefined) throw new Error('no location')
  const chosen = await engine.call('choose', { locationId: location.id, connectorName: locations.proposedName, labels: [], ...more })
  if (!chosen.ok) throw new Error(JSON.stringify(chosen.failure))
}

export const installWith = async (engine: Engine, token: Secret, more: Parameters<typeof prepareInstall>[2] = {}): Promise<void> => {
  await prepareInstall(engine, token, more)
  const begun = await engine.call('startInstall', {})
  if (!begun.ok) throw new Error(JSON.stringify(begun.failure))
  const failure = await engine.installEnd()
  if (failure !== undefined) throw new Error(JSON.stringify(failure))
}
