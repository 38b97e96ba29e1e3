import { useState } from 'react'
import { type Layer } from '../../../contract/connectivity.ts'
import { List, OpeningRow } from '../../parts/row.tsx'
import { Section } from '../../parts/section.tsx'
import { useSentences } from '../../sentences.ts'
import { useSay } from '../../wizard.ts'
import { evidenceGroups, type ActiveTest, type EvidenceGroup } from './connectivity-view.ts'
import { MeasuredRow } from './measured-row.tsx'

/** What was measured, in the order of the layers: before, at and after the broken one. Each row opens to the single results. */
export function EvidenceList({ test, brokenAt }: { test: ActiveTest; brokenAt: Layer }) {
  const say = useSay()
  return (
    <Section title={say('connectivity.evidence')} note={say('connectivity.expected')}>
      <div className="evidence">
        <List label={say('connectivity.evidence')}>
          {evidenceGroups(test, brokenAt).map((group) => (
            <GroupRow key={group.is} group={group} brokenAt={brokenAt} />
          ))}
        </List>
      </div>
    </Section>
  )
}

function GroupRow({ group, brokenAt }: { group: EvidenceGroup; brokenAt: Layer }) {
  const say = useSay()
  const { engine } = useSentences()
  const [open, setOpen] = useState(false)
  const layer = engine.layers[brokenAt]
  const title = group.is === 'at' ? layer : say(`connectivity.groups.${group.is}`, { layer })
  const names = group.lines.map((line) => engine.layers[line.layer]).join(', ')
  const found =
    group.is === 'at'
      ? (group.lines[0]?.found.join('; ') ?? '')
      : group.is === 'after' && group.mark === 'skip'
        ? say('connectivity.notTried', { layers: names })
        : names
  return (
    <OpeningRow of={group.mark} title={title} found={found === '' ? layer : found} open={open} onToggle={() => setOpen(!open)}>
      <ul className="stack">
        {group.lines.flatMap((line) => line.rows.map((row) => <MeasuredRow key={`${row.layer} ${row.endpoint}`} row={row} />))}
      </ul>
    </OpeningRow>
  )
}
