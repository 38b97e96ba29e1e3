import { Button } from '@fluentui/react-components'
import { type CheckRow, type Verdict as VerdictName } from '../../../contract/check-report.ts'
import { List } from '../../parts/row.tsx'
import { Section } from '../../parts/section.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useAct, useSay } from '../../wizard.ts'
import { FindingRow, FoldedRows, useCountByGroup } from './check-rows.tsx'
import { countOutcomes, heldUpBy, sortRows, type SortedRows } from './check-view.ts'
import { MadeFixes } from './made-fixes.tsx'
import { ReportSentence } from './report-sentence.tsx'

/** The finished report: the sentence, what is in the way (the first open), everything else. */
export function DoneView({ rows, verdict }: { rows: readonly CheckRow[]; verdict: VerdictName }) {
  const say = useSay()
  const sorted = sortRows(rows)
  const { blocking } = sorted
  return (
    <>
      <ReportSentence rows={rows} sorted={sorted} verdict={verdict} />
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
      <MadeFixes rows={rows} />
    </>
  )
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
