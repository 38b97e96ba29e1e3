/** `causeway-setup check`: the checks only, changes nothing. */
import { type CheckReport } from '../../contract/check-report.ts'
import { exitCodes } from '../../contract/wizard-api.ts'
import { checkReport } from '../check-report.ts'
import { checkLine, wordingOf } from './output.ts'
import { cancelledCode, type Command, type CommandSession, until, withRelays } from './session.ts'

/** Runs them and prints each row once it is there. `undefined` when cancelled. */
export const runAllChecks = async (session: CommandSession): Promise<CheckReport['verdict'] | undefined> => {
  const { engine, output, cancelled } = session
  const stop = engine.onEvent((event) => {
    if (event.is === 'checkRow' && event.value.state.is === 'done') output.progress(checkLine(event.value, output.language))
  })
  await withRelays(session, async () => {
    await engine.call('runChecks', {})
    await until(session, ({ checks }) => checks.run.is === 'done' || checks.run.is === 'cancelled')
    const http = engine.snapshot.checks.rows.find(({ id }) => id === 'network.http')
    return http?.state.is === 'done' && http.state.result.outcome === 'pass'
  })
  stop()
  if (cancelled.aborted) {
    await engine.call('cancelChecks', {})
    return undefined
  }
  const { run } = engine.snapshot.checks
  return run.is === 'done' ? run.verdict : undefined
}

export const checkCommand: Command = async (session) => {
  const { engine, output } = session
  const verdict = await runAllChecks(session)
  if (verdict === undefined) return cancelledCode
  const report = checkReport(engine.snapshot)
  output.result(output.json ? JSON.stringify(report, null, 2) : wordingOf(output.language).engine.verdicts[verdict])
  return verdict === 'blocked' || verdict === 'unknown' ? exitCodes.checkBlocks : exitCodes.done
}
