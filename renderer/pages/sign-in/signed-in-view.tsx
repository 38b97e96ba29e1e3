import { Button } from '@fluentui/react-components'
import { Building20Regular, Person20Regular } from '@fluentui/react-icons'
import { useEffect } from 'react'
import { type SignInState } from '../../../contract/enrollment.ts'
import { List } from '../../parts/row.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useAct, useSay, useSnapshot } from '../../wizard.ts'

/** Who, and in full which organization: the wrong tenant is the costly mistake. */
export function SignedInView({ state }: { state: Extract<SignInState, { is: 'signedIn' }> }) {
  const say = useSay()
  const act = useAct()
  const { locations } = useSnapshot()
  const { account } = state
  const count = locations.is === 'loaded' ? locations.locations.length : 0
  useEffect(() => {
    if (locations.is === 'none') void act('loadLocations', {})
  }, [locations.is, act])
  return (
    <>
      <Verdict
        of="pass"
        says={say('signIn.signedIn.says', { name: account.name })}
        sub={count > 0 ? say('signIn.signedIn.subLocations', { count }) : say('signIn.signedIn.sub')}
      />
      <List>
        <li className="item">
          <Building20Regular className="quiet" aria-hidden />
          <div className="stack">
            <span className="caption quiet">{say('signIn.signedIn.organization')}</span>
            <span className="strong">{account.organization}</span>
            <span className="quiet mono">{account.organizationId}</span>
          </div>
        </li>
        <li className="item">
          <Person20Regular className="quiet" aria-hidden />
          <div className="stack">
            <span className="caption quiet">{say('signIn.signedIn.account')}</span>
            <span>{account.email}</span>
          </div>
          <Button onClick={() => void act('signOut', {})}>{say('signIn.signedIn.another')}</Button>
        </li>
      </List>
      <p className="quiet reading">{say('signIn.signedIn.note')}</p>
    </>
  )
}
