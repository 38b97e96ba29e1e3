/** Page 1 in a terminal: findings with what to do, fixes, and overrides with a reason. */
import { catalogueRow } from '../../contract/check-catalogue.ts'
import { type CheckRow } from '../../contract/check-report.ts'
import { runAllChecks } from '../commands/check.ts'
import { changeLine, failureLine, findingOf, wordingOf } from '../commands/output.ts'
import { type GuidedSession, type PageEnd } from './guided.ts'
import { type Choice } from './prompter.ts'

const outcomeOf = ({ state }: CheckRow) => (state.is === 'done' ? state.result.outcome : 'skip')
const isBad = (row: CheckRow): boolean => outcomeOf(row) === 'fail' || outcomeOf(row) === 'error'

export const checkPage = async (session: GuidedSession): Promise<PageEnd> => {
  const { engine, prompter, speaker, output, cancelled } = session
  const { texts, tell } = speaker
  let again = true
  for (;;) {
    if (again) await runAllChecks({ ...session, output: { ...output, progress: () => undefined } })
    if (cancelled.aborted) return 'quit'
    again = false
    const { run, rows } = engine.snapshot.checks
    showFindings(session, rows)
    const verdict = run.is === 'done' ? run.verdict : 'unknown'
    prompter.say(wordingOf(output.language).engine.verdicts[verdict])
    if (verdict === 'ready' || verdict === 'readyWithWarnings') return 'next'
    const answer = await prompter.select(texts.whatNow, waysOut(session, rows))
    if (answer === undefined || answer === 'quit') return 'quit'
    if (answer === 'again') again = true
    else {
      const row = rows.find(({ id }) => answer.endsWith(` ${id}`))
      if (row === undefined) continue
      const settled = await settle(session, answer, row)
      if (settled !== undefined && !settled.ok) prompter.warn(failureLine(settled.failure, output.language))
      else prompter.say(tell(texts.done))
    }
  }
}

const showFindings = ({ prompter, speaker: { texts, tell }, output: { language } }: GuidedSession, rows: readonly CheckRow[]): void => {
  const { checks } = wordingOf(language).checks
  prompter.say(tell(texts.passed, { count: rows.filter((row) => outcomeOf(row) === 'pass').length }))
  for (const row of rows.filter((candidate) => isBad(candidate) || outcomeOf(candidate) === 'warn')) {
    const { steps, needed } = checks[row.id]
    const lines = [
      `${catalogueRow(row.id).code} ${findingOf(row, language)}`,
      tell(texts.needed, { needed }),
      ...steps.map((step) => `  - ${step}`),
    ]
    prompter.warn(lines.join('\n'))
  }
}

const waysOut = (session: GuidedSession, rows: readonly CheckRow[]): Choice<string>[] => {
  const {
    speaker: { texts, tell },
    output: { language },
  } = session
  const { checks } = wordingOf(language).checks
  const open = rows.filter((row) => isBad(row) && row.override === undefined)
  return [
    ...open.flatMap(({ id, state }) => {
      const fix = state.is === 'done' ? state.result.remedy?.fix : undefined
      if (fix === undefined) return []
      const texts_: Readonly<Record<string, string>> = checks[id].fixes
      return [{ value: `fix ${id}`, label: tell(texts.fix, { what: checks[id].name }), hint: tell(texts_[fix.name] ?? '', fix.values) }]
    }),
    ...open
      .filter(({ id }) => catalogueRow(id).overridable)
      .map((row) => ({ value: `accept ${row.id}`, label: tell(texts.accept, { what: findingOf(row, language) }) })),
    ...undoWays(session),
    { value: 'again', label: texts.runAgain },
    { value: 'quit', label: texts.quit },
  ]
}

const settle = (session: GuidedSession, answer: string, row: CheckRow) => {
  const { engine } = session
  if (answer.startsWith('fix ')) return engine.call('fixCheck', { check: row.id })
  return answer.startsWith('undo ') ? engine.call('undoFix', { check: row.id }) : accept(session, row)
}

/** The last fix of each check that was made; taking it back says what stood there before. */
const undoWays = ({ engine, speaker: { texts, tell }, output: { language } }: GuidedSession): Choice<string>[] => {
  const { ledger } = engine.snapshot
  const made = 'fixes' in ledger ? (ledger.fixes ?? []) : []
  const { checks } = wordingOf(language).checks
  return [...new Map(made.map((fix) => [fix.check, fix])).values()].map(({ check, changes }) => ({
    value: `undo ${check}`,
    label: tell(texts.undoFix, { what: checks[check].name }),
    hint: changes.map((change) => changeLine(change, true).trim()).join('; '),
  }))
}

const accept = async ({ engine, prompter, speaker: { texts } }: GuidedSession, { id }: CheckRow) => {
  const reason = await prompter.text(texts.reason, '', (answer) =>
    answer.trim().length < 3 || answer.trim().length > 500 ? texts.reasonTooShort : undefined,
  )
  return reason === undefined ? undefined : engine.call('overrideCheck', { check: id, reason })
}
