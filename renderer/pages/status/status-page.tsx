import { CloseButton } from '../../parts/footer.tsx'
import { Page } from '../../parts/page.tsx'

export function StatusPage() {
  return <Page buttons={<CloseButton />}>{null}</Page>
}
