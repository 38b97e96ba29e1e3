import { Link } from '@fluentui/react-components'
import { useAct, useSay } from '../../wizard.ts'

/** Which control plane this is about, and the ways out: another one, and ending a sign-in that waits. */
export function ControlPlaneLine({ address, waiting = false }: { address: string; waiting?: boolean }) {
  const say = useSay()
  const act = useAct()
  return (
    <p className="quiet any line wraps">
      {say('signIn.controlPlane')}
      <span className="mono">{address.replace(/^https:\/\//, '').replace(/\/$/, '')}</span>
      <Link as="button" onClick={() => void act('changeAddress', {})}>
        {say('signIn.change')}
      </Link>
      {waiting && (
        <Link as="button" className="push" onClick={() => void act('cancelSignIn', {})}>
          {say('signIn.waiting.cancel')}
        </Link>
      )}
    </p>
  )
}
