import './sign-in.css'
import { DismissCircle20Regular } from '@fluentui/react-icons'
import { type SignInState } from '../../../contract/enrollment.ts'
import { BackButton, CloseButton, NextButton } from '../../parts/footer.tsx'
import { Page } from '../../parts/page.tsx'
import { useAct, useSay, useSnapshot } from '../../wizard.ts'
import { AddressForm, Discovering } from './address-form.tsx'
import { ReadyView } from './ready-view.tsx'
import { SignedInView } from './signed-in-view.tsx'
import { useLateChecks } from './use-late-checks.ts'
import { WaitingView } from './waiting-view.tsx'

function Content({ state }: { state: SignInState }) {
  switch (state.is) {
    case 'addressNeeded':
      return <AddressForm state={state} />
    case 'discovering':
      return <Discovering address={state.address} />
    case 'ready':
      return <ReadyView state={state} />
    case 'waiting':
      return <WaitingView state={state} />
    case 'signedIn':
      return <SignedInView state={state} />
  }
}

/** Step 2. */
export function SignInPage() {
  const { signIn } = useSnapshot()
  const say = useSay()
  const act = useAct()
  useLateChecks()
  const stop = {
    label: say('checkServer.stop'),
    icon: <DismissCircle20Regular />,
    onSelect: () => void act('cancelSignIn', {}).then(() => act('changeAddress', {})),
  }
  return (
    <Page
      {...(signIn.is === 'signedIn' ? {} : { lead: say('signIn.lead') })}
      extra={signIn.is === 'discovering' ? [stop] : []}
      buttons={
        <>
          <BackButton to="checkServer" />
          <NextButton to="resourceLocation" disabled={signIn.is !== 'signedIn'} />
          <CloseButton />
        </>
      }
    >
      <Content state={signIn} />
    </Page>
  )
}
