/** Runs the real product, as it is shipped, inside the server's namespace and reads what it says. */
import { writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { CheckReport } from '../../contract/check-report.ts'
import { ConnectivityReport } from '../../contract/connectivity.ts'
import { proxyAccount } from './squid.ts'
import { type Lane, type ServerView } from './lane.ts'

const program = resolve(import.meta.dirname, '../../out/app/setup/command-line.js')
/** Milliseconds after which a command is ended: it has said nothing in time. */
const patience = 180_000

interface Said {
  readonly code: number | null
  readonly output: string
  readonly errors: string
  readonly seconds: number
}

export interface Saying<T> {
  readonly said: T
  /** Exit code of the command. */
  readonly code: number | null
  /** From the start of the program to its end. */
  readonly seconds: number
}

export class Product {
  readonly #lane: Lane
  readonly #view: ServerView
  readonly #state: string

  constructor(lane: Lane, view: ServerView, state: string) {
    this.#lane = lane
    this.#view = view
    this.#state = state
  }

  async check(): Promise<Saying<CheckReport>> {
    const { output, errors, seconds, code } = await this.#run(['check', '--json', ...this.#target()])
    return { said: CheckReport.parse(parsed(output, errors)), seconds, code }
  }

  async test(): Promise<Saying<ConnectivityReport>> {
    const { output, errors, seconds, code } = await this.#run(['test', '--json', ...this.#target()])
    return { said: ConnectivityReport.parse(parsed(output, errors)), seconds, code }
  }

  /** JSON of `status --json`. */
  async status(): Promise<Saying<unknown>> {
    const { output, errors, seconds, code } = await this.#run(['status', '--json'])
    return { said: parsed(output, errors), seconds, code }
  }

  async stop(): Promise<void> {
    await this.#run(['stop'])
  }

  /** The service begins anew, without the back-off of its last scene. */
  async restart(): Promise<void> {
    await this.stop()
    await this.#run(['start'])
  }

  /** Exit code and what was said; the password comes from the environment, as scripts give it. */
  async configure(proxy: string, password?: string): Promise<{ code: number | null; text: string }> {
    const user = password === undefined ? [] : ['--proxy-user', proxyAccount.name]
    const given = password === undefined ? {} : { CAUSEWAY_PROXY_PASSWORD: password }
    const { code, output, errors } = await this.#run(['configure', '--proxy', proxy, ...user], '', given)
    return { code, text: `${output}${errors}` }
  }

  async install(token: string): Promise<void> {
    const file = join(this.#lane.folder, 'parameters.json')
    writeFileSync(
      file,
      // Every lane is the same machine to the control plane.
      JSON.stringify({
        schema: 'causeway.parameters/1',
        connectionFile: this.#lane.cloud.connectionFile,
        tokenFile: '-',
        onSeenBefore: 'keepBoth',
        connectorName: basename(this.#lane.folder),
      }),
    )
    const { code, errors, output } = await this.#run(['install', '--params', file, '--unattended'], token)
    if (code !== 0) throw new Error(`the installation ended with ${code ?? 'a signal'}: ${errors || output}`)
  }

  #target(): string[] {
    return ['--connection-file', this.#lane.cloud.connectionFile]
  }

  #run(args: readonly string[], input = '', more: Readonly<Record<string, string>> = {}): Promise<Said> {
    const { namespaces } = this.#lane
    namespaces.assertClosed('server')
    const began = performance.now()
    const child = namespaces.start('server', process.execPath, [program, ...args, '--server', this.#view.profile, '--state', this.#state], {
      ...this.#view.environment,
      ...more,
    })
    child.stdin?.end(input)
    let output = ''
    let errors = ''
    child.stdout?.on('data', (piece: Buffer) => (output += piece.toString()))
    child.stderr?.on('data', (piece: Buffer) => (errors += piece.toString()))
    const stop = setTimeout(() => child.kill('SIGKILL'), patience)
    return new Promise((done, reject) => {
      child.once('error', reject)
      child.once('close', (code) => {
        clearTimeout(stop)
        done({ code, output, errors, seconds: (performance.now() - began) / 1000 })
      })
    })
  }
}

const parsed = (output: string, errors: string): unknown => {
  try {
    return JSON.parse(output)
  } catch {
    throw new Error(`no JSON: ${output.slice(0, 500)} ${errors.slice(0, 1500)}`)
  }
}
