import { Button, Field, Input } from '@fluentui/react-components'
import { type SignInState } from '../../../contract/enrollment.ts'
import { secondsSince, useNow } from '../../parts/clock.ts'
import { FailureVerdict } from '../../parts/failure-verdict.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useAct, useDraft, useSay } from '../../wizard.ts'
import { useState } from 'react'

/** The address of the control plane: asked for, or not found there. */
export function AddressForm({ state }: { state: Extract<SignInState, { is: 'addressNeeded' }> }) {
  const say = useSay()
  const act = useAct()
  const [address, setAddress] = useDraft('signIn.address', state.address ?? '')
  const typed = address.trim()
  return (
    <>
      {state.failure === undefined ? (
        <Verdict of="note" says={say('signIn.address.says')} sub={say('signIn.address.sub')} />
      ) : (
        <FailureVerdict failure={state.failure} />
      )}
      <form
        className="address-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (typed !== '') void act('discover', { address: typed }, 'told')
        }}
      >
        <Field className="address-field" label={say('signIn.address.label')} hint={say('signIn.address.hint')}>
          <Input
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            maxLength={2000}
            value={address}
            onChange={(_, { value }) => setAddress(value)}
          />
        </Field>
        <Button type="submit" appearance="primary" disabledFocusable={typed === ''}>
          {say('signIn.address.connect')}
        </Button>
      </form>
    </>
  )
}

/** While the address is being asked for a control plane. */
export function Discovering({ address }: { address: string }) {
  const say = useSay()
  const now = useNow(true)
  const [since] = useState(() => new Date(now).toISOString())
  return (
    <Verdict
      of="running"
      says={say('signIn.discovering.says')}
      sub={<span className="any">{say('signIn.discovering.sub', { address })}</span>}
      act={<span className="quiet num">{say('signIn.discovering.seconds', { seconds: secondsSince(since, now) })}</span>}
    />
  )
}
