import { type Failure } from '../../../contract/error-codes.ts'
import { type InstallState } from '../../../contract/install-plan.ts'
import { useSentences } from '../../sentences.ts'
import { useSay, useSnapshot } from '../../wizard.ts'
import { leftovers, undoneEnd } from './install-view.ts'

/** A message ready to send about an installation that failed: what, where, why, and what is left on the server. */
export function useSupportMessage(install: Extract<InstallState, { is: 'undone' }>, reason: Failure): string {
  const say = useSay()
  const { server } = useSnapshot()
  const { engine, failure } = useSentences()
  const { title, cause, next } = failure(reason)
  const broken = install.rows.find((row) => row.state.is === 'failed' || row.state.is === 'undoFailed')
  const left = leftovers(install.rows).map((change) => `  ${engine.changes[change.kind]}: ${change.what}`)
  return [
    say('install.message.subject', { server: server.machineName, code: reason.code }),
    '',
    title,
    cause,
    ...(broken === undefined ? [] : [say('install.message.action', { action: engine.actions[broken.action.name].what })]),
    ...(reason.detail === undefined ? [] : [reason.detail]),
    say('install.message.next', { next }),
    ...(undoneEnd(install) === 'leftovers'
      ? [say('install.message.left'), ...left]
      : [say('install.message.clean', { made: install.made, takenBack: install.takenBack })]),
  ].join('\n')
}
