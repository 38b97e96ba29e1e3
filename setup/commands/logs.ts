/** `causeway-setup logs`: what set-up and the service wrote down, by time; with `--follow` what they write from now on too. */
import { setTimeout as delay } from 'node:timers/promises'
import { failed } from '../../contract/error-codes.ts'
import { fits, type LogEntry, LogLevel, type LogPage, logLevels } from '../../contract/log-entry.ts'
import { exitCodes } from '../../contract/wizard-api.ts'
import { printable } from './output.ts'
import { type Command, refuse } from './session.ts'

const everyMilliseconds = 500

const lineOf = ({ at, level, source, topic, message, more }: LogEntry): string =>
  printable([at, level.padEnd(5), source.padEnd(7), topic.padEnd(10), message, more ?? ''].join(' ').trimEnd())

export const logsCommand: Command = async ({ engine, output, given, cancelled }) => {
  const { follow, level: wanted, topic } = given
  const level = wanted === undefined ? undefined : LogLevel.safeParse(wanted)
  if (level !== undefined && !level.success)
    return refuse(output, failed('CW7008', { argument: '--level', reason: `not one of ${logLevels.join(', ')}` }).failure)
  let page: LogPage | undefined
  do {
    if (page !== undefined) await delay(everyMilliseconds, undefined, { signal: cancelled }).catch(() => undefined)
    const first: boolean = page === undefined
    page = await engine.call('readLogs', page === undefined ? {} : { cursor: page.cursor })
    for (const entry of page.entries.filter((one) => fits(one, { level: level?.data, topic })))
      output.result(output.json ? JSON.stringify(entry) : lineOf(entry))
    if (first)
      for (const state of page.sources)
        if (state.is === 'unreadable') output.problem(`${state.source}: ${state.why}${state.elevation ? ' (administrator)' : ''}`)
  } while (follow && !cancelled.aborted)
  return exitCodes.done
}
