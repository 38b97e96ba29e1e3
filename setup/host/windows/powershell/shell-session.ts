/** A PowerShell that runs, as the door needs it, whatever started it: `library-session.ts` or `spawn-session.ts`. */
import { type Readable } from 'node:stream'
import { isAbsolute } from 'node:path'

export interface ShellStart {
  /** Absolute: a bare name would be looked for in the current folder. */
  readonly executable: string
  /** Flags before the ones every session has. */
  readonly flags?: readonly string[]
  /** Working folder: one that nobody can plant a program in. */
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  /** Ends a process and all that it started. */
  readonly killTree: (pid: number) => Promise<void>
}

export interface ShellSession {
  readonly output: Readable
  readonly errors: Readable
  /** Whether it can be sent further text once it has answered. */
  readonly reusable: boolean
  /** Settles when the shell is free again or gone; it does not tell which, and never rejects. */
  send(text: string): Promise<void>
  /** Ends the shell and its children. Resolves after a bounded time in any case. */
  close(): Promise<void>
}

export type OpenShell = (start: ShellStart) => Promise<ShellSession>

export const demandAbsolute = (executable: string | undefined): string => {
  if (executable === undefined || !isAbsolute(executable)) throw new Error('PowerShell is started by its absolute path only')
  return executable
}

/** How long the end of a killed shell is waited for. */
export const endWait = 2000
