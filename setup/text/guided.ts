/** The guided set-up in a terminal: the same six pages as the window, for servers without a desktop. */
import { exitCodes } from '../../contract/wizard-api.ts'
import { type ExitCode, exitCodeOf, exitCodeOfInstall } from '../commands/exit-code.ts'
import { followWork, printActions, repairCommand, uninstallCommand } from '../commands/maintain.ts'
import { diagnosisLine, failureLine, failureNext, ledgerLine } from '../commands/output.ts'
import { type CommandSession } from '../commands/session.ts'
import { statusCommand } from '../commands/status.ts'
import { runTest } from '../commands/test.ts'
import { checkPage } from './check-page.ts'
import { locationPage } from './location-page.ts'
import { type Prompter, type Speaker, speaker as speakerOf } from './prompter.ts'
import { reviewPage } from './review-page.ts'
import { signInPage } from './sign-in-page.ts'

export interface GuidedSession extends CommandSession {
  readonly prompter: Prompter
  readonly speaker: Speaker
}

export type PageEnd = 'next' | 'back' | 'again' | 'quit'

const pages = [
  { name: 'check', walk: checkPage },
  { name: 'signIn', walk: signInPage },
  { name: 'location', walk: locationPage },
  { name: 'review', walk: reviewPage },
] as const

export const guidedSetup = async (given: CommandSession, prompter: Prompter): Promise<ExitCode> => {
  const session: GuidedSession = { ...given, prompter, speaker: speakerOf(given.output.language) }
  const { engine, output, speaker } = session
  const { texts, tell } = speaker
  const { server, install } = engine.snapshot
  prompter.begin(tell(texts.title, { machine: server.machineName }))
  if (server.simulated) prompter.say(tell(texts.simulated, { profile: server.profile ?? '' }))
  if (engine.journalFailure !== undefined) {
    prompter.end(failureLine(engine.journalFailure, output.language))
    return exitCodeOf(engine.journalFailure.code)
  }
  const code =
    install.is === 'installed' ? await menu(session) : install.is === 'interrupted' ? await afterInterruption(session) : await walk(session)
  const { ledger } = engine.snapshot
  prompter.end(ledgerLine(ledger, output.language))
  return code
}

const walk = async (session: GuidedSession): Promise<ExitCode> => {
  const {
    prompter,
    speaker: { texts, tell },
    cancelled,
  } = session
  let at = 0
  for (let page = pages[at]; page !== undefined; page = pages[at]) {
    prompter.heading(tell(texts.step, { step: at + 1, page: texts.pages[page.name] }))
    const end = await page.walk(session)
    if (end === 'quit' || cancelled.aborted) return exitCodes.cancelled
    // Back from the location leads to the sign-in; back from the review to the location.
    if (end === 'back') at = Math.max(1, at - 1)
    else if (end === 'next') at += 1
  }
  return work(session, 'startInstall')
}

/** Pages 5 and 6. */
const work = async (session: GuidedSession, call: 'startInstall' | 'resumeInstall' | 'undoInstall'): Promise<ExitCode> => {
  const {
    engine,
    prompter,
    speaker: { texts, tell },
    output,
    cancelled,
  } = session
  prompter.heading(tell(texts.step, { step: 5, page: texts.pages.install }))
  if (call !== 'undoInstall') prompter.say(texts.cancelHint)
  const stop = printActions(session)
  const begun = await engine.call(call, {})
  if (!begun.ok) {
    stop()
    prompter.warn(`${failureLine(begun.failure, output.language)}\n${failureNext(begun.failure, output.language)}`)
    return exitCodeOfInstall(begun.failure.code)
  }
  const cancel = () => void engine.call('cancelInstall', {})
  if (cancelled.aborted) cancel()
  cancelled.addEventListener('abort', cancel, { once: true })
  const code = await followWork(session)
  cancelled.removeEventListener('abort', cancel)
  stop()
  return code === exitCodes.done && call !== 'undoInstall' ? connectivity(session) : code
}

const connectivity = async (session: GuidedSession): Promise<ExitCode> => {
  const {
    engine,
    prompter,
    speaker: { texts, tell },
    output,
  } = session
  prompter.heading(tell(texts.step, { step: 6, page: texts.pages.connectivity }))
  const state = await runTest(session)
  await engine.call('stopConnectivity', {})
  if (state.is !== 'active') return exitCodes.unexpected
  prompter.say(diagnosisLine(state.diagnosis, output.language))
  return state.diagnosis.is === 'working' ? exitCodes.done : exitCodes.network
}

const afterInterruption = async (session: GuidedSession): Promise<ExitCode> => {
  const {
    prompter,
    engine,
    speaker: { texts },
    output,
  } = session
  const { install } = engine.snapshot
  const why = install.is === 'interrupted' ? install.failure : undefined
  prompter.warn(why === undefined ? texts.interrupted : `${texts.interrupted}\n${failureLine(why, output.language)}`)
  const answer = await prompter.select(texts.whatNow, [
    { value: 'resumeInstall', label: texts.resume },
    { value: 'undoInstall', label: texts.undo },
    { value: 'quit', label: texts.quit },
  ])
  if (answer === undefined || answer === 'quit') return exitCodes.cancelled
  if (answer === 'resumeInstall' && engine.needsSignIn) {
    for (let end: PageEnd = 'again'; end !== 'next'; end = await signInPage(session)) if (end === 'quit') return exitCodes.cancelled
  }
  return work(session, answer)
}

const menu = async (session: GuidedSession): Promise<ExitCode> => {
  const {
    prompter,
    speaker: { texts },
  } = session
  prompter.say(texts.installed)
  for (;;) {
    const answer = await prompter.select(texts.whatNow, [
      { value: 'test', label: texts.menu.test },
      { value: 'status', label: texts.menu.status },
      { value: 'repair', label: texts.menu.repair },
      { value: 'uninstall', label: texts.menu.uninstall },
      { value: 'quit', label: texts.quit },
    ])
    if (answer === undefined || answer === 'quit') return exitCodes.done
    if (answer === 'test') await connectivity(session)
    else if (answer === 'status') await statusCommand(session)
    else if (answer === 'repair') await repairCommand(session)
    else if ((await prompter.confirm(texts.sureUninstall)) === true) return uninstallCommand(session)
    if (session.cancelled.aborted) return exitCodes.cancelled
  }
}
