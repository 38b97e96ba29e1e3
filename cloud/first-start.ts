/** The organization and its first administrator, made when the data folder is empty. */
import { type SignIn } from './sign-in/sign-in-api.ts'
import { type Store } from './store/store.ts'

export interface FirstOrganization {
  name: string
  administrator: string
}

/** @returns path of the one-time link with which the first administrator sets a password; absent once that is done. */
export const prepareFirstStart = async (
  store: Store,
  signIn: Pick<SignIn, 'createPasswordLink'>,
  { name, administrator }: FirstOrganization,
  now: () => number,
): Promise<string | undefined> => {
  const at = new Date(now())
  const organization = (await store.organizations.first()) ?? (await store.organizations.create(name, at))
  const owner =
    (await store.users.firstOwner(organization.id)) ??
    (await store.users.create(organization.id, { email: administrator, name: 'First administrator', role: 'owner' }, at))
  return (await store.users.hasPassword(owner.id)) ? undefined : signIn.createPasswordLink(owner.id)
}
