/** What every command has: an engine, a way to speak, and a way to be cancelled. */
import { type Address } from '../../connector/way-out/address.ts'
import { type Failure } from '../../contract/error-codes.ts'
import { type TypedAccount } from '../../contract/proxy.ts'
import { exitCodes, type WizardSnapshot } from '../../contract/wizard-api.ts'
import { type Engine } from '../engine.ts'
import { type CommandArguments } from './arguments.ts'
import { type ExitCode, exitCodeOf } from './exit-code.ts'
import { failureLine, failureNext, type Output } from './output.ts'

export interface CommandSession {
  readonly engine: Engine
  readonly output: Output
  readonly given: CommandArguments
  /** For the proxy of the service, where one was given. */
  readonly account?: TypedAccount | undefined
  /** Aborted by Ctrl+C and by the system's request to end. */
  readonly cancelled: AbortSignal
}

export type Command = (session: CommandSession) => Promise<ExitCode>

/** Resolves when the snapshot is so, or when the person cancels. */
export const until = (
  { engine, cancelled }: Pick<CommandSession, 'engine' | 'cancelled'>,
  isSo: (snapshot: WizardSnapshot) => boolean,
): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      stop()
      cancelled.removeEventListener('abort', end)
      resolve()
    }
    const stop = engine.onEvent(() => {
      if (isSo(engine.snapshot)) end()
    })
    cancelled.addEventListener('abort', end, { once: true })
    if (cancelled.aborted || isSo(engine.snapshot)) end()
  })

export const failureJson = (failure: Failure, exitCode: ExitCode): string =>
  JSON.stringify({ schema: 'causeway.failure/1', failure, exitCode })

export const refuse = (output: Output, failure: Failure, code: ExitCode = exitCodeOf(failure.code)): ExitCode => {
  if (output.json) output.result(failureJson(failure, code))
  output.problem(failureLine(failure, output.language))
  if (!output.json) output.problem(failureNext(failure, output.language))
  return code
}

/**
 * Milliseconds that a command waits for the control plane to say which relays it has. On a broken network nobody says it, and the
 * verdict must not wait; on a slow one the work begins anew when it is said.
 */
const discoveryPatience = 1000

/** What of an engine tells of relays. */
interface Discovery {
  presetTried(patience?: number): Promise<boolean>
  readonly endpoints: readonly Address[]
  readonly snapshot: { readonly signIn: { readonly is: string } }
}

/**
 * Does `work`, which says whether the control plane answered, and anew when it tells its relays only after that has begun and
 * `isNews` says that they make a difference. Work that is at it then is not waited for: whatever begins anew ends it.
 */
export const withRelays = async (
  { engine }: { readonly engine: Discovery },
  work: () => Promise<boolean>,
  isNews: (before: readonly Address[], now: readonly Address[]) => boolean = () => true,
): Promise<void> => {
  if (await engine.presetTried(discoveryPatience)) {
    await work()
    return
  }
  const before = engine.endpoints
  const told = engine.presetTried().then(() => engine.snapshot.signIn.is !== 'addressNeeded' && isNews(before, engine.endpoints))
  const answered = work()
  // Where nobody answers it is not waited for what nobody will tell.
  const isAnew = await Promise.race([told.then((news) => news || answered.then(() => false)), answered.then((is) => is && told)])
  if (isAnew) await work()
}

export const cancelledCode = exitCodes.cancelled
