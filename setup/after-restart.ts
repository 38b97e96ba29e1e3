/** The line that goes on with set-up after a restart: this program again, on the same server and state. It holds no secret. */
import { resolve } from 'node:path'
import { type AfterRestart } from '../contract/install-plan.ts'
import { commandLineOf } from './host/windows/service-values.ts'

export interface GoingOn {
  readonly server: string | undefined
  readonly stateFolder: string | undefined
  /** The command that enrolls without a person at a window; absent: the guided set-up, in which somebody signs in. */
  readonly enrolling?: readonly string[] | undefined
}

export const lineAfterRestart = (
  program: readonly string[],
  then: AfterRestart,
  { server, stateFolder, enrolling = [] }: GoingOn,
): string =>
  commandLineOf([
    ...program,
    ...(then === 'signIn' ? enrolling : [then]),
    '--after-restart',
    ...(server === undefined ? [] : ['--server', server]),
    ...(stateFolder === undefined ? [] : ['--state', resolve(stateFolder)]),
  ])
