import { DismissCircle20Regular } from '@fluentui/react-icons'
import { BackButton, CloseButton, NextButton } from '../../parts/footer.tsx'
import { Page } from '../../parts/page.tsx'
import { useAct, useSay, useSnapshot } from '../../wizard.ts'
import { SignInContent } from './sign-in-content.tsx'
import { useLateChecks } from './use-late-checks.ts'

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
      <SignInContent state={signIn} />
    </Page>
  )
}
