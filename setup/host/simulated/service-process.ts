/** Real processes behind services of the simulated server: started detached, found again after a crash, stopped in bounded time. */
import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { failed, succeeded, type Result } from '../../../contract/error-codes.ts'

/** Environment variable that holds the mark. */
export const markVariable = 'CAUSEWAY_SIMULATED_SERVICE'

export interface ServiceCommand {
  /** Program and arguments, run as they are, without a shell. */
  readonly command: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** True once the service does its work; asked every 50 ms. Left out: running as soon as the process is. */
  readonly ready?: () => Promise<boolean>
}

export interface ProcessIdentity {
  readonly pid: number
  /** Start time as the system counts it; tells a process from a later one with the same number. Absent where /proc is not. */
  readonly startedAt?: string | undefined
}

/** Start time of a live process; undefined when there is none, or only its zombie. */
const startOf = (pid: number): string | undefined => {
  try {
    // The name in parentheses may hold spaces; the fields after it are fixed. proc(5): state is field 3, start time field 22.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  } catch {
    return undefined
  }
}

const hasProc = (() => startOf(process.pid) !== undefined)()

export const identify = (pid: number): ProcessIdentity => ({ pid, startedAt: startOf(pid) })

export const isAlive = ({ pid, startedAt }: ProcessIdentity): boolean => {
  if (hasProc) return startedAt === undefined ? startOf(pid) !== undefined : startOf(pid) === startedAt
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** The oldest process with this mark in its environment: the service itself; younger ones are its children. */
export const findByMark = (mark: string): ProcessIdentity | undefined => {
  if (!hasProc) return undefined
  const wanted = `${markVariable}=${mark}\0`
  const found: ProcessIdentity[] = []
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      if (`\0${readFileSync(`/proc/${entry}/environ`, 'latin1')}`.includes(`\0${wanted}`)) found.push(identify(Number(entry)))
    } catch {
      // Ended meanwhile, or of another user: not ours.
    }
  }
  return found.filter((p) => p.startedAt !== undefined).sort((a, b) => Number(a.startedAt) - Number(b.startedAt) || a.pid - b.pid)[0]
}

/** Last lines of the service's own output, for the reason of a failed start. */
const tailOf = (log: string): string => {
  try {
    const size = statSync(log).size
    const handle = openSync(log, 'r')
    const buffer = Buffer.alloc(Math.min(size, 2000))
    readSync(handle, buffer, 0, buffer.length, size - buffer.length)
    closeSync(handle)
    return buffer.toString('utf8').trim().split('\n').slice(-5).join('\n')
  } catch {
    return ''
  }
}

export interface Started {
  readonly identity: ProcessIdentity
  /** Resolves when the service works; a failure says why it does not. */
  readonly ready: Promise<Result<ProcessIdentity>>
}

const startLimit = 30_000

export const startProcess = (
  service: string,
  { command, environment, ready }: ServiceCommand,
  mark: string,
  log: string,
  signal: AbortSignal,
): Result<Started> => {
  const [program = '', ...values] = command
  mkdirSync(dirname(log), { recursive: true })
  const output = openSync(log, 'a', 0o600)
  const child = spawn(program, values, {
    detached: true,
    stdio: ['ignore', output, output],
    env: { ...process.env, ...environment, [markVariable]: mark },
  })
  closeSync(output)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, killed) => resolve(`ended with ${killed ?? `exit code ${code ?? 'unknown'}`}`))
  })
  if (child.pid === undefined)
    return succeeded({ identity: { pid: 0 }, ready: ended.then((reason) => failed('CW3007', { service, reason })) })
  const identity = identify(child.pid)
  child.unref()
  return succeeded({ identity, ready: untilReady(service, identity, ended, ready, log, signal) })
}

/** Waits for a process that a set-up began which ended before it could. */
export const untilBegunIsReady = (
  service: string,
  identity: ProcessIdentity,
  { ready }: ServiceCommand,
  log: string,
  signal: AbortSignal,
): Promise<Result<ProcessIdentity>> => untilReady(service, identity, undefined, ready, log, signal)

/** `ended` tells the end of a child of ours; that of another's is looked for. */
const untilReady = async (
  service: string,
  identity: ProcessIdentity,
  ended: Promise<string> | undefined,
  ready: ServiceCommand['ready'],
  log: string,
  signal: AbortSignal,
): Promise<Result<ProcessIdentity>> => {
  const deadline = performance.now() + startLimit
  for (;;) {
    const told = await Promise.race([...(ended === undefined ? [] : [ended]), pause(ready === undefined ? 200 : 50, undefined)])
    const reason = ended === undefined && !isAlive(identity) ? 'ended' : told
    if (reason !== undefined) return failed('CW3007', { service, reason }, tailOf(log))
    if (ready === undefined || (await ready().catch(() => false))) return succeeded(identity)
    if (signal.aborted) return failed('CW3007', { service, reason: 'cancelled' })
    if (performance.now() > deadline)
      return failed('CW3007', { service, reason: `not ready within ${startLimit / 1000} seconds` }, tailOf(log))
  }
}

/** Asks the process to end, and ends it with its children after `limit` milliseconds. False when it could not be ended. */
export const stopProcess = async (identity: ProcessIdentity, limit = 20_000): Promise<boolean> => {
  const send = (pid: number, name: NodeJS.Signals) => {
    try {
      process.kill(pid, name)
    } catch {
      // Gone already.
    }
  }
  const gone = async (milliseconds: number) => {
    const deadline = performance.now() + milliseconds
    while (isAlive(identity)) {
      if (performance.now() > deadline) return false
      await pause(25)
    }
    return true
  }
  if (!isAlive(identity)) return true
  send(identity.pid, 'SIGTERM')
  if (await gone(limit)) return true
  // Detached processes lead a group of their own: this reaches the children as well.
  send(-identity.pid, 'SIGKILL')
  send(identity.pid, 'SIGKILL')
  return gone(2000)
}
