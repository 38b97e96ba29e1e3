import { Link } from '@fluentui/react-components'
import { useAct, useSay } from '../../wizard.ts'

/** Which control plane this is about, and the way to another. */
export function ControlPlaneLine({ address }: { address: string }) {
  const say = useSay()
  const act = useAct()
  return (
    <p className="quiet any">
      {say('signIn.controlPlane')} <span className="mono">{address.replace(/^https:\/\//, '').replace(/\/$/, '')}</span>
      {'\u2002'}
      <Link as="button" onClick={() => void act('changeAddress', {})}>
        {say('signIn.change')}
      </Link>
    </p>
  )
}
