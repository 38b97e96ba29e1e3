import { Button } from '@fluentui/react-components'
import { type ReactNode } from 'react'
import { dayAndTime, timeOfDay } from '../../moments.ts'
import { Verdict } from '../../parts/verdict.tsx'
import { CodeTag } from '../../parts/tag.tsx'
import { useSentences } from '../../sentences.ts'
import { useAct, useGo, useLanguage, useSay, useSnapshot } from '../../wizard.ts'
import { shortName } from '../connectivity/connectivity-view.ts'
import { diagnosisText } from '../connectivity/diagnosis-text.ts'
import { isLive, serviceActions, verdictOutcome, type StatusVerdict } from './status-view.ts'

/** The sentence on top, the same as on Connectivity where that page has one, and the one thing to do about it. */
export function StatusVerdictBlock({ verdict }: { verdict: StatusVerdict }) {
  const { says, sub } = useVerdictWords(verdict)
  return <Verdict of={verdictOutcome(verdict)} says={says} sub={sub} act={<VerdictAction verdict={verdict} />} />
}

function VerdictAction({ verdict }: { verdict: StatusVerdict }) {
  const say = useSay()
  const act = useAct()
  const go = useGo()
  const { primary } = serviceActions(verdict)
  if (primary === undefined) return <Button onClick={() => go({ mode: 'managed', page: 'connectivity' })}>{say('status.openTest')}</Button>
  switch (primary) {
    case 'startService':
      return (
        <Button appearance="primary" onClick={() => void act('startService', {})}>
          {say('status.start')}
        </Button>
      )
    case 'restartService':
      return (
        <Button appearance="primary" onClick={() => void act('restartService', {})}>
          {say('status.restart')}
        </Button>
      )
    case 'enrollAgain':
      return (
        <Button appearance="primary" onClick={() => go({ mode: 'managed', page: 'enrollAgain' })}>
          {say('status.enrollAgainButton')}
        </Button>
      )
    case 'repair':
      return (
        <Button appearance="primary" onClick={() => go({ mode: 'managed', page: 'repair' })}>
          {say('status.repair')}
        </Button>
      )
    case 'setUp':
      return (
        <Button appearance="primary" onClick={() => go({ mode: 'setup', page: 'checkServer' })}>
          {say('status.setUp')}
        </Button>
      )
  }
}

function useVerdictWords(verdict: StatusVerdict): { says: string; sub: ReactNode } {
  const say = useSay()
  const language = useLanguage()
  const sentences = useSentences()
  const { service, connectivity } = useSnapshot()
  const { complete, failure } = sentences
  const why = 'failure' in verdict && verdict.failure !== undefined ? failure(verdict.failure) : undefined
  const code = 'failure' in verdict && verdict.failure !== undefined ? <CodeTag code={verdict.failure.code} /> : null
  const withCode = (text: string) => (
    <>
      {text} {code}
    </>
  )
  switch (verdict.is) {
    case 'working': {
      const since = service.is === 'running' ? dayAndTime(service.status.channelSince, language) : ''
      const relays = new Intl.ListFormat(language === 'en' ? 'en-GB' : language).format(verdict.relays.map(shortName))
      const sub = say('status.lastContact', { since })
      if (isLive(connectivity) && connectivity.diagnosis.is === 'working')
        return { says: diagnosisText(connectivity.diagnosis, sentences), sub }
      if (verdict.milliseconds === undefined) return { says: say('status.workingUntimed', { relays }), sub }
      const time = complete('{ms:milliseconds}', { ms: verdict.milliseconds })
      return { says: say(verdict.proxy === undefined ? 'status.working' : 'status.workingProxy', { time, relays }), sub }
    }
    case 'starting':
      return { says: say('status.starting'), sub: say('status.startingSub') }
    case 'degraded':
      return {
        says: say('status.degraded', { open: verdict.open, all: verdict.all }),
        sub: (
          <>
            {why !== undefined && (
              <p>
                {why.title} {code}
              </p>
            )}
            <p>{say('status.degradedSub')}</p>
          </>
        ),
      }
    case 'down': {
      const sub =
        verdict.nextAttemptAt === undefined
          ? say('status.downSub')
          : say('status.downNext', { at: timeOfDay(verdict.nextAttemptAt, language) })
      return {
        says: why === undefined ? say('status.downUnknown') : say('status.down', { cause: why.title }),
        sub: (
          <>
            {why !== undefined && <p>{withCode(why.next)}</p>}
            <p>{sub}</p>
          </>
        ),
      }
    }
    case 'enrollAgain':
      return {
        says: say('status.enrollAgain', { cause: why?.title ?? '' }),
        sub: (
          <>
            <p>{why?.cause}</p>
            <p>{withCode(why?.next ?? '')}</p>
          </>
        ),
      }
    case 'stopped':
      return {
        says: why === undefined ? say('status.stopped') : say('status.stoppedBy', { cause: why.title }),
        sub: (
          <>
            {why !== undefined && <p>{withCode(why.cause)}</p>}
            <p>{say('status.stoppedSub')}</p>
          </>
        ),
      }
    case 'notAnswering':
      return {
        says: say('status.notAnswering'),
        sub: (
          <>
            <p>{why?.cause}</p>
            <p>{withCode(why?.next ?? '')}</p>
          </>
        ),
      }
    case 'missing':
      return { says: say('status.missing'), sub: say('status.missingSub') }
    case 'notInstalled':
      return { says: say('status.notInstalled'), sub: say('status.notInstalledSub') }
  }
}
