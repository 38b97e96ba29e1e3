import { Button } from '@fluentui/react-components'
import { type InstallState } from '../../contract/install-plan.ts'
import { useGo, useSay, useSnapshot } from '../wizard.ts'
import { FailureVerdict } from './failure-verdict.tsx'
import { Verdict } from './verdict.tsx'

/** What stands in place of the work where no whole installation is written down, and what to do instead. */
export function NotWhole({ install }: { install: InstallState }) {
  const say = useSay()
  const go = useGo()
  const { server } = useSnapshot()
  if (install.is === 'damaged') return <FailureVerdict failure={install.failure} />
  if (install.is === 'interrupted')
    return (
      <Verdict
        of="warn"
        says={say('maintain.interrupted')}
        sub={say('maintain.interruptedSub')}
        act={<Button onClick={() => go({ mode: 'setup', page: 'install' })}>{say('maintain.toInstall')}</Button>}
      />
    )
  // The journal lies where only administrators read; what they would see is not known here.
  if (!server.elevated) return <Verdict of="unknown" says={say('maintain.notReadable')} sub={say('maintain.notReadableSub')} />
  return (
    <Verdict
      of="note"
      says={say('maintain.nothing')}
      sub={say('maintain.nothingSub')}
      act={<Button onClick={() => go({ mode: 'managed', page: 'checks' })}>{say('maintain.toChecks')}</Button>}
    />
  )
}
