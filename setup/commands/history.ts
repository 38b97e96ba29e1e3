/** `causeway-setup status --history`: what the service remembers of a day, a week or a month, one line for each span that was not healthy. */
import { type History, type HistoryRange, type HistorySpan } from '../../contract/history.ts'
import { exitCodes } from '../../contract/wizard-api.ts'
import { duration, milliseconds, time } from '../../contract/wording/format.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { type ExitCode } from './exit-code.ts'
import { failureLine, printable, wordingOf } from './output.ts'
import { type CommandSession, refuse } from './session.ts'

const spanLine = ({ from, until, state, why }: HistorySpan, language: Language): string => {
  const said = wordingOf(language).engine.history.states[state]
  return `  ${time(from, language)} – ${time(until, language)}  ${said}${why === undefined ? '' : `  ${failureLine(why, language)}`}`
}

/** For a person. */
export const historyLines = (history: History, language: Language): string[] => {
  const { states, reconnects, roundTrip, certificate, damaged } = wordingOf(language).engine.history
  const total = Object.values(history.seconds).reduce((sum, seconds) => sum + seconds, 0)
  const shares = Object.entries(states).flatMap(([state, said]) => {
    const seconds = history.seconds[state as HistorySpan['state']]
    if (seconds === 0) return []
    return [`${said} ${state === 'healthy' ? `${((seconds / total) * 100).toFixed(1)} %` : duration(seconds, language)}`]
  })
  const last = history.roundTrips.at(-1)
  return [
    `${history.range}: ${shares.join(', ')}`,
    ...(last === undefined ? [] : [`${roundTrip}: ${milliseconds(last.p50, language)}, 95 % ≤ ${milliseconds(last.p95, language)}`]),
    `${reconnects}: ${history.reconnectCount}`,
    ...history.certificates.slice(-1).map(({ serial, expiresAt }) => `${certificate}: ${printable(serial)}, ${time(expiresAt, language)}`),
    ...history.spans.filter(({ state }) => state !== 'healthy' && state !== 'noData').map((span) => spanLine(span, language)),
    ...history.reconnects
      .slice(-20)
      .map(({ at, relay, why }) => `  ${time(at, language)}  ${printable(relay)}  ${failureLine(why, language)}`),
    ...history.damage.map(({ at, bytes }) => `${damaged}: ${bytes} (${time(at, language)})`),
  ]
}

export const printHistory = async ({ engine, output }: CommandSession, range: HistoryRange): Promise<ExitCode> => {
  await engine.call('loadHistory', { range })
  const { history } = engine.snapshot
  if (history.is === 'failed') return refuse(output, history.failure)
  if (history.is === 'none') return exitCodes.unexpected
  output.result(output.json ? JSON.stringify(history.history, null, 2) : historyLines(history.history, output.language).join('\n'))
  if (history.history.failure !== undefined) output.problem(failureLine(history.history.failure, output.language))
  return exitCodes.done
}
