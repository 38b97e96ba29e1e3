import { timeOfDay } from '../../moments.ts'
import { Progress } from '../../parts/progress.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useSentences } from '../../sentences.ts'
import { useLanguage, useSay, useSnapshot } from '../../wizard.ts'
import { type ActiveTest } from './connectivity-view.ts'
import { diagnosisText } from './diagnosis-text.ts'

/** The sentence on top, and whose turn it is. */
export function TestVerdict({ test }: { test: ActiveTest }) {
  const say = useSay()
  const language = useLanguage()
  const sentences = useSentences()
  const { service, install } = useSnapshot()
  const { diagnosis } = test
  const at = timeOfDay(test.startedAt, language)
  const connector =
    service.is === 'running'
      ? { connector: service.status.connector.name, location: service.status.connector.locationName }
      : install.is === 'installed'
        ? { connector: install.plan.connectorName, location: install.plan.locationName }
        : undefined
  const { otherProxy } = test
  const { engine, complete } = sentences
  const trial = otherProxy === 'none' ? engine.otherProxy.worksDirectly : engine.otherProxy.works
  const says = diagnosisText(diagnosis, sentences)
  switch (diagnosis.is) {
    case 'testing': {
      const done = test.rows.filter((row) => row.state !== 'waiting' && row.state !== 'running').length
      const words = say('connectivity.testing', { done, count: test.rows.length })
      return (
        <Verdict of="running" says={words} sub={say('connectivity.testingSub')}>
          <Progress value={done} max={Math.max(1, test.rows.length)} label={words} />
        </Verdict>
      )
    }
    case 'working':
      return (
        <Verdict
          of="pass"
          says={says}
          sub={connector === undefined ? say('connectivity.workingSubPlain', { at }) : say('connectivity.workingSub', { ...connector, at })}
        />
      )
    case 'notWorking':
      return <Verdict of="fail" says={says} sub={say(`connectivity.brokenSub.${diagnosis.owner}`, { count: diagnosis.addresses.length })} />
    case 'notInstalled':
      if (otherProxy !== undefined)
        return <Verdict of="pass" says={complete(trial, { proxy: otherProxy })} sub={say('connectivity.otherProxy.sub')} />
      return <Verdict of="note" says={says} sub={say('connectivity.notInstalledSub')} />
    case 'unknown':
      return <Verdict of="unknown" says={says} sub={say('connectivity.unknownSub')} />
  }
}
