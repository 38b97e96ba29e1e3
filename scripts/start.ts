/**
 * `npm start`: the main job on this machine, with an embedded demo control plane and a simulated server.
 *
 * With a display: the wizard's window. With a terminal only: the guided text setup. Without either: the whole job
 * unattended with a one-time token; exit code 0 and a last line that says the round trip.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { echoThroughCloud } from './cloud-service.ts'
import { end, readyLine, root, spawnNode } from './child-processes.ts'
import { nodeOptions } from '../cloud/node-options.ts'
import { failureText } from '../cloud/ready-message.ts'
import { ConnectionFile } from '../contract/connection-file.ts'
import { Failure } from '../contract/error-codes.ts'
import { trustFlag } from './chromium.ts'
import { prepareElectron } from './electron-program.ts'
import { loadProfile, profileNames } from '../setup/host/simulated/profile.ts'

const profilesFolder = join(root, 'tests', 'servers')

const help = () => `npm start [-- OPTIONS]

Sets up a connector on a simulated server, against a demo control plane that it starts itself, and ends on a live test.
The way is chosen by what is there: a display (window), a terminal (text), or neither (unattended).

  --window               the wizard's window
  --text                 the guided setup in this terminal
  --unattended           everything without questions, with a one-time token
  --server PROFILE       simulated server to set up (default healthy-2022), a name or a file:
                         ${profileNames(profilesFolder).join(', ')}
  --control-plane URL    another control plane instead of the embedded one (needs --connection-file or a trusted certificate;
                         with --unattended also --token-file)
  --connection-file FILE connection file downloaded from that control plane's console
  --token-file FILE      one-time enrollment token for --unattended ("-" reads standard input)
  --state DIR            keep the state there and use it again (default: a new folder, removed at the end)
  --stay                 keep control plane and connector running at the end, until Ctrl+C
  --help                 this text
`

const Ready = z.object({
  ready: z.literal(true),
  address: z.string(),
  connectionFile: z.string(),
  demo: z.object({
    account: z.object({ email: z.string(), password: z.string() }),
    locations: z.array(z.object({ id: z.string(), name: z.string() })),
    serviceKey: z.string(),
    enrollmentToken: z.string(),
  }),
})
type Ready = z.infer<typeof Ready>
const ControlPlaneLine = z.union([Ready, Failure.extend({ ready: z.literal(false) })])

interface Options {
  readonly way: 'window' | 'text' | 'unattended'
  readonly server: string
  readonly controlPlane: string | undefined
  readonly connectionFile: string | undefined
  readonly tokenFile: string | undefined
  readonly state: string | undefined
  readonly stay: boolean
}

const refuse = (line: string): never => {
  process.stderr.write(`CW7008 ${line}\nSee: npm start -- --help\n`)
  process.exit(3)
}

const hasDisplay = () =>
  process.platform === 'win32' || process.platform === 'darwin' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'])

const options = (): Options => {
  const parse = () => {
    try {
      return parseArgs({
        options: {
          window: { type: 'boolean' },
          text: { type: 'boolean' },
          unattended: { type: 'boolean' },
          server: { type: 'string', default: 'healthy-2022' },
          'control-plane': { type: 'string' },
          'connection-file': { type: 'string' },
          'token-file': { type: 'string' },
          state: { type: 'string' },
          stay: { type: 'boolean', default: false },
          help: { type: 'boolean' },
        },
      }).values
    } catch (error) {
      return refuse(error instanceof Error ? error.message : String(error))
    }
  }
  const given = parse()
  if (given.help === true) {
    process.stdout.write(help())
    process.exit(0)
  }
  const asked = (['window', 'text', 'unattended'] as const).filter((way) => given[way] === true)
  if (asked.length > 1) refuse(`--${asked.join(' and --')} exclude each other`)
  const names = profileNames(profilesFolder)
  if (!names.includes(given.server) && !existsSync(given.server))
    refuse(`--server ${given.server}: no such profile; there are ${names.join(', ')}`)
  // Before anything is started for it: the control plane alone takes seconds.
  const profile = loadProfile(given.server, profilesFolder)
  if (!profile.ok) {
    process.stderr.write(`${failureText(profile.failure)}\n`)
    process.exit(3)
  }
  for (const name of ['connection-file', 'token-file'] as const) {
    const file = given[name]
    if (file !== undefined && file !== '-' && !existsSync(file)) refuse(`--${name} ${file}: no such file`)
  }
  const terminal = process.stdin.isTTY && process.stdout.isTTY
  const way = asked[0] ?? (hasDisplay() ? 'window' : terminal ? 'text' : 'unattended')
  if (way === 'text' && !terminal) refuse('--text needs a terminal')
  if (way === 'unattended' && given['control-plane'] !== undefined && given['token-file'] === undefined)
    refuse('--unattended with --control-plane needs --token-file')
  return {
    way,
    server: given.server,
    controlPlane: given['control-plane'],
    connectionFile: given['connection-file'],
    tokenFile: given['token-file'],
    state: given.state,
    stay: given.stay,
  }
}

const chosen = options()
const runs = join(root, '.causeway')
mkdirSync(runs, { recursive: true, mode: 0o700 })
const state = chosen.state === undefined ? mkdtempSync(join(runs, 'run-')) : resolve(chosen.state)
mkdirSync(state, { recursive: true, mode: 0o700 })

const say = (line: string) => process.stdout.write(`${line}\n`)

// Before the first child: whatever has been started by then is ended with it.
const interrupted = new Promise<number>((resolveInterrupted) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolveInterrupted(130))
})

const forgetState = () => {
  if (chosen.state === undefined) rmSync(state, { recursive: true, force: true })
}

/** Ends this program when the control plane cannot be started, or when it is interrupted meanwhile. */
const startControlPlane = async () => {
  say('Starting a demo control plane; the first start takes some seconds')
  const child = spawnNode([...nodeOptions, 'cloud/server.ts', '--data', join(state, 'cloud'), '--port', '0', '--demo', '--json'], 'pipe')
  child.stdin?.end()
  const said = await Promise.race([readyLine(child, (line) => ControlPlaneLine.safeParse(line).data), interrupted]).catch(
    (error: unknown) => {
      process.stderr.write(`CW9001 The demo control plane ${error instanceof Error ? error.message : String(error)}\n`)
      return 1
    },
  )
  if (typeof said !== 'number' && said.ready) return { child, ready: said }
  if (typeof said !== 'number') process.stderr.write(`${failureText(said)}\n`)
  await end(child)
  forgetState()
  return process.exit(typeof said === 'number' ? said : 1)
}

const controlPlane = chosen.controlPlane === undefined ? await startControlPlane() : undefined
const address = controlPlane?.ready.address ?? chosen.controlPlane ?? ''
const connectionFile = controlPlane?.ready.connectionFile ?? chosen.connectionFile
const setupState = join(state, 'setup')

const common = [
  '--server',
  chosen.server,
  '--state',
  setupState,
  ...(connectionFile === undefined ? ['--address', address] : ['--connection-file', connectionFile]),
]

/** Takes the connector service on the simulated server down again, so that nothing stays behind. */
const takeDown = async () => {
  const child = spawnNode(['setup/command-line.ts', 'stop', '--server', chosen.server, '--state', setupState, '--quiet'], 'pipe')
  child.stdin?.end()
  await once(child, 'exit')
}

let finishing: Promise<void> | undefined
const finish = () =>
  (finishing ??= (async () => {
    await takeDown()
    if (controlPlane !== undefined) await end(controlPlane.child)
    forgetState()
  })())

/** Bytes from a cloud service to the published echo and back: the purpose of all of it. */
const actAsCloudService = async ({ connectionFile: file, demo }: Ready) => {
  const location = demo.locations[0]?.id ?? ''
  const { bytes, milliseconds } = await echoThroughCloud(file, demo.serviceKey, location, 'echo', 64 * 1024)
  say(`  [ok]   Cloud service reached the published resource “echo”: ${bytes} bytes there and back in ${milliseconds.toFixed(1)} ms`)
}

const unattended = async (): Promise<number> => {
  const parameters = join(state, 'parameters.json')
  writeFileSync(
    parameters,
    JSON.stringify({
      schema: 'causeway.parameters/1',
      ...(connectionFile === undefined ? { controlPlane: address } : { connectionFile }),
      tokenFile: chosen.tokenFile === undefined || chosen.tokenFile === '-' ? '-' : resolve(chosen.tokenFile),
    }),
  )
  const child = spawnNode(
    ['setup/command-line.ts', 'install', '--unattended', '--params', parameters, '--server', chosen.server, '--state', setupState],
    'pipe',
  )
  // The line that says how it ended comes last, after the cloud service has had its turn.
  let verdict = ''
  const lines = createInterface({ input: child.stdout ?? process.stdin })
  lines.on('line', (line) => {
    if (verdict !== '') say(verdict)
    verdict = line
  })
  const read = once(lines, 'close')
  child.stderr?.pipe(process.stderr)
  if (controlPlane !== undefined) child.stdin?.end(`${controlPlane.ready.demo.enrollmentToken}\n`)
  else if (chosen.tokenFile === '-') process.stdin.pipe(child.stdin ?? process.stdout)
  else child.stdin?.end()
  const [code] = (await once(child, 'exit')) as [number | null]
  await read
  if (code === 0 && controlPlane !== undefined) await actAsCloudService(controlPlane.ready)
  say(verdict)
  return code ?? 1
}

const text = async (): Promise<number> => {
  const child = spawnNode(['setup/command-line.ts', ...common], 'inherit')
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}

const windowed = async (): Promise<number> => {
  const electron = prepareElectron()
  if (!electron.ok) {
    process.stderr.write(`${electron.line}\n`)
    return 1
  }
  if (electron.note !== undefined) say(electron.note)
  const build = spawnNode(['scripts/build.ts'], 'inherit')
  const [built] = (await once(build, 'exit')) as [number | null]
  if (built !== 0) return built ?? 1
  // The demo has an authority of its own, which the desktop's browser would warn of.
  if (controlPlane !== undefined) {
    const file = ConnectionFile.parse(JSON.parse(readFileSync(controlPlane.ready.connectionFile, 'utf8')))
    process.env['ELECTRON_STAND_IN_BROWSER_TRUST'] = trustFlag(file.certificateAuthorities)
  }
  const child = electron.start([root, ...common])
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}

try {
  if (controlPlane !== undefined) {
    say(`Demo control plane: ${address} (this machine only)`)
    if (chosen.way !== 'unattended')
      say(`Sign in as ${controlPlane.ready.demo.account.email} with ${controlPlane.ready.demo.account.password}`)
  }
  say(`Simulated server: ${chosen.server}`)
  const ways = { window: windowed, text, unattended }
  const code = await Promise.race([ways[chosen.way](), interrupted])
  if (chosen.stay && code === 0) {
    process.stderr.write(`Control plane and connector stay until Ctrl+C; console at ${address}/console\n`)
    await interrupted
  }
  process.exitCode = code
} catch (error) {
  process.stderr.write(`CW9001 ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
} finally {
  await finish()
  process.exit()
}
