import { type ActionRow } from '../../../contract/install-plan.ts'
import { List, Row } from '../../parts/row.tsx'
import { Section } from '../../parts/section.tsx'
import { useSentences } from '../../sentences.ts'
import { useSay } from '../../wizard.ts'

/** Every change of the journal in the order in which it is taken back: the last one first. */
export function TakenBackList({ rows, keepRegistration }: { rows: readonly ActionRow[]; keepRegistration: boolean }) {
  const say = useSay()
  const { engine } = useSentences()
  const changes = rows.flatMap(({ action }) => action.changes).toReversed()
  return (
    <Section title={say('uninstall.list')} note={say('uninstall.listNote')}>
      <List label={say('uninstall.list')}>
        {changes.map(({ kind, what }) => (
          <Row
            key={`${kind} ${what}`}
            of={kind === 'cloud' && keepRegistration ? 'skip' : 'undone'}
            title={engine.changes[kind]}
            found={<span className="any">{kind === 'cloud' && keepRegistration ? say('uninstall.kept', { what }) : what}</span>}
          />
        ))}
      </List>
    </Section>
  )
}
