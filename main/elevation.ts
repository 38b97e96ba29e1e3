/**
 * Starting the setup agent elevated, once, through Windows' consent prompt. Chromium itself never runs elevated, and calls no
 * Windows function: the signed node.exe does, with `setup/elevate.ts`.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ElevationEvent, type ElevationRequest } from '../contract/elevation.ts'
import { type AgentProgram, type AgentStarter } from './agent-start.ts'

/** `ERROR_CANCELLED`: the person said no. */
const cancelled = 1223

export type Launched =
  | { readonly is: 'started'; readonly pid: number; readonly ended: Promise<string> }
  | Extract<ElevationEvent, { is: 'refused' | 'windowElevated' }>
  | { readonly is: 'failed'; readonly why: string }

export type Launcher = (request: ElevationRequest) => Promise<Launched>

/** `program` and `script`: Node, and the built `setup/elevate.ts`. */
export const launchWith =
  (program: string, script: string): Launcher =>
  (request) =>
    new Promise((resolve) => {
      const child = spawn(program, [script], { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true })
      let words = ''
      child.stderr.on('data', (bytes: Buffer) => (words = (words + bytes.toString()).slice(-2000)))
      child.stdin.on('error', () => undefined)
      let end: (how: string) => void = () => undefined
      const ended = new Promise<string>((told) => (end = told))
      createInterface({ input: child.stdout }).on('line', (line) => {
        const event = eventOf(line)
        if (event?.is === 'started') resolve({ is: 'started', pid: event.pid, ended })
        else if (event?.is === 'ended') end(`exit code ${event.code}`)
        else if (event !== undefined) resolve(event)
      })
      const gone = (why: string): void => {
        resolve({ is: 'failed', why })
        end(why)
      }
      child.once('error', (error) => gone(error.message))
      child.once('close', (code) =>
        gone(words.trim() === '' ? `the program for the consent prompt ended with ${code ?? 'a signal'}` : words),
      )
      child.stdin.end(JSON.stringify(request))
    })

const eventOf = (line: string): ElevationEvent | undefined => {
  try {
    return ElevationEvent.parse(JSON.parse(line))
  } catch {
    return undefined
  }
}

/** One value as `CommandLineToArgvW` reads it back. */
export const quoted = (value: string): string =>
  /^[\w.:\\/@-]+$/.test(value) ? value : `"${value.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`

/**
 * An elevated start has no standard input, so the invitation lies in a file of the person's own temporary folder, which the
 * agent deletes after reading. It is deleted here too when the person refuses. `owner`: the window that the prompt belongs to.
 */
export const startElevated =
  ({ node, script, values }: AgentProgram, launch: Launcher, owner: () => string = () => '0'): AgentStarter =>
  async (invitation) => {
    const folder = await mkdtemp(join(tmpdir(), 'causeway-'))
    const file = join(folder, `${randomBytes(8).toString('hex')}.json`)
    await writeFile(file, JSON.stringify(invitation), { mode: 0o600, flag: 'wx' })
    const forget = (): Promise<void> => rm(folder, { recursive: true, force: true })
    const launched = await launch({
      program: node,
      values: [script, '--invitation', file, ...values].map(quoted).join(' '),
      folder: join(script, '..'),
      owner: owner(),
    })
    if (launched.is === 'started') {
      void launched.ended.then(forget)
      return { is: 'started', agent: { pid: launched.pid, ended: launched.ended, stop: () => void forget() } }
    }
    await forget()
    switch (launched.is) {
      case 'windowElevated':
        return { is: 'windowElevated' }
      case 'failed':
        return { is: 'failed', why: launched.why }
      case 'refused':
        return launched.error === cancelled
          ? { is: 'consentRefused' }
          : { is: 'failed', why: `the system refused to start it elevated (error ${launched.error})` }
    }
  }
