/** Sign-in on a machine without a browser: a code for any other device (RFC 8628). */
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { printable } from './output.ts'
import { type CommandSession, until } from './session.ts'

export const deviceSignIn = async (session: CommandSession): Promise<Result<undefined>> => {
  const { engine, output, cancelled } = session
  const stop = engine.onEvent((event) => {
    if (event.is !== 'signIn' || event.value.is !== 'waiting') return
    const { verificationAddress = '', userCode = '', words } = event.value
    output.problem(`${printable(verificationAddress)}  ${printable(userCode)}${words === undefined ? '' : `  (${printable(words)})`}`)
  })
  const begun = await engine.call('startSignIn', { method: 'device' })
  if (begun.ok) await until(session, ({ signIn }) => signIn.is !== 'waiting')
  stop()
  if (!begun.ok) return begun
  const { signIn } = engine.snapshot
  if (cancelled.aborted) await engine.call('cancelSignIn', {})
  if (signIn.is === 'signedIn') return succeeded(undefined)
  return signIn.is === 'ready' && signIn.failure !== undefined ? { ok: false, failure: signIn.failure } : failed('CW2011')
}
