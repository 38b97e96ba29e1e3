/**
 * A session of `node-powershell`. The library only starts the process and sends text; what came of it is read from our own
 * lines (`marker-lines.ts`), because its results, its time-outs and its end cannot be relied on (docs/powershell.md).
 */
import { ChildProcess } from 'node:child_process'
import { type PowerShell } from 'node-powershell'
import { setTimeout as wait } from 'node:timers/promises'
import { demandAbsolute, endWait, type OpenShell, type ShellStart } from './shell-session.ts'

type Options = ConstructorParameters<typeof PowerShell>[0]

/** Read by the library when it is loaded or started: one replaces the executable, the other prints every command and answer. */
const forgetPlanted = (): void => {
  delete process.env['NODE_POWERSHELL']
  delete process.env['DEBUG']
}

const startShell = async (options: Options): Promise<PowerShell> => {
  forgetPlanted()
  const { PowerShell } = await import('node-powershell')
  class GuardedPowerShell extends PowerShell {
    protected override setExecutable({ executable }: { executable?: string }): string {
      return demandAbsolute(executable)
    }
    // Without a line end: the library misses its end mark when \r\n follows it and all output comes in one piece.
    protected override writeToOutput(text: string): string {
      return `[Console]::Out.Write("${text}")`
    }
    protected override writeToError(text: string): string {
      return `[Console]::Error.Write("${text}")`
    }
  }
  return new GuardedPowerShell(options)
}

const optionsOf = ({ executable, flags = [], folder, environment }: ShellStart): Options => ({
  executable,
  executableOptions: { ...Object.fromEntries(flags.map((flag) => [flag, true])), '-NoProfile': true, '-NonInteractive': true },
  throwOnInvocationError: false,
  invocationTimeout: 0,
  spawnOptions: { cwd: folder, env: environment, windowsHide: true },
})

export const openLibraryShell: OpenShell = async (start) => {
  const shell = await startShell(optionsOf(start))
  // A start that fails rejects this promise before anybody could have asked for it, which would end our own process.
  const ended: unknown = shell['exitPromise']
  if (ended instanceof Promise) ended.catch(() => undefined)
  const { stdin, stdout, stderr } = shell.streams
  stdin.on('error', () => undefined)
  const child: unknown = shell['process']
  if (!(child instanceof ChildProcess)) throw new Error('node-powershell has another shape than the one that was locked')
  return {
    output: stdout,
    errors: stderr,
    reusable: true,
    send: async (text) => {
      await shell.invoke(text).catch(() => undefined)
      // It keeps every command and answer for ever, and pauses what it no longer reads.
      shell.history.length = 0
      stdout.resume()
      stderr.resume()
    },
    close: async () => {
      const running = child.pid !== undefined && child.exitCode === null && child.signalCode === null
      if (running) await start.killTree(child.pid)
      await Promise.race([shell.dispose('SIGKILL').catch(() => undefined), wait(endWait, undefined, { ref: false })])
      // Children that outlived the shell hold the pipes open.
      for (const stream of [stdin, stdout, stderr]) stream.destroy()
    },
  }
}
