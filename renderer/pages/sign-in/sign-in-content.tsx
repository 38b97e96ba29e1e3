import './sign-in.css'
import { type SignInState } from '../../../contract/enrollment.ts'
import { AddressForm, Discovering } from './address-form.tsx'
import { ReadyView } from './ready-view.tsx'
import { SignedInView } from './signed-in-view.tsx'
import { WaitingView } from './waiting-view.tsx'

/** Sign-in as it stands, on whatever page it is needed. */
export function SignInContent({ state }: { state: SignInState }) {
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
