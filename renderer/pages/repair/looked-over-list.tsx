import { type LookedOver } from '../../../contract/install-plan.ts'
import { List, Row } from '../../parts/row.tsx'
import { Section } from '../../parts/section.tsx'
import { CodeTag } from '../../parts/tag.tsx'
import { useSentences } from '../../sentences.ts'
import { useSay } from '../../wizard.ts'

/** Every action of the installation, as it was left or why not; what is different comes first. */
export function LookedOverList({ rows }: { rows: LookedOver }) {
  const say = useSay()
  const { engine, failure } = useSentences()
  const sorted = rows.toSorted((a, b) => Number(a.differs === undefined) - Number(b.differs === undefined))
  return (
    <Section title={say('repair.list')} note={say('repair.listNote')}>
      <List label={say('repair.list')}>
        {sorted.map(({ action, differs }) => (
          <Row
            key={action.name}
            of={differs === undefined ? 'pass' : 'warn'}
            title={engine.actions[action.name].what}
            found={
              <span className="any">
                {differs === undefined ? (
                  say('repair.asLeft')
                ) : (
                  <>
                    {failure(differs).cause} <CodeTag code={differs.code} />
                  </>
                )}
              </span>
            }
          />
        ))}
      </List>
    </Section>
  )
}
