import { catalogueRow, type CheckId } from '../../../contract/check-catalogue.ts'
import { useCheckSentences } from '../../check-sentences.ts'
import { OpeningRow, Row } from '../../parts/row.tsx'
import { CodeTag, Tag } from '../../parts/tag.tsx'
import { useSay } from '../../wizard.ts'
import { CheckDetail } from './check-detail.tsx'
import { type DoneRow, groupOf, shapeOf, shownGroupNames, weightOf } from './check-view.ts'
import { useOpenRows } from './open-rows.ts'

/** The title of a finished row: the finding, not a question. */
export function useTitle(): (row: DoneRow) => string {
  const say = useSay()
  const { name, title } = useCheckSentences()
  return ({ id, state: { result } }) =>
    result.outcome === 'error' ? say('checkServer.unknown.title', { check: name(id) }) : title(id, result)
}

/** A finding as a row that opens. `strong` for what is in the way; `primary` for the one that is open from the start and has the button of the page. */
export function FindingRow({
  row,
  heldUp = [],
  strong = false,
  primary = false,
}: {
  row: DoneRow
  heldUp?: readonly CheckId[]
  strong?: boolean
  primary?: boolean
}) {
  const say = useSay()
  const title = useTitle()
  const { found } = useCheckSentences()
  const { isOpen, toggle } = useOpenRows()
  const weight = weightOf(row)
  const words = row.state.result.outcome === 'error' ? '' : found(row.id, row.state.result)
  return (
    <OpeningRow
      of={shapeOf(row)}
      title={title(row)}
      {...(strong || words === '' ? {} : { found: words })}
      strong={strong}
      tags={
        <>
          {strong && weight === 'blocks' && <Tag tone="fail">{say('checkServer.blocks')}</Tag>}
          {row.override !== undefined && <Tag>{say('checkServer.accepted')}</Tag>}
          {strong && <CodeTag code={catalogueRow(row.id).code} />}
        </>
      }
      open={isOpen(row.id, primary)}
      onToggle={() => toggle(row.id, primary)}
    >
      <CheckDetail row={row} heldUp={heldUp} primary={primary} />
    </OpeningRow>
  )
}

/** Many rows as one, opened to their names; for what needs nobody. */
export function FoldedRows({
  name,
  rows,
  of,
  title,
  found,
}: {
  name: string
  rows: readonly DoneRow[]
  of: 'pass' | 'skip'
  title: string
  found: string
}) {
  const titleOf = useTitle()
  const { found: foundIn } = useCheckSentences()
  const { isOpen, toggle } = useOpenRows()
  return (
    <OpeningRow of={of} title={title} found={found} open={isOpen(name)} onToggle={() => toggle(name)}>
      <ul className="check-folded">
        {rows.map((row) => (
          <li key={row.id} className="check-folded-row">
            <span>{titleOf(row)}</span>
            <span className="quiet num any">{foundIn(row.id, row.state.result)}</span>
          </li>
        ))}
      </ul>
    </OpeningRow>
  )
}

/** "Host 14, Identity 5, Network and certificates 16". */
export function useCountByGroup(): (rows: readonly DoneRow[]) => string {
  const say = useSay()
  return (rows) =>
    shownGroupNames
      .map((group) => ({ group: say(`checkServer.groups.${group}`), count: rows.filter((row) => groupOf(row.id) === group).length }))
      .filter(({ count }) => count > 0)
      .map((values) => say('checkServer.rest.groupCount', values))
      .join(say('checkServer.rest.separator'))
}

/** A check that runs or waits. */
export function PendingRow({ of, title, found }: { of: 'running' | 'waiting'; title: string; found: string }) {
  return <Row of={of} title={title} found={found} quietTitle={of === 'waiting'} />
}
