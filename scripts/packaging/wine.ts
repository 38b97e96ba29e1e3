/** A Wine machine of its own, on which the installer is run. */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { plainEnvironment } from '../child-processes.ts'
import { type MachineState, readMachine } from './machine-state.ts'

const needed = ['wine', 'wineserver', 'xvfb-run', 'makensis']

/** What is not installed of what the machine and the installer need. */
export const missingPrograms = (): string[] =>
  needed.filter((name) => !(process.env['PATH'] ?? '').split(delimiter).some((place) => existsSync(join(place, name))))

export const windowsPath = (path: string): string => `Z:${path.replaceAll('/', '\\')}`

export interface Answered {
  readonly code: number | null
  readonly output: string
}

export class WineMachine {
  readonly prefix: string
  readonly environment: NodeJS.ProcessEnv
  readonly #home: string
  readonly #log: string
  readonly #nodeProgram: string
  #on = false

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
  #quietly(program: string, given: readonly string[], output?: string): Promise<number | null> {
    const [log, told] = [openSync(this.#log, 'a'), output === undefined ? undefined : openSync(output, 'w')]
    return new Promise((resolve, reject) => {
      const child = spawn(program, given, {
        env: { ...plainEnvironment(), ...this.environment },
        stdio: ['ignore', told ?? log, log],
        timeout: 300_000,
        killSignal: 'SIGKILL',
      })
      child.once('error', reject)
      child.once('close', resolve)
    }).then((code) => {
      for (const file of [log, told]) if (file !== undefined) closeSync(file)
      return typeof code === 'number' ? code : null
    })
  }

  /** Runs a program of Windows to its end, and to the end of what it started unless the machine is on. Its whole exit code. */
  async run(program: string, given: readonly string[]): Promise<number> {
    const told = join(this.prefix, 'exit-code')
    rmSync(told, { force: true })
    const script = join(import.meta.dirname, 'stand-ins', 'run-and-tell.mjs')
    await this.#quietly('wine', [this.#nodeProgram, windowsPath(script), windowsPath(told), program, ...given])
    if (!this.#on) await this.settle()
    const code = existsSync(told) ? readFileSync(told, 'utf8') : 'no exit code'
    if (!/^\d+$/.test(code)) throw new Error(`${program}: ${code}`)
    return Number(code)
  }

  /** What a program prints, and the lowest byte of its exit code. */
  async ask(program: string, given: readonly string[]): Promise<Answered> {
    const file = join(this.prefix, 'output')
    const code = await this.#quietly('wine', [program, ...given], file)
    return { code, output: readFileSync(file, 'utf8') }
  }

  /** Services live on between programs until it is turned off. */
  async turnOn(): Promise<void> {
    this.#on = true
    await this.#quietly('wineserver', ['-p'])
  }

  /** Ends everything that runs; then the registry is on the disk. */
  async turnOff(): Promise<void> {
    this.#on = false
    await this.#quietly('wineserver', ['-k'])
    await this.settle()
  }

  /** Waits until nothing runs any more; then the registry is on the disk. */
  async settle(): Promise<void> {
    await this.#quietly('wineserver', ['-w'])
  }

  state(): MachineState {
    return readMachine(this.prefix)
  }

  /** A path on the machine's system drive as this machine sees it. */
  local(path: string): string {
    return join(this.prefix, 'drive_c', ...path.split('\\').slice(1))
  }
}
