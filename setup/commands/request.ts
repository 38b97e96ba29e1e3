/** `causeway-setup request`: checks, tests, then writes what to forward to the team of the firewall or proxy. Changes nothing. */
import { exitCodes } from '../../contract/wizard-api.ts'
import { runAllChecks } from './check.ts'
import { cancelledCode, type Command, refuse } from './session.ts'

export const requestCommand: Command = async (session) => {
  const { engine, output, given, cancelled } = session
  await runAllChecks(session)
  if (cancelled.aborted) return cancelledCode
  const format = given.format ?? (output.json ? 'json' : 'text')
  const made = await engine.call('networkRequest', { format, language: output.language })
  if (!made.ok) return refuse(output, made.failure)
  output.result(made.value.text.trimEnd())
  return exitCodes.done
}
