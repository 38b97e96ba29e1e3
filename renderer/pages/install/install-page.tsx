import './install.css'
import { type InstallState } from '../../../contract/install-plan.ts'
import { BackButton, CloseButton, NextButton } from '../../parts/footer.tsx'
import { FailureVerdict } from '../../parts/failure-verdict.tsx'
import { Page } from '../../parts/page.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useSentences } from '../../sentences.ts'
import { useSay, useSnapshot } from '../../wizard.ts'
import { ActionList } from './action-list.tsx'
import { InstallLog } from './install-log.tsx'
import { InterruptedInstall } from './interrupted-install.tsx'
import { RunningInstall } from './running-install.tsx'
import { UndoneInstall } from './undone-install.tsx'
import { UndoingInstall } from './undoing-install.tsx'

type In<I extends InstallState['is']> = Extract<InstallState, { is: I }>

/** Step 5: the installation while it runs, and however it ended. */
export function InstallPage() {
  const { install } = useSnapshot()
  switch (install.is) {
    case 'none':
      return <NothingInstalled />
    case 'damaged':
      return <DamagedJournal install={install} />
    case 'running':
      return <RunningInstall install={install} />
    case 'undoing':
      return <UndoingInstall install={install} />
    case 'interrupted':
      return <InterruptedInstall install={install} />
    case 'installed':
      return <Installed install={install} />
    case 'undone':
      return <UndoneInstall install={install} />
  }
}

function NothingInstalled() {
  const say = useSay()
  return (
    <Page
      title={say('install.titles.none')}
      buttons={
        <>
          <BackButton to="review" />
          <CloseButton />
        </>
      }
    >
      <Verdict of="note" says={say('install.nothing')} sub={say('install.nothingSub')} />
    </Page>
  )
}

/** Nothing may be changed on the word of a damaged journal; its sentence says where it lies and what to do. */
function DamagedJournal({ install }: { install: In<'damaged'> }) {
  const say = useSay()
  return (
    <Page title={say('install.titles.damaged')} buttons={<CloseButton says="close" />}>
      <FailureVerdict failure={install.failure} />
      <InstallLog />
    </Page>
  )
}

function Installed({ install }: { install: In<'installed'> }) {
  const say = useSay()
  const { complete } = useSentences()
  const seconds = install.rows.reduce((sum, row) => sum + (row.state.is === 'done' ? row.state.milliseconds : 0), 0) / 1000
  const { connectorName: connector, locationName: location } = install.plan
  return (
    <Page
      title={say('install.titles.installed')}
      buttons={
        <>
          <NextButton to="connectivity" />
          <CloseButton says="close" />
        </>
      }
    >
      <Verdict
        of="pass"
        says={say('install.installed', { connector, location })}
        sub={say('install.installedSub', { time: complete('{seconds:duration}', { seconds }) })}
      />
      <ActionList rows={install.rows} />
      <InstallLog />
    </Page>
  )
}
