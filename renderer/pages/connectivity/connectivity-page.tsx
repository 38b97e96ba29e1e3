import './connectivity.css'
import { Button } from '@fluentui/react-components'
import { ArrowClockwise20Regular, ArrowSwap20Regular, Copy20Regular, Router20Regular, Save20Regular } from '@fluentui/react-icons'
import { useEffect, useState } from 'react'
import { useForward } from '../../parts/forward-dialog.tsx'
import { CloseButton } from '../../parts/footer.tsx'
import { Page } from '../../parts/page.tsx'
import { PathHops } from '../../parts/path-hops.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useAct, useGo, useSay, useSnapshot, useWizard } from '../../wizard.ts'
import { type ActiveTest } from './connectivity-view.ts'
import { ComparisonSection } from './comparison-section.tsx'
import { EvidenceList } from './evidence-list.tsx'
import { FurtherSection } from './further-section.tsx'
import { LatencySection } from './latency-section.tsx'
import { LayerTable } from './layer-table.tsx'
import { OtherProxyDialog } from './other-proxy-dialog.tsx'
import { OwnSteps } from './own-steps.tsx'
import { Request } from './request.tsx'
import { TestVerdict } from './test-verdict.tsx'
import { ThroughputDialog } from './throughput-dialog.tsx'
import { ThroughputLine } from './throughput-line.tsx'
import { useReport } from './use-report.ts'

/** Step 6, and a page of its own after set-up: the live test from this server through the cloud and back. */
export function ConnectivityPage() {
  const { connectivity } = useSnapshot()
  const say = useSay()
  const act = useAct()
  const report = useReport()
  const forward = useForward()
  const active = connectivity.is === 'active' ? connectivity : undefined
  const idle = active === undefined
  const [asking, setAsking] = useState<'nothing' | 'throughput' | 'proxy'>('nothing')
  useEffect(() => {
    // Once, when the page opens: a test that is stopped while it is open stays stopped.
    if (active === undefined || active.finishedAt !== undefined) void act('startConnectivity', {})
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  const again = {
    label: say(idle ? 'connectivity.start' : 'connectivity.again'),
    icon: <ArrowClockwise20Regular />,
    onSelect: () => void act('startConnectivity', {}),
  }
  const more = [
    {
      label: say('connectivity.throughput.measure'),
      icon: <ArrowSwap20Regular />,
      disabled: active?.diagnosis.is !== 'working' || active.throughput?.is === 'running',
      onSelect: () => setAsking('throughput'),
    },
    { label: say('connectivity.otherProxy.choose'), icon: <Router20Regular />, onSelect: () => setAsking('proxy') },
    forward.action,
    { label: say('connectivity.copyReport'), icon: <Copy20Regular />, disabled: idle, onSelect: () => void report.copy() },
    {
      label: say('connectivity.saveReport'),
      icon: <Save20Regular />,
      disabled: idle,
      onSelect: () => void report.save('connectivityReport'),
    },
    { label: say('connectivity.savePage'), icon: <Save20Regular />, disabled: idle, onSelect: () => void report.save('connectivityPage') },
    ...(active !== undefined && active.finishedAt === undefined
      ? [{ label: say('connectivity.stop'), onSelect: () => void act('stopConnectivity', {}) }]
      : []),
  ]
  return (
    <Page more={more} extra={[again]} buttons={<LastButton working={active?.diagnosis.is === 'working'} />}>
      {active === undefined ? (
        <Verdict of="waiting" says={say('connectivity.idle')} sub={say('connectivity.idleSub')} />
      ) : (
        <Test test={active} />
      )}
      {forward.dialog}
      {asking === 'throughput' && <ThroughputDialog onClose={() => setAsking('nothing')} />}
      {asking === 'proxy' && <OtherProxyDialog onClose={() => setAsking('nothing')} />}
      <p className={report.says === '' ? 'unseen' : 'caption second any'} role="status">
        {report.says}
      </p>
    </Page>
  )
}

function Test({ test }: { test: ActiveTest }) {
  const { diagnosis } = test
  if (diagnosis.is === 'notWorking') {
    return (
      <>
        <TestVerdict test={test} />
        {test.path.length > 0 && <PathHops hops={test.path} />}
        {diagnosis.owner === 'administrator' ? <OwnSteps diagnosis={diagnosis} /> : <Request test={test} diagnosis={diagnosis} />}
        <FurtherSection test={test} />
        {test.comparison !== undefined && <ComparisonSection comparison={test.comparison} />}
        <EvidenceList test={test} brokenAt={diagnosis.layer} />
      </>
    )
  }
  return (
    <>
      <TestVerdict test={test} />
      {(test.roundTrip.sent > 0 || diagnosis.is === 'testing') && <LatencySection roundTrip={test.roundTrip} />}
      {test.throughput !== undefined && <ThroughputLine throughput={test.throughput} />}
      <LayerTable test={test} />
      <FurtherSection test={test} />
    </>
  )
}

/** Ends set-up. After set-up the page is one of several, and closing the window is all that is left to do. */
function LastButton({ working }: { working: boolean }) {
  const say = useSay()
  const go = useGo()
  const mode = useWizard((state) => state.place?.mode)
  const { service } = useSnapshot()
  if (mode === 'managed') return <CloseButton says="close" />
  const canFinish = service.is !== 'notInstalled'
  return (
    <Button appearance={working ? 'primary' : 'secondary'} disabled={!canFinish} onClick={() => go({ mode: 'managed', page: 'status' })}>
      {say(working ? 'shell.finish' : 'connectivity.finishLater')}
    </Button>
  )
}
