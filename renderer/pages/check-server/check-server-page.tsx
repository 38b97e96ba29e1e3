import './check-server.css'
import { Button } from '@fluentui/react-components'
import { ArrowClockwise20Regular, DismissCircle20Regular } from '@fluentui/react-icons'
import { useEffect } from 'react'
import { checksAllow } from '../../navigation.ts'
import { useForward } from '../../parts/forward-dialog.tsx'
import { CloseButton, NextButton } from '../../parts/footer.tsx'
import { type ExtraAction } from '../../parts/more-menu.tsx'
import { Page } from '../../parts/page.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useAct, useSay, useSnapshot, useWizard } from '../../wizard.ts'
import { CancelledView, DoneView } from './done-view.tsx'
import { OverrideDialog } from './override-dialog.tsx'
import { ProxyDialog } from './proxy-dialog.tsx'
import { RunningView } from './running-view.tsx'

/** Step 1, and after set-up the page "Checks". Starts the checks by itself when none were made yet. */
export function CheckServerPage() {
  const snapshot = useSnapshot()
  const managed = useWizard((state) => state.place?.mode === 'managed')
  const say = useSay()
  const act = useAct()
  const forward = useForward()
  const { run, rows } = snapshot.checks

  useEffect(() => {
    if (run.is === 'idle') void act('runChecks', {})
    // Only when the page opens: who stops the checks does not want them to start again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  const extra: ExtraAction[] =
    run.is === 'running'
      ? [{ label: say('checkServer.stop'), icon: <DismissCircle20Regular />, onSelect: () => void act('cancelChecks', {}) }]
      : run.is === 'done'
        ? [{ label: say('checkServer.runAll'), icon: <ArrowClockwise20Regular />, onSelect: () => void act('runChecks', {}) }]
        : []
  const more = run.is === 'done' ? [forward.action] : []
  return (
    <Page
      extra={extra}
      more={more}
      buttons={
        managed ? (
          <CloseButton says="close" />
        ) : (
          <>
            <NextButton to="signIn" disabled={!checksAllow(snapshot)} />
            <CloseButton />
          </>
        )
      }
    >
      {run.is === 'idle' && (
        <Verdict
          of="waiting"
          says={say('checkServer.idle.says')}
          sub={say('checkServer.idle.sub')}
          act={<Button onClick={() => void act('runChecks', {})}>{say('checkServer.idle.run')}</Button>}
        />
      )}
      {run.is === 'running' && <RunningView rows={rows} />}
      {run.is === 'done' && <DoneView rows={rows} verdict={run.verdict} />}
      {run.is === 'cancelled' && <CancelledView rows={rows} />}
      <OverrideDialog rows={rows} />
      {forward.dialog}
      <ProxyDialog />
    </Page>
  )
}
