/** Where the programs of a run stand: all on loopback, or in two network namespaces with a delay between them. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { end, type Place } from './child.ts'

export interface Network {
  readonly name: string
  /** Control plane, relay, entry ports, load generator. */
  readonly cloud: Place
  /** Connector, resource. */
  readonly site: Place
  close(): Promise<void>
}

const here: Place = { prefix: [], host: '127.0.0.1' }
export const loopback: Network = { name: 'loopback', cloud: here, site: here, close: () => Promise.resolve() }

const run = (command: string, ...values: string[]): void => void execFileSync(command, values, { stdio: 'pipe' })
const reasonOf = (error: unknown): string => (error instanceof Error ? (error.message.split('\n').at(-1) ?? error.message) : String(error))

const startDelay = (program: string, namespaces: readonly [string, string], microseconds: number): Promise<ChildProcess> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, [...namespaces, String(microseconds)], { stdio: ['ignore', 'pipe', 'inherit'] })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`delay ended with ${code ?? 'a signal'}`)))
    createInterface({ input: child.stdout }).once('line', () => resolve(child))
  })

/** Two namespaces with `milliseconds` of round trip between them, or why they cannot be made. Needs root, ip, a C compiler and /dev/net/tun. */
export const delayed = async (milliseconds: number): Promise<Network | { readonly skipped: string }> => {
  if (process.platform !== 'linux' || process.geteuid?.() !== 0) return { skipped: 'namespaces need root on Linux' }
  if (!existsSync('/dev/net/tun')) return { skipped: '/dev/net/tun is missing' }
  const program = join(mkdtempSync(join(tmpdir(), 'cwb-')), 'delay')
  const names = [`cwa${process.pid}`, `cwb${process.pid}`] as const
  const remove = () => {
    for (const name of names) {
      try {
        run('ip', 'netns', 'del', name)
      } catch {
        // Was not made.
      }
    }
  }
  try {
    run('cc', '-O2', '-pthread', '-o', program, join(import.meta.dirname, 'delay.c'))
    for (const name of names) run('ip', 'netns', 'add', name)
    const delay = await startDelay(program, names, (milliseconds * 1000) / 2)
    const addresses = ['10.99.0.1', '10.99.0.2'] as const
    for (const [index, name] of names.entries()) {
      const inside = (...values: string[]) => run('ip', 'netns', 'exec', name, 'ip', ...values)
      inside('link', 'set', 'lo', 'up')
      inside('addr', 'add', addresses[index] ?? '', 'peer', addresses[1 - index] ?? '', 'dev', 'cwtun')
      inside('link', 'set', 'cwtun', 'mtu', '9000', 'txqueuelen', '5000', 'up')
    }
    const place = (index: 0 | 1): Place => ({ prefix: ['ip', 'netns', 'exec', names[index]], host: addresses[index] })
    return {
      name: `${milliseconds} ms`,
      cloud: place(0),
      site: place(1),
      close: async () => {
        await end(delay)
        remove()
      },
    }
  } catch (error) {
    remove()
    return { skipped: reasonOf(error) }
  }
}
