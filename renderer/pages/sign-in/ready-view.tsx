import { Button } from '@fluentui/react-components'
import { Globe20Regular, Phone20Regular } from '@fluentui/react-icons'
import { type SignInState } from '../../../contract/enrollment.ts'
import { FailureVerdict } from '../../parts/failure-verdict.tsx'
import { List } from '../../parts/row.tsx'
import { Section } from '../../parts/section.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useSay } from '../../wizard.ts'
import { ControlPlaneLine } from './control-plane-line.tsx'
import { useSignIn } from './use-sign-in.ts'
import { Way } from './way.tsx'

/** What ended a sign-in without anything being wrong: the person's own decision, or the clock. */
const harmless: readonly string[] = ['CW2010', 'CW2011', 'CW2012', 'CW5001']

/** The control plane is known; nobody has signed in, or the last attempt ended badly and says why. */
export function ReadyView({ state }: { state: Extract<SignInState, { is: 'ready' }> }) {
  const say = useSay()
  const { start } = useSignIn()
  const { methods, name } = state.controlPlane
  const { failure } = state
  const byBrowser = methods.includes('browser')
  const byDevice = methods.includes('device')
  const again = byBrowser && (
    <Button appearance="primary" icon={<Globe20Regular />} onClick={() => start('browser')}>
      {failure === undefined ? say('signIn.ready.browser') : say('signIn.failed.again')}
    </Button>
  )
  return (
    <>
      {failure === undefined ? (
        <Verdict
          of="note"
          says={say('signIn.ready.says', { name })}
          sub={byBrowser ? say('signIn.ready.sub') : byDevice ? say('signIn.ready.onlyDevice') : say('signIn.ready.onlyToken')}
          act={again}
        />
      ) : (
        <FailureVerdict failure={failure} of={harmless.includes(failure.code) ? 'warn' : 'fail'} act={again} />
      )}
      {byDevice && (
        <Section title={say('signIn.ready.otherWays')}>
          <List>
            <Way
              icon={<Phone20Regular className="quiet" aria-hidden />}
              title={say('signIn.ready.device')}
              sub={say('signIn.ready.deviceSub')}
            >
              <Button appearance={byBrowser ? 'secondary' : 'primary'} onClick={() => start('device')}>
                {say('signIn.ready.getCode')}
              </Button>
            </Way>
          </List>
        </Section>
      )}
      <ControlPlaneLine address={state.controlPlane.address} />
    </>
  )
}
