/** What `causeway-setup test` does when asked: throughput, comparison with the last good run, the report as a page. */
import { writeFileSync } from 'node:fs'
import { type Comparison } from '../../contract/comparison.ts'
import { ConnectivityReport, type ConnectivityState, throughputLimits } from '../../contract/connectivity.ts'
import { failed } from '../../contract/error-codes.ts'
import { differenceText } from '../../contract/wording/difference-text.ts'
import { format, megabits } from '../../contract/wording/format.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { type ExitCode } from './exit-code.ts'
import { diagnosisLine, failureLine, type Output, printable, wordingOf } from './output.ts'
import { type CommandSession, refuse } from './session.ts'

/** The sentence of the test; through another proxy only the layers were tried. */
export const verdictOf = ({ diagnosis, otherProxy }: Extract<ConnectivityState, { is: 'active' }>, language: Language): string => {
  if (otherProxy === undefined || diagnosis.is !== 'notInstalled') return diagnosisLine(diagnosis, language)
  const { works, worksDirectly } = wordingOf(language).engine.otherProxy
  return printable(format(otherProxy === 'none' ? worksDirectly : works, { proxy: otherProxy }, language))
}

/** Says what will be sent, sends it, says what came of it. In JSON it is a part of the report. */
export const measure = async ({ engine, output }: CommandSession): Promise<void> => {
  const { before, measured, partly } = wordingOf(output.language).engine.throughput
  const say = (sentence: string, values: Record<string, string | number>) => format(sentence, values, output.language)
  output.progress(say(before, { bytes: throughputLimits.bytes, seconds: throughputLimits.seconds }))
  const done = await engine.call('measureThroughput', {})
  if (!done.ok) output.problem(failureLine(done.failure, output.language))
  const { connectivity } = engine.snapshot
  const throughput = connectivity.is === 'active' ? connectivity.throughput : undefined
  if (throughput?.is !== 'measured' || output.json) return
  const { bytes, milliseconds: ms, whole } = throughput
  output.result(say(whole ? measured : partly, { bytes, ms, rate: megabits(bytes, ms) }))
}

/** The report in JSON, with the comparison where it was asked for. */
export const reportText = (text: string, comparison: Comparison | undefined): string =>
  comparison === undefined ? text.trimEnd() : JSON.stringify({ ...ConnectivityReport.parse(JSON.parse(text)), comparison }, null, 2)

export const printComparison = (output: Output, { since, differences, failure }: Comparison): void => {
  if (failure !== undefined) output.problem(failureLine(failure, output.language))
  const tables = wordingOf(output.language)
  const { never, nothing, since: sinceWords } = tables.engine.comparison
  output.result(since === undefined ? never : format(sinceWords, { at: since }, output.language))
  if (since !== undefined && differences.length === 0) output.result(nothing)
  for (const difference of differences) {
    const { what, before, now } = differenceText(difference, tables)
    output.result(printable(`  ${what}: ${before} -> ${now}`))
  }
}

/** Absent when it was written. */
export const savePage = async ({ engine, output }: CommandSession, file: string): Promise<ExitCode | undefined> => {
  const page = await engine.call('connectivityPage', { language: output.language })
  if (!page.ok) return refuse(output, page.failure)
  try {
    writeFileSync(file, page.value.text)
    return undefined
  } catch (error) {
    return refuse(output, failed('CW7009', { file, reason: error instanceof Error ? error.message : String(error) }).failure)
  }
}
