import { Button } from '@fluentui/react-components'
import { Globe20Regular, Open20Regular, Phone20Regular } from '@fluentui/react-icons'
import { type SignInState } from '../../../contract/enrollment.ts'
import { clockTime, secondsUntil, useNow } from '../../parts/clock.ts'
import { CopyButton } from '../../parts/copy.tsx'
import { RichText } from '../../parts/rich-text.tsx'
import { List } from '../../parts/row.tsx'
import { Section } from '../../parts/section.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useSay } from '../../wizard.ts'
import { ControlPlaneLine } from './control-plane-line.tsx'
import { useSignIn } from './use-sign-in.ts'
import { Way } from './way.tsx'

type Waiting = Extract<SignInState, { is: 'waiting' }>

/** The browser, here or elsewhere, has the turn: words to compare, the time left, every other way in. */
export function WaitingView({ state }: { state: Waiting }) {
  const say = useSay()
  const { wasOpened } = useSignIn()
  const opened = state.method === 'device' || wasOpened(state)
  const says = !opened ? 'signIn.waiting.saysNotOpened' : state.method === 'device' ? 'signIn.waiting.saysDevice' : 'signIn.waiting.says'
  return (
    <>
      <Verdict
        of={opened ? 'running' : 'warn'}
        says={say(says)}
        sub={say(opened ? 'signIn.waiting.compare' : 'signIn.waiting.notOpened')}
        act={<TimeLeft until={state.expiresAt} />}
      >
        {state.words !== undefined && (
          <div className="words">
            <span className="words-big">{state.words}</span>
            <span className="quiet">{say('signIn.waiting.otherWords')}</span>
          </div>
        )}
      </Verdict>
      <Ways state={state} opened={opened} />
      <ControlPlaneLine address={state.controlPlane.address} waiting />
    </>
  )
}

/** One number a second. Not spoken: a screen reader would talk without end. */
function TimeLeft({ until }: { until: string }) {
  const say = useSay()
  const now = useNow(true)
  const seconds = secondsUntil(until, now)
  return (
    <span
      className="quiet num time-left"
      role="timer"
      aria-live="off"
      aria-label={say('signIn.waiting.leftSpoken', { minutes: Math.ceil(seconds / 60) })}
    >
      {seconds === 0 ? say('signIn.waiting.over') : say('signIn.waiting.left', { time: clockTime(seconds) })}
    </span>
  )
}

function Ways({ state, opened }: { state: Waiting; opened: boolean }) {
  const say = useSay()
  const { start, open } = useSignIn()
  const { shortAddress, userCode, verificationAddress, method, controlPlane } = state
  const title = method === 'device' ? 'signIn.waiting.sectionDevice' : opened ? 'signIn.waiting.section' : 'signIn.waiting.sectionNotOpened'
  const deviceOffered = userCode === undefined && controlPlane.methods.includes('device')
  return (
    <Section title={say(title)}>
      <List>
        {shortAddress !== undefined && (
          <Way
            icon={<Globe20Regular className="quiet" aria-hidden />}
            title={say('signIn.waiting.here')}
            sub={<span className="mono">{shortAddress}</span>}
          >
            <CopyButton text={shortAddress} label={say('signIn.waiting.copyAddress')} />
            <Button icon={<Open20Regular />} onClick={open}>
              {say(opened ? 'signIn.waiting.openAgain' : 'signIn.waiting.open')}
            </Button>
          </Way>
        )}
        {userCode !== undefined && (
          <Way
            icon={<Phone20Regular className="quiet" aria-hidden />}
            title={say('signIn.waiting.elsewhere')}
            sub={
              <RichText
                text={say('signIn.waiting.openAndType')}
                with={{
                  address: <span className="mono">{(verificationAddress ?? '').replace(/^https:\/\//, '')}</span>,
                  code: <span className="mono strong user-code">{userCode}</span>,
                }}
              />
            }
          >
            <CopyButton text={userCode} label={say('signIn.waiting.copyCode')} />
          </Way>
        )}
        {deviceOffered && (
          <Way
            icon={<Phone20Regular className="quiet" aria-hidden />}
            title={say('signIn.waiting.elsewhere')}
            sub={say('signIn.waiting.useDevice')}
          >
            <Button onClick={() => start('device')}>{say('signIn.ready.getCode')}</Button>
          </Way>
        )}
        {method === 'device' && controlPlane.methods.includes('browser') && (
          <Way
            icon={<Globe20Regular className="quiet" aria-hidden />}
            title={say('signIn.waiting.here')}
            sub={say('signIn.waiting.useBrowserSub')}
          >
            <Button onClick={() => start('browser')}>{say('signIn.ready.browser')}</Button>
          </Way>
        )}
      </List>
    </Section>
  )
}
