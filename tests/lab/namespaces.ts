/** Network namespaces of one part of a laboratory: made here, named after this process, and taken down with everything that runs in them. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** The server under test, the firewall and middle boxes between, and everything that is cloud. */
export type Place = 'server' | 'gate' | 'cloud'

const prefix = 'cwlab'
/** Files that a namespace sees instead of those in /etc; see ip-netns(8). */
const filesFolder = '/etc/netns'

/** The same programs are started a hundred times over. */
const compileCache = join(import.meta.dirname, '../../out/compile-cache')

const run = (program: string, args: readonly string[], input = ''): string => {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', input, timeout: 20_000 })
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr.trim() || `ended with ${status ?? 'a signal'}`}`)
  return stdout
}

const existing = (): string[] =>
  run('ip', ['netns', 'list'])
    .split('\n')
    .flatMap((line) => line.split(' ')[0] ?? [])

const remove = (name: string): void => {
  for (const pid of spawnSync('ip', ['netns', 'pids', name], { encoding: 'utf8' }).stdout.split('\n')) {
    if (!/^\d+$/.test(pid)) continue
    try {
      process.kill(Number(pid), 'SIGKILL')
    } catch {
      // Ended meanwhile.
    }
  }
  spawnSync('ip', ['netns', 'del', name])
  rmSync(join(filesFolder, name), { recursive: true, force: true })
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** What laboratories left that were killed: their names carry the number of a process that is no more. */
export const removeLeftovers = (): void => {
  for (const name of existing()) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) remove(name)
  }
}

const Interfaces = z.array(z.object({ ifname: z.string(), addr_info: z.array(z.object({ local: z.string().optional() })).default([]) }))

export class Namespaces {
  readonly #children = new Set<ChildProcess>()
  readonly #label: string
  readonly #places: readonly Place[]

  /** The label tells the parts of one laboratory apart. */
  constructor(label: string, places: readonly Place[]) {
    this.#label = label
    this.#places = places
  }

  nameOf(place: Place): string {
    return `${prefix}${process.pid}-${this.#label}${place}`
  }

  make(): void {
    for (const place of this.#places) {
      run('ip', ['netns', 'add', this.nameOf(place)])
      mkdirSync(join(filesFolder, this.nameOf(place)), { recursive: true })
      this.writeFile(place, 'resolv.conf', '')
      this.writeFile(place, 'nsswitch.conf', 'hosts: files dns\n')
      this.writeFile(place, 'hosts', '127.0.0.1 localhost\n::1 localhost\n')
      this.ip(place, 'link set lo up')
    }
  }

  /** Written in place, so that what runs already sees it too. */
  writeFile(place: Place, name: 'resolv.conf' | 'nsswitch.conf' | 'hosts', content: string): void {
    writeFileSync(join(filesFolder, this.nameOf(place), name), content)
  }

  /** `ip` in that namespace; arguments without spaces in them. */
  ip(place: Place, command: string): string {
    return run('ip', ['-n', this.nameOf(place), ...command.split(' ')])
  }

  /** Runs to its end in the namespace; throws when it fails. */
  call(place: Place, program: string, args: readonly string[], input = ''): string {
    return run('ip', ['netns', 'exec', this.nameOf(place), program, ...args], input)
  }

  /** A program in the namespace. It ends with the laboratory at the latest. */
  start(place: Place, program: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): ChildProcess {
    return this.#spawn(place, program, args, environment, 'pipe')
  }

  /** A program that a person sits at: it has the terminal of this one. */
  attend(place: Place, program: string, args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
    return this.#spawn(place, program, args, environment, 'inherit')
  }

  #spawn(
    place: Place,
    program: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
    stdio: 'pipe' | 'inherit',
  ): ChildProcess {
    const child = spawn('ip', ['netns', 'exec', this.nameOf(place), program, ...args], {
      stdio,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: 'C.UTF-8', NODE_COMPILE_CACHE: compileCache, ...environment },
    })
    child.stdin?.on('error', () => undefined)
    this.#children.add(child)
    child.once('close', () => this.#children.delete(child))
    return child
  }

  /** Throws unless the namespace is one of its own and has no address but the laboratory's: nothing that is dialled can get out. */
  assertClosed(place: Place): void {
    const inside = this.call(place, 'readlink', ['/proc/self/ns/net']).trim()
    if (inside === readlinkSync('/proc/self/ns/net')) throw new Error(`${place} is not a namespace of its own`)
    const interfaces = Interfaces.parse(JSON.parse(this.ip(place, '-j addr')))
    const foreign = interfaces
      .flatMap(({ addr_info: addresses }) => addresses.flatMap(({ local }) => local ?? []))
      .find((address) => !/^(10\.77\.|127\.|::1$|fe80:|fd77:)/.test(address))
    if (foreign !== undefined) throw new Error(`${place} has the address ${foreign}, which is not the laboratory's`)
    const answers = readFileSync(join(filesFolder, this.nameOf(place), 'resolv.conf'), 'utf8').match(/^nameserver (.*)$/gm) ?? []
    if (answers.some((line) => !line.startsWith('nameserver 10.77.'))) throw new Error(`${place} asks a name server outside`)
  }

  /** Ends every process inside and takes all down; also after half a `make`. Synchronous, so that it can run while this process exits. */
  remove(): void {
    for (const place of this.#places) remove(this.nameOf(place))
    for (const child of this.#children) child.kill('SIGKILL')
  }
}
