import { CloseButton, NextButton } from '../../parts/footer.tsx'
import { Page } from '../../parts/page.tsx'

export function CheckServerPage() {
  return (
    <Page
      buttons={
        <>
          <NextButton to="signIn" />
          <CloseButton />
        </>
      }
    >
      <p />
    </Page>
  )
}
