import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import { FailureVerdict } from '../../parts/failure-verdict.tsx'
import { CloseButton } from '../../parts/footer.tsx'
import { NotWhole } from '../../parts/not-whole.tsx'
import { Page } from '../../parts/page.tsx'
import { Progress } from '../../parts/progress.tsx'
import { ReadOnly } from '../../parts/read-only.tsx'
import { Section } from '../../parts/section.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useAct, useSay, useSnapshot } from '../../wizard.ts'
import { ActionList } from '../install/action-list.tsx'
import { InstallLog } from '../install/install-log.tsx'
import { SignInContent } from '../sign-in/sign-in-content.tsx'

const parts = ['stop', 'key', 'replace', 'start', 'prove'] as const

/** A new key and certificate for what is installed: what will be done, who signs in for it, how it goes, what came of it. */
export function EnrollAgainPage() {
  const say = useSay()
  const act = useAct()
  const { install, server, signIn } = useSnapshot()
  const [asked, setAsked] = useState(false)
  const enrolling = install.is === 'running' && install.work === 'enrollAgain'
  const whole = install.is === 'installed'
  const ended = whole && install.maintenance?.work === 'enrollAgain' ? install.maintenance : undefined
  const ready = whole && server.elevated && signIn.is === 'signedIn' && !asked
  const enroll = async () => {
    setAsked(true)
    await act('enrollAgain', {})
    setAsked(false)
  }
  return (
    <Page
      lead={say('enrollAgain.lead')}
      buttons={
        <>
          <Button appearance={ready ? 'primary' : 'secondary'} disabled={!ready} onClick={() => void enroll()}>
            {say('enrollAgain.now')}
          </Button>
          <CloseButton says="close" />
        </>
      }
    >
      <ReadOnly adds={say('enrollAgain.adds')} />
      {!whole && !enrolling && <NotWhole install={install} />}
      {enrolling && (
        <>
          <Verdict of="running" says={say('enrollAgain.running')} sub={say('enrollAgain.runningSub')}>
            <Progress value={install.progress} label={say('enrollAgain.running')} />
          </Verdict>
          <ActionList rows={install.rows} />
          <InstallLog />
        </>
      )}
      {ended !== undefined && ended.failure === undefined && (
        <Verdict of="pass" says={say('enrollAgain.done', { name: install.is === 'installed' ? install.plan.connectorName : '' })} />
      )}
      {ended?.failure !== undefined && <FailureVerdict failure={ended.failure} />}
      {whole && ended === undefined && (
        <>
          {server.elevated && <SignInContent state={signIn} />}
          <Section title={say('enrollAgain.what')}>
            <ol className="numbered">
              {parts.map((part) => (
                <li key={part}>
                  {say(`enrollAgain.parts.${part}`, { name: install.plan.connectorName, location: install.plan.locationName })}
                </li>
              ))}
            </ol>
            <p className="second">{say('enrollAgain.stays')}</p>
          </Section>
        </>
      )}
    </Page>
  )
}
