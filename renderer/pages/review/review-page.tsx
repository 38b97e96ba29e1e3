import { CloseButton } from '../../parts/footer.tsx'
import { Page } from '../../parts/page.tsx'

export function ReviewPage() {
  return <Page buttons={<CloseButton />}>{null}</Page>
}
