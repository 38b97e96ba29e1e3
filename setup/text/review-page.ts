/** Page 4 in a terminal: the plan, action by action. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { format } from '../../contract/wording/format.ts'
import { failed } from '../../contract/error-codes.ts'
import { failureLine, printable, wordingOf } from '../commands/output.ts'
import { type GuidedSession, type PageEnd } from './guided.ts'

export const reviewPage = async (session: GuidedSession): Promise<PageEnd> => {
  const { engine, prompter, speaker, output } = session
  const { texts, tell } = speaker
  const { plan } = engine.snapshot
  if (plan === undefined) return 'back'
  const { actions, changes } = wordingOf(output.language).engine
  prompter.say(
    [
      tell(texts.planOf, { connector: plan.connectorName, location: plan.locationName, organization: plan.organizationName }),
      tell(texts.duration, { seconds: plan.expectedSeconds }),
      texts.undoPromise,
      '',
      ...plan.actions.map(
        ({ name, values }, index) =>
          `${index + 1}. ${actions[name].what}: ${printable(format(actions[name].how, values, output.language))}`,
      ),
    ].join('\n'),
  )
  for (;;) {
    const answer = await prompter.select(texts.whatNow, [
      { value: 'install', label: texts.install },
      { value: 'changes', label: texts.showChanges },
      { value: 'save', label: texts.save },
      { value: 'back', label: texts.back },
      { value: 'quit', label: texts.quit },
    ])
    if (answer === undefined || answer === 'quit') return 'quit'
    if (answer === 'install') return 'next'
    if (answer === 'back') return 'back'
    if (answer === 'changes')
      prompter.say(
        plan.actions.flatMap((action) => action.changes.map(({ kind, what }) => `${changes[kind]}: ${printable(what)}`)).join('\n'),
      )
    else await save(session)
  }
}

const save = async ({ engine, prompter, speaker: { texts, tell }, output: { language } }: GuidedSession): Promise<void> => {
  const made = await engine.call('parametersFile', {})
  if (!made.ok) {
    prompter.warn(failureLine(made.failure, language))
    return
  }
  const file = await prompter.text(texts.saveWhere, 'causeway.parameters.json', (answer) =>
    answer.trim() === '' ? texts.saveWhere : undefined,
  )
  if (file === undefined) return
  try {
    // Never over a file that is there.
    writeFileSync(resolve(file), made.value.text, { flag: 'wx', mode: 0o600 })
    prompter.say(tell(texts.saved, { file: resolve(file) }))
  } catch (error) {
    prompter.warn(
      failureLine(
        failed('CW7009', { file: resolve(file), reason: error instanceof Error ? error.message : String(error) }).failure,
        language,
      ),
    )
  }
}
