/** Stand-ins for PowerShell as programs of their own, and time that passes when a test says so. */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, vi } from 'vitest'
import { z } from 'zod'
import { type ShellStart } from '../../setup/host/windows/powershell/shell-session.ts'
import { type Timers } from '../../setup/host/windows/powershell/timers.ts'

export interface SectionBehaviour {
  readonly data?: unknown
  readonly error?: object
  readonly warnings?: readonly object[]
  /** Begins and never ends. */
  readonly hang?: boolean
  /** Never even begins. */
  readonly quiet?: boolean
  /** Ends the shell with this code. */
  readonly exit?: number
  /** Begins and has no result. */
  readonly nothing?: boolean
  /** Half a line of the result; with `exit`. */
  readonly half?: boolean
  readonly noise?: string
}

export interface Scenario {
  /** Name of a transcript in `tests/fixtures/powershell`, instead of everything below. */
  readonly replay?: string
  readonly sections?: Readonly<Record<string, SectionBehaviour>>
  /** False: nothing of our own lines. */
  readonly hello?: boolean
  readonly mode?: string
  /** The script does not run. */
  readonly refused?: { readonly category: string; readonly type: string; readonly hresult: number }
  /** False: no end line; the shell stays. */
  readonly end?: boolean
  /** False: what the library asks to be printed is not. */
  readonly delimiters?: boolean
  readonly newline?: string
  readonly encoding?: BufferEncoding
  /** `one`: all output of a command in one piece. */
  readonly pieces?: 'lines' | 'one'
  /** Printed before everything, and before each of our lines. */
  readonly before?: string
  readonly prefix?: string
  readonly errors?: string
  /** Prints what it was sent and everything in its environment, on both streams. */
  readonly echo?: boolean
  /** So many characters without a line end. */
  readonly flood?: number
  /** Starts a program of its own that goes on. */
  readonly child?: boolean
}

const Started = z.object({ argv: z.array(z.string()), cwd: z.string(), env: z.array(z.string()) })
const fixtures = join(import.meta.dirname, '..', 'fixtures', 'powershell')
const folders: string[] = []
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** On this system by walking the process table; `taskkill` does it on Windows. */
export const killTree = async (pid: number): Promise<void> => {
  const below = (of: number): number[] =>
    spawnSync('ps', ['-o', 'pid=', '--ppid', String(of)], { encoding: 'utf8' })
      .stdout.split(/\s+/)
      .filter((text) => text !== '')
      .flatMap((text) => [...below(Number(text)), Number(text)])
  for (const one of [...below(pid), pid]) {
    try {
      process.kill(one, 'SIGKILL')
    } catch {
      // Gone already.
    }
  }
}

export interface StandIn {
  readonly start: ShellStart
  /** How it was started, each time. */
  starts(): z.infer<typeof Started>[]
  /** The program that a scenario with `child` started. */
  childPid(): number
}

/** One scenario for each start of the shell; the last for all further ones. */
export const standInShell = (scenarios: readonly Scenario[], environment: Readonly<Record<string, string>> = {}): StandIn => {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-shell-'))
  folders.push(folder)
  const [program, startsFile, childFile] = ['powershell', 'starts', 'child'].map((name) => join(folder, name))
  if (program === undefined || startsFile === undefined || childFile === undefined) throw new Error('no names')
  const told = scenarios.map(({ replay, ...scenario }) => ({
    ...scenario,
    childFile,
    ...(replay === undefined ? {} : { replay: join(fixtures, `${replay}.jsonl`) }),
  }))
  const standIn = pathToFileURL(join(import.meta.dirname, 'stand-in-shell.mjs')).href
  // By its absolute path in the first line, as its environment has no path.
  writeFileSync(
    program,
    `#!${process.execPath}\nimport(${JSON.stringify(standIn)}).then(({ run }) => run(${JSON.stringify(told)}, ${JSON.stringify(startsFile)}, process.argv))\n`,
  )
  chmodSync(program, 0o755)
  return {
    start: { executable: program, folder, environment, killTree },
    starts: () =>
      existsSync(startsFile)
        ? readFileSync(startsFile, 'utf8')
            .trim()
            .split('\n')
            .map((line) => Started.parse(JSON.parse(line)))
        : [],
    childPid: () => Number(readFileSync(childFile, 'utf8')),
  }
}

/** Time that stands still until a test lets it pass. */
export class StillTimers implements Timers {
  #now = 0
  #pending: { at: number; fire: () => void } | undefined
  /** How often a limit was set: at the start, and with each line of ours. */
  armed = 0

  now(): number {
    return this.#now
  }

  after(milliseconds: number, fire: () => void): () => void {
    this.armed++
    const mine = { at: this.#now + milliseconds, fire }
    this.#pending = mine
    return () => {
      if (this.#pending === mine) this.#pending = undefined
    }
  }

  /** Lets the limit run out that is set after so many lines. */
  async runOut(armed: number): Promise<void> {
    await vi.waitFor(
      () => {
        if (this.armed < armed) throw new Error(`${this.armed} of ${armed} limits were set`)
      },
      { interval: 10 },
    )
    const due = this.#pending
    if (due === undefined) throw new Error('no limit is set')
    this.pass(Math.max(0, due.at - this.#now))
    due.fire()
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds
  }
}

export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    // A killed child whose parent is gone may linger as a zombie.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
