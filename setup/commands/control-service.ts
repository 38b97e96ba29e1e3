/** `causeway-setup start` and `stop`: the connector service only. */
import { failed } from '../../contract/error-codes.ts'
import { exitCodes } from '../../contract/wizard-api.ts'
import { type Command, refuse } from './session.ts'

export const startCommand: Command = async ({ engine, output }) => {
  if (engine.snapshot.service.is === 'notInstalled') return refuse(output, failed('CW3009').failure)
  const started = await engine.call('startService', {})
  return started.ok ? exitCodes.done : refuse(output, started.failure)
}

/** Succeeds where nothing is installed: nothing runs there. */
export const stopCommand: Command = async ({ engine, output }) => {
  const stopped = await engine.call('stopService', {})
  return stopped.ok ? exitCodes.done : refuse(output, stopped.failure)
}
