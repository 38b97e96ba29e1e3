/** `causeway-setup test`: the live connectivity test. */
import { type ConnectivityState, type LayerRow } from '../../contract/connectivity.ts'
import { failed } from '../../contract/error-codes.ts'
import { exitCodes } from '../../contract/wizard-api.ts'
import { diagnosisLine, furtherLines, printable, wordingOf } from './output.ts'
import { measure, printComparison, reportText, savePage, verdictOf } from './test-extras.ts'
import { cancelledCode, type Command, type CommandSession, refuse, until, withRelays } from './session.ts'

const marks: Record<LayerRow['state'], string> = {
  waiting: '....',
  running: '....',
  pass: 'ok',
  warn: 'warn',
  fail: 'fail',
  notTried: '-',
  unknown: '?',
}

const isPending = ({ state }: LayerRow): boolean => state === 'waiting' || state === 'running'

/** Every layer has an answer, and a service that answers has made a few round trips. */
const isComplete = (state: ConnectivityState): boolean => {
  if (state.is !== 'active') return true
  if (state.finishedAt !== undefined) return true
  return (
    !state.rows.some(isPending) &&
    (state.diagnosis.is !== 'working' || state.roundTrip.samples.length >= 1) &&
    state.diagnosis.is !== 'testing'
  )
}

const startOf = (state: ConnectivityState): string | undefined => (state.is === 'active' ? state.startedAt : undefined)

/** Prints rows as they come; resolves with the state at the end of the first complete pass. The test goes on until `stopConnectivity`. */
export const runTest = async (session: CommandSession): Promise<ConnectivityState> => {
  const { engine, output } = session
  const { layers } = wordingOf(output.language).engine
  const told = new Map<string, string>()
  const stop = engine.onEvent((event) => {
    const rows =
      event.is === 'layerRow' ? [event.value] : event.is === 'connectivity' && event.value.is === 'active' ? event.value.rows : []
    for (const row of rows.filter((candidate) => !isPending(candidate))) {
      const key = `${row.endpoint} ${row.layer}`
      if (told.get(key) === row.state) continue
      told.set(key, row.state)
      const time = row.milliseconds === undefined ? '' : ` ${row.milliseconds.toFixed(1)} ms`
      output.progress(
        `  ${`[${marks[row.state]}]`.padEnd(7)}${printable(row.endpoint)} ${layers[row.layer]}: ${printable(row.summary ?? row.code ?? '')}${time}`,
      )
    }
  })
  await withRelays(session, async () => {
    // A test that ends before this one stays in the snapshot until the first row of the new one.
    const before = startOf(engine.snapshot.connectivity)
    await engine.call('startConnectivity', {})
    await until(session, ({ connectivity }) => connectivity.is === 'idle' || (startOf(connectivity) !== before && isComplete(connectivity)))
    const { connectivity } = engine.snapshot
    return connectivity.is === 'active' && connectivity.diagnosis.is !== 'notWorking'
  })
  stop()
  return engine.snapshot.connectivity
}

export const testCommand: Command = async (session) => {
  const { engine, output, given, cancelled } = session
  const first = await runTest(session)
  if (first.is === 'idle')
    return refuse(
      output,
      engine.snapshot.signIn.is === 'addressNeeded' && engine.snapshot.signIn.failure !== undefined
        ? engine.snapshot.signIn.failure
        : failed('CW3009').failure,
    )
  if (given.watch && !cancelled.aborted) {
    output.progress(diagnosisLine(first.diagnosis, output.language))
    let before = 0
    const stop = engine.onEvent(({ is }) => {
      const { connectivity } = engine.snapshot
      if (is !== 'connectivity' || connectivity.is !== 'active' || connectivity.roundTrip.sent === before) return
      before = connectivity.roundTrip.sent
      const { last, p50, p95, sent, lost } = connectivity.roundTrip
      const shown = (value: number | undefined) => (value === undefined ? '-' : value.toFixed(1))
      output.result(
        output.json
          ? JSON.stringify(connectivity.roundTrip.samples.at(-1))
          : `${diagnosisLine(connectivity.diagnosis, output.language)}  last ${shown(last)} p50 ${shown(p50)} p95 ${shown(p95)} ms, ${lost}/${sent} lost`,
      )
    })
    await until(session, () => false)
    stop()
  }
  if (given.throughput && !cancelled.aborted) await measure(session)
  await engine.call('stopConnectivity', {})
  if (cancelled.aborted && !given.watch) return cancelledCode
  const { connectivity } = engine.snapshot
  const report = await engine.call('connectivityReport', {})
  if (connectivity.is !== 'active' || !report.ok) return exitCodes.unexpected
  const compared = given.compare ? await engine.call('compareWithLastGood', {}) : undefined
  if (compared?.ok === false) return refuse(output, compared.failure)
  if (!given.watch) output.result(output.json ? reportText(report.value.text, compared?.value) : verdictOf(connectivity, output.language))
  if (!given.watch && !output.json) for (const line of furtherLines(connectivity, output.language)) output.result(line)
  if (compared !== undefined && !output.json) printComparison(output, compared.value)
  if (given.html !== undefined) {
    const saved = await savePage(session, given.html)
    if (saved !== undefined) return saved
  }
  return connectivity.diagnosis.is === 'working' || connectivity.diagnosis.is === 'notInstalled' ? exitCodes.done : exitCodes.network
}
