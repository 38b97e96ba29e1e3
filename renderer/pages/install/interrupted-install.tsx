import { Button } from '@fluentui/react-components'
import { type InstallState } from '../../../contract/install-plan.ts'
import { FailureVerdict } from '../../parts/failure-verdict.tsx'
import { CloseButton } from '../../parts/footer.tsx'
import { Page } from '../../parts/page.tsx'
import { RestartNeeded } from '../../parts/restart-needed.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { dayAndTime } from '../../moments.ts'
import { useAct, useGo, useLanguage, useSay, useSnapshot } from '../../wizard.ts'
import { ActionList } from './action-list.tsx'
import { InstallLog } from './install-log.tsx'
import { needsEnrollment } from './install-view.ts'

type Interrupted = Extract<InstallState, { is: 'interrupted' }>

/** The installation as it was left in the middle: by a crash, by itself with a reason, or for a restart of the server. */
export function InterruptedInstall({ install }: { install: Interrupted }) {
  const say = useSay()
  const { signIn } = useSnapshot()
  const { restart } = install
  const signInFirst = signIn.is !== 'signedIn' && needsEnrollment(install.rows)
  return (
    <Page
      title={say(restart === undefined ? 'install.titles.interrupted' : 'install.titles.restart')}
      buttons={<Buttons install={install} signInFirst={signInFirst} />}
    >
      {restart === undefined ? (
        <Why install={install} signInFirst={signInFirst} />
      ) : (
        <RestartNeeded restart={restart} sub={<p>{say('install.restartSub')}</p>} />
      )}
      <ActionList rows={install.rows} />
      <InstallLog />
    </Page>
  )
}

function Why({ install, signInFirst }: { install: Interrupted; signInFirst: boolean }) {
  const say = useSay()
  const language = useLanguage()
  const { failure } = install
  const done = install.rows.filter((row) => row.state.is === 'done').length
  const sub = (
    <>
      <p>{say('install.interruptedSub', { done, count: install.rows.length })}</p>
      {signInFirst && <p>{say('install.signInFirst')}</p>}
    </>
  )
  // Nothing waits any more: the server has been started again since.
  if (failure?.code === 'CW3022') return <Verdict of="note" says={say('install.restartedSays')} sub={sub} />
  if (failure === undefined)
    return <Verdict of="warn" says={say('install.interruptedSays', { at: dayAndTime(install.at, language) })} sub={sub} />
  return (
    <>
      <FailureVerdict failure={failure} of="warn" />
      {sub}
    </>
  )
}

function Buttons({ install: { restart }, signInFirst }: { install: Interrupted; signInFirst: boolean }) {
  const say = useSay()
  const act = useAct()
  const go = useGo()
  // While the server has to be restarted, that is what helps; trying again helps only when the program has let go.
  const appearance = restart === undefined ? 'primary' : 'secondary'
  return (
    <>
      <Button onClick={() => void act('undoInstall', {})}>{say('install.undo')}</Button>
      {signInFirst ? (
        <Button appearance={appearance} onClick={() => go({ mode: 'setup', page: 'signIn' })}>
          {say('install.signIn')}
        </Button>
      ) : (
        <Button appearance={appearance} onClick={() => void act('resumeInstall', {})}>
          {say(restart === undefined ? 'install.resume' : 'install.tryAgain')}
        </Button>
      )}
      <CloseButton says="close" />
    </>
  )
}
