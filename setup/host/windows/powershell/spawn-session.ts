/** A PowerShell started plainly for one command: the second way behind the same port, should the library fail somewhere. */
import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { demandAbsolute, endWait, type OpenShell } from './shell-session.ts'

export const openSpawnShell: OpenShell = async ({ executable, flags = [], folder, environment, killTree }) => {
  const child = spawn(demandAbsolute(executable), ['-NoLogo', ...flags, '-NoProfile', '-NonInteractive', '-Command', '-'], {
    cwd: folder,
    env: environment,
    windowsHide: true,
    stdio: 'pipe',
  })
  // Not 'close': a child that outlived the shell can hold the pipes open for ever.
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  child.stdout.setEncoding('utf8')
  child.stderr.setEncoding('utf8')
  child.stdin.on('error', () => undefined)
  return {
    output: child.stdout,
    errors: child.stderr,
    reusable: false,
    send: (text) => {
      child.stdin.end(`${text}\n`)
      return gone
    },
    close: async () => {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) await killTree(child.pid)
      await Promise.race([gone, wait(endWait, undefined, { ref: false })])
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy()
    },
  }
}
