/** The port through which facts are asked of PowerShell, and what can come of it. */
import { type Hello, type ScriptError } from './marker-lines.ts'

export type SectionAnswer =
  | { readonly is: 'data'; readonly data: unknown; readonly warnings: readonly ScriptError[] }
  /** The section itself ended with an error. */
  | { readonly is: 'refused'; readonly error: ScriptError }
  /** It said nothing for too long; its shell was ended. */
  | { readonly is: 'silent'; readonly milliseconds: number }
  /** The shell ended in the middle of it. */
  | { readonly is: 'shellDied' }
  /** It ended without a result, as `exit` or a stray `break` does. */
  | { readonly is: 'noResult' }
  /** There was no time, or no further try, left for it. */
  | { readonly is: 'notReached' }

export type Thrown = Pick<ScriptError, 'category' | 'type' | 'hresult'>

export type Run =
  | { readonly is: 'ran'; readonly hello: Hello; readonly noise: number }
  /** There is no PowerShell on this machine. */
  | { readonly is: 'absent'; readonly executable: string }
  /** A script is not the one that was shipped; it was not run. */
  | { readonly is: 'changed'; readonly why: string }
  | {
      readonly is: 'broken'
      /** `silent`: no answer in time. `died`: gone before it had answered. `threw`: the script could not be run. */
      readonly why: 'silent' | 'died' | 'flood' | 'threw' | 'notStarted'
      readonly thrown?: Thrown | undefined
      /** What it wrote to stderr, in the language of the machine: for people only. */
      readonly errors: string
    }
  | { readonly is: 'cancelled' }

export interface AskRequest {
  readonly sections: readonly string[]
  /** Told as soon as the shell says its language mode, also when the script is refused afterwards. */
  readonly onHello?: (hello: Hello) => void
  /** Told once for each section, as it arrives. */
  readonly onAnswer: (section: string, answer: SectionAnswer) => void
  readonly signal?: AbortSignal | undefined
}

export interface PowerShellHost {
  /** One at a time; others wait. Never rejects. With `ran`, each section has been answered; otherwise some may not have been. */
  ask(request: AskRequest): Promise<Run>
  /** Ends the session that is on, with everything it started. */
  close(): Promise<void>
}
