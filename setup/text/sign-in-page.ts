/** Page 2 in a terminal: address, browser or code, words to compare. */
import { type SignInState } from '../../contract/enrollment.ts'
import { failureLine } from '../commands/output.ts'
import { until } from '../commands/session.ts'
import { parseAddress } from '../enrollment/discovery.ts'
import { type GuidedSession, type PageEnd } from './guided.ts'

type Waiting = Extract<SignInState, { is: 'waiting' }>

export const signInPage = async (session: GuidedSession): Promise<PageEnd> => {
  const { engine, prompter, speaker, output, cancelled } = session
  await engine.presetTried()
  for (;;) {
    if (cancelled.aborted) return 'quit'
    const { signIn } = engine.snapshot
    if (signIn.is === 'signedIn') {
      prompter.say(speaker.tell(speaker.texts.signedIn, signIn.account))
      return 'next'
    }
    const failure = 'failure' in signIn ? signIn.failure : undefined
    if (failure !== undefined) prompter.warn(failureLine(failure, output.language))
    if (signIn.is === 'ready') {
      const end = await signInWith(session, signIn)
      if (end !== 'again') return end
    } else if (!(await askAddress(session))) return 'quit'
  }
}

const askAddress = async ({ engine, prompter, speaker: { texts }, output: { language } }: GuidedSession): Promise<boolean> => {
  const { signIn } = engine.snapshot
  const preset = signIn.is === 'addressNeeded' ? (signIn.address ?? '') : ''
  const address = await prompter.text(texts.address, preset, (answer) => {
    const parsed = parseAddress(answer)
    return parsed.ok ? undefined : failureLine(parsed.failure, language)
  })
  if (address === undefined) return false
  await engine.call('discover', { address })
  return true
}

const signInWith = async (
  session: GuidedSession,
  { controlPlane, failure }: Extract<SignInState, { is: 'ready' }>,
): Promise<PageEnd | 'again'> => {
  const { engine, prompter, speaker, cancelled } = session
  const { texts } = speaker
  const ways = (['browser', 'device'] as const).filter((way) => controlPlane.methods.includes(way))
  const answer = await prompter.select(
    `${controlPlane.name} (${controlPlane.address}): ${failure === undefined ? texts.method : texts.tryAgain}`,
    [
      ...ways.map((way) => ({ value: way, label: texts.methods[way] })),
      { value: 'address' as const, label: texts.otherAddress },
      { value: 'quit' as const, label: texts.quit },
    ],
  )
  if (answer === undefined || answer === 'quit') return 'quit'
  if (answer === 'address') {
    await engine.call('changeAddress', {})
    return 'again'
  }
  let shown = ''
  const stop = engine.onEvent((event) => {
    if (event.is !== 'signIn' || event.value.is !== 'waiting') return
    const lines = promptLines(session, event.value)
    if (lines === shown) return
    shown = lines
    prompter.say(lines)
  })
  const begun = await engine.call('startSignIn', { method: answer })
  if (begun.ok) await until(session, ({ signIn }) => signIn.is !== 'waiting')
  stop()
  if (cancelled.aborted) await engine.call('cancelSignIn', {})
  return 'again'
}

const promptLines = (
  { speaker: { texts, tell } }: GuidedSession,
  { words, shortAddress = '', userCode = '', verificationAddress = '', browserOpened, method, expiresAt }: Waiting,
): string =>
  [
    method === 'device'
      ? tell(texts.openCode, { address: verificationAddress, code: userCode })
      : tell(browserOpened ? texts.browserOpened : texts.openThis, { address: shortAddress }),
    ...(words === undefined ? [] : [tell(texts.compare, { words })]),
    tell(texts.until, { at: expiresAt }),
  ].join('\n')
