/** Starting the setup agent: the port, and its plain adapter. The one that asks for elevation is `elevation.ts`. */
import { spawn } from 'node:child_process'
import { type AgentInvitation } from '../contract/wizard-api.ts'

export interface RunningAgent {
  /** The process that was started; only it is let in. Absent where that is not told. */
  readonly pid?: number
  /** Resolves when the process has ended, with a few words about how. Never resolves where that cannot be seen. */
  readonly ended: Promise<string>
  /** Ends it where the window may; the agent also ends by itself when its pipe closes. */
  stop(): void
}

export type AgentStart =
  | { readonly is: 'started'; readonly agent: RunningAgent }
  | { readonly is: 'consentRefused' }
  | { readonly is: 'windowElevated' }
  | { readonly is: 'failed'; readonly why: string }

/** Starts one agent and hands it the invitation without putting the token on a command line. */
export type AgentStarter = (invitation: AgentInvitation) => Promise<AgentStart>

export interface AgentProgram {
  /** Absolute path of Node. */
  readonly node: string
  /** Absolute path of the agent's script. */
  readonly script: string
  readonly values: readonly string[]
}

const lastWords = 2000

/** Starts the agent as a plain child, with the rights of the window. The invitation goes through standard input. */
export const startPlainly =
  ({ node, script, values }: AgentProgram, onWords: (line: string) => void = () => undefined): AgentStarter =>
  (invitation) =>
    new Promise((resolve) => {
      const child = spawn(node, [script, '--invitation', '-', ...values], { stdio: ['pipe', 'ignore', 'pipe'], windowsHide: true })
      let words = ''
      child.stderr.on('data', (bytes: Buffer) => {
        const text = bytes.toString()
        words = (words + text).slice(-lastWords)
        onWords(text.trimEnd())
      })
      child.stdin.on('error', () => undefined)
      const ended = new Promise<string>((told) => {
        child.once('close', (code, signal) =>
          told(`${signal === null ? `exit code ${code ?? 'none'}` : `ended by ${signal}`}${words === '' ? '' : `: ${words.trim()}`}`),
        )
      })
      child.once('error', (error) => resolve({ is: 'failed', why: error.message }))
      child.once('spawn', () => {
        child.stdin.end(`${JSON.stringify(invitation)}\n`)
        resolve({ is: 'started', agent: { ...(child.pid === undefined ? {} : { pid: child.pid }), ended, stop: () => void child.kill() } })
      })
    })
