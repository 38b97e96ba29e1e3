import { Button } from '@fluentui/react-components'
import { ArrowClockwise20Regular } from '@fluentui/react-icons'
import { useCallback, useEffect, useState } from 'react'
import { type Failure } from '../../../contract/error-codes.ts'
import { type InstallState, type LookedOver } from '../../../contract/install-plan.ts'
import { FailureVerdict } from '../../parts/failure-verdict.tsx'
import { CloseButton } from '../../parts/footer.tsx'
import { NotWhole } from '../../parts/not-whole.tsx'
import { Page } from '../../parts/page.tsx'
import { Progress } from '../../parts/progress.tsx'
import { ReadOnly } from '../../parts/read-only.tsx'
import { RestartNeeded } from '../../parts/restart-needed.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useAct, useSay, useSnapshot, useWizard } from '../../wizard.ts'
import { ActionList } from '../install/action-list.tsx'
import { InstallLog } from '../install/install-log.tsx'
import { LookedOverList } from './looked-over-list.tsx'

type Looked =
  { readonly is: 'looking' } | { readonly is: 'looked'; readonly rows: LookedOver } | { readonly is: 'failed'; readonly failure: Failure }

/** Looks first, and says which actions are no longer as they were left; then does those again, and nothing else. */
export function RepairPage() {
  const say = useSay()
  const act = useAct()
  const ask = useWizard((state) => state.ask)
  const { install, server } = useSnapshot()
  const [looked, setLooked] = useState<Looked>({ is: 'looking' })
  const repairing = install.is === 'running' && install.work === 'repair'
  const whole = install.is === 'installed'
  const look = useCallback(async () => {
    setLooked({ is: 'looking' })
    const answer = await ask('lookOver', {})
    if (answer !== undefined) setLooked(answer.ok ? { is: 'looked', rows: answer.value } : { is: 'failed', failure: answer.failure })
  }, [ask])
  useEffect(() => {
    // What was seen before a repair says nothing any more once it ended.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    if (whole) void look()
  }, [whole, look])
  const ready = whole && server.elevated && looked.is !== 'looking'
  const again = {
    label: say('repair.look'),
    icon: <ArrowClockwise20Regular />,
    disabled: !whole || looked.is === 'looking',
    onSelect: () => void look(),
  }
  return (
    <Page
      lead={say('repair.lead')}
      extra={repairing ? [] : [again]}
      buttons={
        <>
          {repairing ? (
            <Button onClick={() => void act('cancelInstall', {})}>{say('repair.stop')}</Button>
          ) : (
            <Button
              appearance={ready && install.restart === undefined ? 'primary' : 'secondary'}
              disabled={!ready}
              onClick={() => void act('repair', {})}
            >
              {say('repair.now')}
            </Button>
          )}
          <CloseButton says="close" />
        </>
      }
    >
      <ReadOnly adds={say('repair.adds')} />
      {repairing && <Repairing install={install} />}
      {whole && <Found looked={looked} install={install} />}
      {!whole && !repairing && <NotWhole install={install} />}
      {(repairing || (whole && install.maintenance?.work === 'repair')) && <InstallLog />}
    </Page>
  )
}

function Repairing({ install }: { install: Extract<InstallState, { is: 'running' }> }) {
  const say = useSay()
  return (
    <>
      <Verdict of="running" says={say('repair.running')} sub={say('repair.runningSub')}>
        <Progress value={install.progress} label={say('repair.running')} />
      </Verdict>
      <ActionList rows={install.rows} />
    </>
  )
}

function Found({ looked, install }: { looked: Looked; install: Extract<InstallState, { is: 'installed' }> }) {
  const say = useSay()
  const ended = install.maintenance?.work === 'repair' ? install.maintenance : undefined
  const quiet = ended === undefined && install.restart === undefined
  const differing = looked.is === 'looked' ? looked.rows.filter(({ differs }) => differs !== undefined).length : 0
  return (
    <>
      {install.restart !== undefined && <RestartNeeded restart={install.restart} />}
      {ended?.failure !== undefined && install.restart === undefined && <FailureVerdict failure={ended.failure} of="warn" />}
      {ended !== undefined && ended.failure === undefined && (
        <Verdict
          of="pass"
          says={ended.redone === 0 ? say('repair.nothingDone') : say('repair.done', { count: ended.redone })}
          sub={say('repair.doneSub')}
        />
      )}
      {quiet && looked.is === 'looking' && <Verdict of="running" says={say('repair.looking')} sub={say('repair.lookingSub')} />}
      {looked.is === 'failed' && <FailureVerdict failure={looked.failure} />}
      {quiet && looked.is === 'looked' && (
        <Verdict
          of={differing === 0 ? 'pass' : 'warn'}
          says={differing === 0 ? say('repair.whole') : say('repair.differs', { count: differing, all: looked.rows.length })}
          sub={say(differing === 0 ? 'repair.wholeSub' : 'repair.differsSub')}
        />
      )}
      {looked.is === 'looked' && <LookedOverList rows={looked.rows} />}
    </>
  )
}
