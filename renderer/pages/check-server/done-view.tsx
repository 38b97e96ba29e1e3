import { Button } from '@fluentui/react-components'
import { type CheckRow, type Verdict as VerdictName } from '../../../contract/check-report.ts'
import { List } from '../../parts/row.tsx'
import { Section } from '../../parts/section.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useSentences } from '../../sentences.ts'
import { useAct, useSay } from '../../wizard.ts'
import { FindingRow, FoldedRows, useCountByGroup } from './check-rows.tsx'
import { countOutcomes, heldUpBy, sortRows, type SortedRows } from './check-view.ts'

/** The finished report: the sentence, what is in the way (the first open), everything else. */
export function DoneView({ rows, verdict }: { rows: readonly CheckRow[]; verdict: VerdictName }) {
  const say = useSay()
  const sorted = sortRows(rows)
  const { blocking } = sorted
  return (
    <>
      <Sentence rows={rows} sorted={sorted} verdict={verdict} />
      {blocking.length > 0 && (
        <Section title={say('checkServer.blocked.list')} quiet>
          <List>
            {blocking.map((row, index) => (
              <FindingRow key={row.id} row={row} heldUp={heldUpBy(rows, row.id)} strong primary={index === 0} />
            ))}
          </List>
        </Section>
      )}
      <Rest rows={rows} sorted={sorted} alone={blocking.length === 0} />
    </>
  )
}

function Sentence({ rows, sorted, verdict }: { rows: readonly CheckRow[]; sorted: SortedRows; verdict: VerdictName }) {
  const say = useSay()
  const act = useAct()
  const { engine } = useSentences()
  const { blocking, warnings, notMade, passed } = sorted
  const later = notMade.length > 0 ? say('checkServer.addressMissing', { count: notMade.length }) : undefined
  switch (verdict) {
    case 'blocked': {
      const failed = blocking.filter(({ state }) => state.result.outcome === 'fail')
      const owner = failed[0]?.state.result.remedy?.owner ?? 'administrator'
      const held = new Set(failed.flatMap(({ id }) => heldUpBy(rows, id))).size
      const heldUp = failed.length > 1 ? 'checkServer.blocked.heldUpByThem' : 'checkServer.blocked.heldUp'
      const sub = [engine.owners[owner], ...(held > 0 ? [say(heldUp, { count: held })] : [])].join(' ')
      return <Verdict of="fail" says={say('checkServer.blocked.says', { count: failed.length })} sub={sub} />
    }
    case 'unknown': {
      const count = blocking.length
      return (
        <Verdict
          of="unknown"
          says={say('checkServer.unknown.says', { count })}
          sub={say('checkServer.unknown.sub')}
          act={
            <Button appearance="primary" onClick={() => void act('runChecks', { only: blocking.map(({ id }) => id) })}>
              {say('checkServer.runOne')}
            </Button>
          }
        />
      )
    }
    case 'readyWithWarnings': {
      const count = warnings.length
      return <Verdict of="warn" says={say('checkServer.warned.says', { count })} sub={later ?? say('checkServer.warned.sub', { count })} />
    }
    case 'ready': {
      const says =
        later === undefined
          ? say('checkServer.ready.says', { all: rows.length })
          : say('checkServer.ready.saysSoFar', { passed: passed.length, all: rows.length })
      return <Verdict of="pass" says={says} sub={later ?? say('checkServer.ready.sub')} />
    }
  }
}

/** Checks that were stopped. */
export function CancelledView({ rows }: { rows: readonly CheckRow[] }) {
  const say = useSay()
  const act = useAct()
  const sorted = sortRows(rows)
  return (
    <>
      <Verdict
        of="skip"
        says={say('checkServer.cancelled.says', countOutcomes(rows))}
        sub={say('checkServer.cancelled.sub')}
        act={
          <Button appearance="primary" onClick={() => void act('runChecks', {})}>
            {say('checkServer.runAll')}
          </Button>
        }
      />
      <Rest rows={rows} sorted={{ ...sorted, warnings: [...sorted.blocking, ...sorted.warnings] }} alone />
    </>
  )
}

function Rest({ rows, sorted, alone }: { rows: readonly CheckRow[]; sorted: SortedRows; alone: boolean }) {
  const say = useSay()
  const countByGroup = useCountByGroup()
  const { warnings, heldUp, notMade, passed } = sorted
  const cancelled = rows.filter(({ state }) => state.is === 'cancelled').length
  if (warnings.length + heldUp.length + notMade.length + passed.length === 0) return null
  const note = warnings.length === 0 ? say('checkServer.rest.noWarning') : say('checkServer.rest.warnings', { count: warnings.length })
  return (
    <Section
      title={say(alone ? 'checkServer.rest.titleAlone' : 'checkServer.rest.title')}
      note={cancelled > 0 ? say('checkServer.rest.cancelled', { count: cancelled }) : note}
    >
      <List>
        {[...warnings, ...heldUp].map((row) => (
          <FindingRow key={row.id} row={row} heldUp={heldUpBy(rows, row.id)} />
        ))}
        {notMade.length > 0 && (
          <FoldedRows
            name="notMade"
            of="skip"
            rows={notMade}
            title={say('checkServer.rest.notMade', { count: notMade.length })}
            found={countByGroup(notMade)}
          />
        )}
        {passed.length > 0 && (
          <FoldedRows
            name="passed"
            of="pass"
            rows={passed}
            title={say('checkServer.rest.passed', { count: passed.length })}
            found={countByGroup(passed)}
          />
        )}
      </List>
    </Section>
  )
}
