/** Child processes of the bench: started with one JSON argument, ready when they print a JSON line, always ended. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { type z } from 'zod'

export interface Place {
  /** What to put before a command so that it runs in this network. */
  readonly prefix: readonly string[]
  /** Address by which the others reach it. */
  readonly host: string
}

const children = new Set<ChildProcess>()

/** Ended with this process at the latest. */
export const adopt = (child: ChildProcess): ChildProcess => {
  children.add(child)
  child.once('close', () => children.delete(child))
  return child
}

/** A program in a place. Its standard error is kept for the reason of a failure. */
export const run = (place: Place, command: string, values: readonly string[], env: NodeJS.ProcessEnv = process.env): ChildProcess => {
  const [program = command, ...rest] = [...place.prefix, command, ...values]
  return adopt(spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'], env }))
}

export const endAll = (): void => {
  for (const child of children) child.kill('SIGKILL')
}
process.on('exit', endAll)

export const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGTERM')
  const kill = setTimeout(() => child.kill('SIGKILL'), 3_000)
  await closed
  clearTimeout(kill)
}

/** The first line of output, parsed. Rejects with what the program said on standard error when it ends before. */
export const firstLine = <T>(child: ChildProcess, schema: z.ZodType<T>, milliseconds = 60_000): Promise<T> =>
  new Promise((resolve, reject) => {
    let said = ''
    child.stderr?.on('data', (piece: Buffer) => {
      said = (said + piece.toString()).slice(-2_000)
    })
    const timer = setTimeout(() => reject(new Error(`no answer in time: ${said}`)), milliseconds)
    child.once('close', (code) => reject(new Error(`ended with ${code ?? 'a signal'}: ${said}`)))
    if (child.stdout === null) throw new Error('no output')
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(timer)
      resolve(schema.parse(JSON.parse(line)))
    })
  })

/** One of the bench's own programs under `processes/`. */
export const runOwn = (place: Place, name: string, argument: object, nodeOptions: readonly string[] = []): ChildProcess =>
  run(place, process.execPath, [...nodeOptions, join(import.meta.dirname, 'processes', `${name}.ts`), JSON.stringify(argument)], {
    ...process.env,
    NODE_EXTRA_CA_CERTS: '',
  })
