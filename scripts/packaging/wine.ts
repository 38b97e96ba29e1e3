/** A Wine machine of its own, on which the installer is run. */
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { plainEnvironment } from '../child-processes.ts'
import { type MachineState, readMachine } from './machine-state.ts'

const needed = ['wine', 'wineserver', 'xvfb-run', 'makensis']

/** What is not installed of what the machine and the installer need. */
export const missingPrograms = (): string[] =>
  needed.filter((name) => !(process.env['PATH'] ?? '').split(delimiter).some((place) => existsSync(join(place, name))))

export const windowsPath = (path: string): string => `Z:${path.replaceAll('/', '\\')}`

export class WineMachine {
  readonly prefix: string
  readonly environment: NodeJS.ProcessEnv
  readonly #home: string
  readonly #log: string
  readonly #nodeProgram: string

  constructor(folder: string, nodeProgram: string) {
    this.prefix = join(folder, 'prefix')
    this.#log = join(folder, 'wine.log')
    this.#nodeProgram = nodeProgram
    this.#home = join(folder, 'home')
    this.environment = {
      // Wine links folders of the profile to the home of whoever runs it.
      HOME: this.#home,
      WINEPREFIX: this.prefix,
      WINEARCH: 'win64',
      WINEDEBUG: '-all',
      // Without entries in the desktop of whoever runs it.
      WINEDLLOVERRIDES: 'mscoree,mshtml=;winemenubuilder.exe=d',
    }
  }

  /** A fresh one; goes on beside other work. */
  make(): Promise<void> {
    for (const folder of [this.prefix, this.#home]) rmSync(folder, { recursive: true, force: true })
    mkdirSync(this.#home)
    const log = openSync(this.#log, 'a')
    return new Promise((resolve, reject) => {
      const child = spawn('xvfb-run', ['-a', 'sh', '-c', 'wine wineboot -i && wine winecfg -v win10 && wineserver -w'], {
        env: { ...plainEnvironment(), ...this.environment },
        stdio: ['ignore', log, log],
      })
      child.once('error', reject)
      child.once('close', (code) => {
        closeSync(log)
        if (code === 0) resolve()
        else reject(new Error(`the Wine machine could not be made (${code ?? 'no exit code'}); see ${this.#log}`))
      })
    })
  }

  /** Never with a pipe: programs that stay in the background would keep it open. */
  #quietly(program: string, given: readonly string[]): number | null {
    const log = openSync(this.#log, 'a')
    const { status } = spawnSync(program, given, {
      env: { ...plainEnvironment(), ...this.environment },
      stdio: ['ignore', log, log],
      timeout: 300_000,
      killSignal: 'SIGKILL',
    })
    closeSync(log)
    return status
  }

  /** Runs a program of Windows to its end, and to the end of what it started. Its whole exit code. */
  run(program: string, given: readonly string[]): number {
    const told = join(this.prefix, 'exit-code')
    rmSync(told, { force: true })
    const script = join(import.meta.dirname, 'stand-ins', 'run-and-tell.mjs')
    this.#quietly('wine', [this.#nodeProgram, windowsPath(script), windowsPath(told), program, ...given])
    this.settle()
    const code = existsSync(told) ? readFileSync(told, 'utf8') : 'no exit code'
    if (!/^\d+$/.test(code)) throw new Error(`${program}: ${code}`)
    return Number(code)
  }

  /** Waits until nothing runs any more; then the registry is on the disk. */
  settle(): void {
    this.#quietly('wineserver', ['-w'])
  }

  state(): MachineState {
    return readMachine(this.prefix)
  }

  /** A path on the machine's system drive as this machine sees it. */
  local(path: string): string {
    return join(this.prefix, 'drive_c', ...path.split('\\').slice(1))
  }
}
