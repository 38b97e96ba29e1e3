import { Button } from '@fluentui/react-components'
import { catalogueRow } from '../../../contract/check-catalogue.ts'
import { type CheckRow, type Verdict as VerdictName } from '../../../contract/check-report.ts'
import { Verdict } from '../../parts/verdict.tsx'
import { useSentences } from '../../sentences.ts'
import { useAct, useSay, useWizard } from '../../wizard.ts'
import { heldUpBy, type SortedRows } from './check-view.ts'

/** The finished report in one sentence, and whose turn it is. */
export function ReportSentence({ rows, sorted, verdict }: { rows: readonly CheckRow[]; sorted: SortedRows; verdict: VerdictName }) {
  const say = useSay()
  const act = useAct()
  const { engine, gap } = useSentences()
  const managed = useWizard((state) => state.place?.mode === 'managed')
  const { blocking, warnings, notMade, passed } = sorted
  const late = notMade.filter(({ state }) => state.result.reason === 'noControlPlane').length
  const later = late > 0 ? say('checkServer.addressMissing', { count: late }) : undefined
  switch (verdict) {
    case 'blocked': {
      const failed = blocking.filter(({ state }) => state.result.outcome === 'fail')
      const owner = failed[0]?.state.result.remedy?.owner ?? 'administrator'
      const held = new Set(failed.flatMap(({ id }) => heldUpBy(rows, id))).size
      const heldUp = failed.length > 1 ? 'checkServer.blocked.heldUpByThem' : 'checkServer.blocked.heldUp'
      const sub = [engine.owners[owner], ...(held > 0 ? [say(heldUp, { count: held })] : [])].join(gap)
      return <Verdict of="fail" says={say('checkServer.blocked.says', { count: failed.length })} sub={sub} />
    }
    case 'unknown': {
      const count = blocking.length
      const only = blocking.map(({ id }) => id)
      return (
        <Verdict
          of="unknown"
          says={say('checkServer.unknown.says', { count })}
          sub={say(blocking.some(({ id }) => catalogueRow(id).overridable) ? 'checkServer.unknown.sub' : 'checkServer.unknown.subFinal')}
          act={
            <Button appearance="primary" onClick={() => void act('runChecks', count > 0 ? { only } : {})}>
              {say('checkServer.runOne')}
            </Button>
          }
        />
      )
    }
    case 'readyWithWarnings': {
      const count = warnings.length
      if (managed)
        return <Verdict of="warn" says={say('checkServer.managed.warned', { count })} sub={say('checkServer.managed.warnedSub')} />
      return <Verdict of="warn" says={say('checkServer.warned.says', { count })} sub={later ?? say('checkServer.warned.sub', { count })} />
    }
    case 'ready': {
      if (managed && later === undefined)
        return <Verdict of="pass" says={say('checkServer.managed.ready', { all: rows.length })} sub={say('checkServer.managed.readySub')} />
      const counts = { passed: passed.length, all: rows.length }
      const all = passed.length === rows.length ? 'checkServer.ready.says' : 'checkServer.ready.saysOf'
      const says = say(later === undefined ? all : 'checkServer.ready.saysSoFar', counts)
      return <Verdict of="pass" says={says} sub={later ?? say('checkServer.ready.sub')} />
    }
  }
}
