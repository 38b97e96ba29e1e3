import { useSnapshot } from '../../wizard.ts'

/** The organization's name, for sentences. Signed out there is none, and then the page cannot be opened. */
export function useOrganization(): string {
  const { signIn } = useSnapshot()
  return signIn.is === 'signedIn' ? signIn.account.organization : ''
}
