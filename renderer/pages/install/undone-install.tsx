import { Button, Link } from '@fluentui/react-components'
import { type Failure } from '../../../contract/error-codes.ts'
import { type InstallState } from '../../../contract/install-plan.ts'
import { CopyButton } from '../../parts/copy.tsx'
import { CloseButton } from '../../parts/footer.tsx'
import { Page } from '../../parts/page.tsx'
import { Section } from '../../parts/section.tsx'
import { CodeTag } from '../../parts/tag.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useSentences } from '../../sentences.ts'
import { useAct, useGo, useSay, useSnapshot } from '../../wizard.ts'
import { InstallLog } from './install-log.tsx'
import { joinsTitle, leftovers, undoneEnd } from './install-view.ts'
import { useSupportMessage } from './support-message.ts'
import { WhatHappened } from './what-happened.tsx'

type Undone = Extract<InstallState, { is: 'undone' }>

/** The installation after it was taken back: why, what helps, and the proof that everything is as it was (or what is left). */
export function UndoneInstall({ install }: { install: Undone }) {
  const say = useSay()
  const end = undoneEnd(install)
  const title = end === 'leftovers' ? 'leftovers' : install.why === 'failed' ? 'undone' : install.why
  return (
    <Page
      title={say(`install.titles.${title}`)}
      buttons={
        <>
          <AgainButton install={install} />
          <CloseButton says="close" />
        </>
      }
    >
      <Why install={install} />
      {install.failure !== undefined && <ToFix install={install} failure={install.failure} />}
      {end === 'leftovers' && <WhatIsLeft install={install} />}
      <WhatHappened rows={install.rows} />
      <InstallLog />
    </Page>
  )
}

function AgainButton({ install }: { install: Undone }) {
  const say = useSay()
  const act = useAct()
  const go = useGo()
  const { plan } = useSnapshot()
  if (undoneEnd(install) === 'leftovers') {
    return (
      <Button appearance="primary" onClick={() => void act('undoInstall', {})}>
        {say('install.undoAgain')}
      </Button>
    )
  }
  // Without a plan (the window was opened anew) the way leads through the steps again.
  if (install.why === 'asked' || plan === undefined) {
    return <Button onClick={() => go({ mode: 'setup', page: 'checkServer' })}>{say('install.setUpAgain')}</Button>
  }
  return (
    <Button appearance="primary" onClick={() => void act('startInstall', {})}>
      {say('install.tryAgain')}
    </Button>
  )
}

function Why({ install }: { install: Undone }) {
  const say = useSay()
  const { failure } = useSentences()
  const words = install.failure === undefined ? undefined : failure(install.failure)
  if (undoneEnd(install) === 'leftovers') {
    const count = Math.max(1, install.made - install.takenBack)
    return (
      <Verdict
        of="fail"
        says={say('install.leftSays', { count })}
        sub={
          <>
            {words !== undefined && <p>{words.cause}</p>}
            <p>{say('install.leftSub')}</p>
          </>
        }
      />
    )
  }
  if (words !== undefined) {
    if (joinsTitle(words.cause)) return <Verdict of="fail" says={`${words.title}: ${words.cause}`} />
    return <Verdict of="fail" says={words.title} sub={words.cause} />
  }
  if (install.why === 'failed') return <Verdict of="fail" says={say('install.undoneFallback')} />
  if (install.why === 'cancelled') return <Verdict of="undone" says={say('install.cancelledSays')} sub={say('install.cancelledSub')} />
  return <Verdict of="undone" says={say('install.askedSays')} sub={say('install.askedSub')} />
}

function ToFix({ install, failure: reason }: { install: Undone; failure: Failure }) {
  const say = useSay()
  const act = useAct()
  const { failure } = useSentences()
  const message = useSupportMessage(install, reason)
  const { next } = failure(reason)
  return (
    <Section title={say('install.toFix')} note={<CodeTag code={reason.code} />}>
      <ol className="numbered">
        <li>{next}</li>
        {undoneEnd(install) === 'clean' && install.why !== 'asked' && <li>{say('install.tryAgainStep')}</li>}
      </ol>
      {reason.detail !== undefined && <p className="caption quiet mono any">{reason.detail}</p>}
      <span className="line wraps">
        <CopyButton text={message} label={say('install.copyMessage')} />
        <Link as="button" onClick={() => void act('openLink', { link: 'docsError', of: reason.code })}>
          {say('install.about', { code: reason.code })}
        </Link>
      </span>
    </Section>
  )
}

function WhatIsLeft({ install }: { install: Undone }) {
  const say = useSay()
  const { engine } = useSentences()
  const left = leftovers(install.rows)
  if (left.length === 0) return null
  return (
    <Section title={say('install.whatIsLeft')}>
      <ul className="action-left">
        {left.map((change) => (
          <li key={`${change.kind} ${change.what}`}>
            <span className="quiet">{engine.changes[change.kind]}</span> <span className="mono any">{change.what}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
