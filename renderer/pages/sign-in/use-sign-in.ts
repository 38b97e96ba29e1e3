import { type SignInState } from '../../../contract/enrollment.ts'
import { useAct, useDraft } from '../../wizard.ts'

type Waiting = Extract<SignInState, { is: 'waiting' }>

/** Starts a sign-in, and has the window open its address: the agent runs with rights that no browser should have. */
export function useSignIn(): { start: (method: 'browser' | 'device') => void; open: () => void; wasOpened: (state: Waiting) => boolean } {
  const act = useAct()
  const [notOpened, setNotOpened] = useDraft('signIn.notOpened')
  const open = () => void act('openLink', { link: 'signIn' }, 'told').then((answer) => setNotOpened(answer?.ok === true ? '' : 'yes'))
  return {
    open,
    start: (method) => {
      setNotOpened('')
      void act('startSignIn', { method }, 'told').then((answer) => {
        if (method === 'browser' && answer?.ok === true) open()
      })
    },
    wasOpened: (state) => state.browserOpened || notOpened === '',
  }
}
