import { Button, Link } from '@fluentui/react-components'
import { type InstallState } from '../../../contract/install-plan.ts'
import { CopyButton } from '../../parts/copy.tsx'
import { CloseButton } from '../../parts/footer.tsx'
import { Page } from '../../parts/page.tsx'
import { Section } from '../../parts/section.tsx'
import { CodeTag } from '../../parts/tag.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useSentences } from '../../sentences.ts'
import { useAct, useSay, useSnapshot } from '../../wizard.ts'
import { InstallLog } from './install-log.tsx'
import { leftovers, undoneEnd } from './install-view.ts'
import { useSupportMessage } from './support-message.ts'
import { WhatHappened } from './what-happened.tsx'

type Undone = Extract<InstallState, { is: 'undone' }>

/** The installation after it was taken back: why, what helps, and the proof that everything is as it was (or what is left). */
export function UndoneInstall({ install }: { install: Undone }) {
  const say = useSay()
  const act = useAct()
  const end = undoneEnd(install)
  const title = end === 'leftovers' ? 'leftovers' : install.why === 'cancelled' ? 'cancelled' : 'undone'
  const retry =
    end === 'leftovers' ? (
      <Button appearance="primary" onClick={() => void act('undoInstall', {})}>
        {say('install.undoAgain')}
      </Button>
    ) : (
      <Button appearance="primary" onClick={() => void act('startInstall', {})}>
        {say('install.tryAgain')}
      </Button>
    )
  return (
    <Page
      title={say(`install.titles.${title}`)}
      buttons={
        <>
          {retry}
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

function Why({ install }: { install: Undone }) {
  const say = useSay()
  const { failure } = useSentences()
  if (undoneEnd(install) === 'leftovers') {
    return (
      <Verdict
        of="fail"
        says={say('install.leftSays', { count: Math.max(1, install.made - install.takenBack) })}
        sub={say('install.leftSub')}
      />
    )
  }
  if (install.failure !== undefined) {
    const { title, cause } = failure(install.failure)
    return <Verdict of="fail" says={title} sub={cause} />
  }
  if (install.why === 'failed') return <Verdict of="fail" says={say('install.undoneFallback')} />
  return (
    <Verdict
      of="undone"
      says={say(install.why === 'cancelled' ? 'install.cancelledSays' : 'install.askedSays')}
      sub={say('install.cancelledSub')}
    />
  )
}

function ToFix({ install, failure: reason }: { install: Undone; failure: NonNullable<Undone['failure']> }) {
  const say = useSay()
  const act = useAct()
  const { failure } = useSentences()
  const message = useSupportMessage(install, reason)
  const { next } = failure(reason)
  return (
    <Section title={say('install.toFix')} note={<CodeTag code={reason.code} />}>
      <ol className="numbered">
        <li>{next}</li>
        <li>{say(undoneEnd(install) === 'leftovers' ? 'install.undoAgainStep' : 'install.tryAgainStep')}</li>
      </ol>
      {reason.detail !== undefined && (
        <div className="command">
          <code>{reason.detail}</code>
        </div>
      )}
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
  const { service } = useSnapshot()
  const left = leftovers(install.rows)
  if (left.length === 0 && service.is === 'notInstalled') return null
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
