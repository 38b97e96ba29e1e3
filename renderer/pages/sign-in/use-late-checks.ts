import { useEffect } from 'react'
import { type CheckId } from '../../../contract/check-catalogue.ts'
import { type WizardSnapshot } from '../../../contract/wizard-api.ts'
import { useAct, useDraft, useSnapshot } from '../../wizard.ts'

/** Why a check was not made that can be made once the control plane is known. */
const forWantOfAddress: readonly (string | undefined)[] = ['noControlPlane', 'nothingToCompare']

const notMade = ({ checks }: WizardSnapshot): CheckId[] =>
  checks.rows.flatMap(({ id, state }) => (state.is === 'done' && forWantOfAddress.includes(state.result.reason) ? [id] : []))

/** Makes the checks that had to wait for the address of the control plane, once for each address. What blocks leads back to their page. */
export function useLateChecks(): void {
  const snapshot = useSnapshot()
  const act = useAct()
  const [madeFor, setMadeFor] = useDraft('signIn.checkedFor')
  const { signIn, checks } = snapshot
  const address = 'controlPlane' in signIn ? signIn.controlPlane.address : undefined
  const isDone = checks.run.is === 'done'
  useEffect(() => {
    if (address === undefined || !isDone || madeFor === address) return
    const late = notMade(snapshot)
    setMadeFor(address)
    // Another control plane than the one that was checked: everything that asked it is stale.
    if (madeFor !== '') void act('runChecks', {})
    else if (late.length > 0) void act('runChecks', { only: late })
  }, [address, isDone, madeFor, setMadeFor, snapshot, act])
}
