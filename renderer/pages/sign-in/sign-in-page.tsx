import { BackButton, CloseButton, NextButton } from '../../parts/footer.tsx'
import { Page } from '../../parts/page.tsx'

export function SignInPage() {
  return (
    <Page
      buttons={
        <>
          <BackButton to="checkServer" />
          <NextButton to="resourceLocation" />
          <CloseButton />
        </>
      }
    >
      <p />
    </Page>
  )
}
