/**
 * Keeps the worker running: starts it as a child, restarts it with back-off, kills it when it falls silent, ends it in
 * bounded time. The worker ends by itself when the ipc channel closes, so killing the host leaves no orphan.
 */
import { type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { type Failure } from '../contract/error-codes.ts'
import { beatInterval, ToHost, type ToWorker } from './worker-link.ts'

/** Milliseconds of silence after which the worker counts as hanging. */
const silence = 10 * beatInterval
/** Milliseconds until the first word of a worker: a cold server with a virus scanner may take a minute to load it. */
const firstWord = 120_000
/** Milliseconds until a worker that was asked to end is killed. */
const stopTimeout = 8_000
const shortestPause = 250
const longestPause = 30_000
/** Milliseconds a worker must live for its next end to count as the first. */
const health = 60_000

export interface SupervisorOptions {
  /** A process of the worker that waits to be told to begin. */
  readonly next: () => ChildProcess
  /** What it begins with. */
  readonly begin: ToWorker
  readonly heard: (message: ToHost) => void
  /** One line of the worker's standard output (its log) or error. */
  readonly line: (line: string) => void
  readonly ended: (failure: Failure, restarts: number) => void
  readonly log: (values: object, message: string) => void
}

export class Supervisor {
  readonly #options: SupervisorOptions
  #child: ChildProcess | undefined
  #restarts = 0
  #inARow = 0
  #state: 'running' | 'stopping' = 'running'
  #timer: NodeJS.Timeout | undefined

  constructor(options: SupervisorOptions) {
    this.#options = options
  }

  get restarts(): number {
    return this.#restarts
  }

  start(): void {
    const { next, begin, heard, line, log } = this.#options
    const startedAt = performance.now()
    const child = next()
    this.#child = child
    let lastHeard: number | undefined
    child.on('message', (raw) => {
      lastHeard = performance.now()
      const message = ToHost.safeParse(raw)
      if (message.success) heard(message.data)
      else log({ topic: 'supervisor' }, 'a message of the worker was not understood')
    })
    for (const stream of [child.stdout, child.stderr]) if (stream !== null) createInterface({ input: stream }).on('line', line)
    const watch = setInterval(() => {
      if (performance.now() - (lastHeard ?? startedAt) < (lastHeard === undefined ? firstWord : silence)) return
      log({ topic: 'supervisor', pid: child.pid }, 'the worker is silent and is killed')
      child.kill('SIGKILL')
    }, beatInterval)
    child.on('error', (error) => log({ topic: 'supervisor', err: error }, 'the worker could not be started'))
    child.once('close', (code, signal) => {
      clearInterval(watch)
      this.#child = undefined
      if (this.#state === 'running') this.#restart(performance.now() - startedAt, signal ?? code ?? 'unknown')
    })
    this.send(begin)
    log({ topic: 'supervisor', worker: child.pid }, 'worker started')
  }

  #restart(lived: number, exit: string | number): void {
    this.#inARow = lived >= health ? 0 : this.#inARow
    const pause = Math.min(longestPause, shortestPause * 2 ** this.#inARow)
    this.#inARow += 1
    this.#restarts += 1
    this.#options.log({ topic: 'supervisor', code: 'CW4010', exit, pause }, 'the worker ended unexpectedly')
    this.#options.ended({ code: 'CW4010', values: { exit } }, this.#restarts)
    this.#timer = setTimeout(() => this.start(), pause)
  }

  /** False when there is no worker to hear it. */
  send(message: ToWorker): boolean {
    return this.#child?.connected === true && this.#child.send(message)
  }

  /** Resolves when the worker is gone. */
  async stop(): Promise<void> {
    this.#state = 'stopping'
    clearTimeout(this.#timer)
    const child = this.#child
    if (child === undefined) return
    await new Promise<void>((resolve) => {
      const kill = setTimeout(() => child.kill('SIGKILL'), stopTimeout)
      child.once('close', () => {
        clearTimeout(kill)
        resolve()
      })
      if (!this.send({ is: 'stop' })) child.kill('SIGTERM')
    })
  }
}
