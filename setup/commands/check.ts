/** `causeway-setup check`: the checks only; changes nothing but what `--fix` and `--undo-fix` ask for. */
import { type CheckId } from '../../contract/check-catalogue.ts'
import { type CheckReport } from '../../contract/check-report.ts'
import { exitCodes } from '../../contract/wizard-api.ts'
import { checkReport } from '../check-report.ts'
import { changeLine, checkLine, wordingOf } from './output.ts'
import { cancelledCode, type Command, type CommandSession, refuse, until, withRelays } from './session.ts'

/** Runs them and prints each row once it is there. `undefined` when cancelled. */
export const runAllChecks = async (session: CommandSession): Promise<CheckReport['verdict'] | undefined> => {
  const { engine, output, cancelled } = session
  // Checks that are made anew tell what is new.
  const told = new Map<CheckId, string>()
  const stop = engine.onEvent((event) => {
    if (event.is !== 'checkRow' || event.value.state.is !== 'done') return
    const line = checkLine(event.value, output.language)
    if (told.get(event.value.id) === line) return
    told.set(event.value.id, line)
    output.progress(line)
  })
  const run = async () => {
    await engine.call('runChecks', {})
    await until(session, ({ checks }) => checks.run.is === 'done' || checks.run.is === 'cancelled')
    const http = engine.snapshot.checks.rows.find(({ id }) => id === 'network.http')
    return http?.state.is === 'done' && http.state.result.outcome === 'pass'
  }
  // A relay at the control plane's own address was tried with it.
  await withRelays(session, run, (before, now) => now.length > before.length)
  stop()
  if (cancelled.aborted) {
    await engine.call('cancelChecks', {})
    return undefined
  }
  const { run: ended } = engine.snapshot.checks
  return ended.is === 'done' ? ended.verdict : undefined
}

/** Says what will change, changes it, says what became of it. */
const settle = async ({ engine, output }: CommandSession, check: CheckId, how: 'fixCheck' | 'undoFix') => {
  const { checks, ledger } = engine.snapshot
  const { state } = checks.rows.find(({ id }) => id === check) ?? {}
  const made = 'fixes' in ledger ? (ledger.fixes ?? []) : []
  const offered = state?.is === 'done' ? state.result.remedy?.fix?.changes : undefined
  const changes = how === 'fixCheck' ? offered : made.findLast((fix) => fix.check === check)?.changes
  for (const change of changes ?? []) output.progress(changeLine(change, how === 'undoFix'))
  const settled = await engine.call(how, { check })
  const row = engine.snapshot.checks.rows.find(({ id }) => id === check)
  if (row !== undefined) output.progress(checkLine(row, output.language))
  return settled
}

export const checkCommand: Command = async (session) => {
  const { engine, output } = session
  const { given } = session
  let verdict = await runAllChecks(session)
  if (verdict === undefined) return cancelledCode
  const asked = given.fix ?? given.undoFix
  if (asked !== undefined) {
    const settled = await settle(session, asked, given.fix === undefined ? 'undoFix' : 'fixCheck')
    if (!settled.ok) return refuse(output, settled.failure)
    const { run } = engine.snapshot.checks
    verdict = run.is === 'done' ? run.verdict : 'unknown'
  }
  const report = checkReport(engine.snapshot)
  output.result(output.json ? JSON.stringify(report, null, 2) : wordingOf(output.language).engine.verdicts[verdict])
  return verdict === 'blocked' || verdict === 'unknown' ? exitCodes.checkBlocks : exitCodes.done
}
