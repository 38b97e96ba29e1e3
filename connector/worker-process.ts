/** Makes the processes of the worker. Each loads and then does nothing until it is told to begin; it ends with this process. */
import { fork, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const program = join(import.meta.dirname, existsSync(join(import.meta.dirname, 'worker.ts')) ? 'worker.ts' : 'worker.js')

const forkWorker = (): ChildProcess =>
  fork(program, [], {
    // Name look-ups share the thread pool with whatever blocks in it.
    env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Nothing of the host's own command line is handed on to the child's Node. It reads the system's certificates, which the channel
    // asks for by name in any case, on a thread of its own from the first moment: they take longer than anything else. Its heap is
    // small and may treble: V8 does not see what passes outside it, and would collect all of it several times a second.
    execArgv: ['--use-system-ca', '--heap-growing-percent=200'],
  })

let loading: ChildProcess | undefined

/** Begins to load the worker that `nextWorker` will give first. */
export const loadWorker = (): void => {
  loading = forkWorker()
  // A failure before anybody listens would end this process.
  loading.on('error', () => undefined)
}

/** The worker that has been loading, unless it has ended; a new one after that. */
export const nextWorker = (): ChildProcess => {
  const child = loading
  loading = undefined
  const isThere = child?.pid !== undefined && child.exitCode === null && child.signalCode === null
  return isThere ? child : forkWorker()
}
