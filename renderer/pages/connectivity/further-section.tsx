import { useState } from 'react'
import { type Cause } from '../../../contract/connectivity.ts'
import { useCheckSentences } from '../../check-sentences.ts'
import { List, OpeningRow, Row } from '../../parts/row.tsx'
import { Section } from '../../parts/section.tsx'
import { CodeTag } from '../../parts/tag.tsx'
import { useSentences } from '../../sentences.ts'
import { shortName, type ActiveTest } from './connectivity-view.ts'
import { causeText } from './diagnosis-text.ts'

/** What the first sentence leaves out: further causes folded, the next likely first, and what could not be found out. */
export function FurtherSection({ test }: { test: ActiveTest }) {
  const { engine } = useSentences()
  const { further, diagnosis } = test
  if (further === undefined || diagnosis.is === 'testing') return null
  const title = diagnosis.is === 'notWorking' ? engine.further.title : engine.further.beside
  return (
    <>
      {further.causes.length > 0 && (
        <Section title={title}>
          <List label={title}>
            {further.causes.map((cause) => (
              <CauseRow key={`${cause.code} ${cause.layer} ${cause.endpoint}`} cause={cause} inTheWay={diagnosis.is === 'notWorking'} />
            ))}
          </List>
        </Section>
      )}
      {further.unanswered.length > 0 && (
        <Section title={engine.further.unanswered}>
          <List label={engine.further.unanswered}>
            {further.unanswered.map(({ layer, endpoint, reason }) => (
              <Row
                key={`${layer} ${endpoint}`}
                of="unknown"
                title={`${engine.layers[layer]}, ${shortName(endpoint)}`}
                found={<span className="any">{reason}</span>}
              />
            ))}
          </List>
        </Section>
      )}
    </>
  )
}

function CauseRow({ cause, inTheWay }: { cause: Cause; inTheWay: boolean }) {
  const sentences = useSentences()
  const { evidence: inWords } = useCheckSentences()
  const [open, setOpen] = useState(false)
  const { culprit, evidence, addresses } = cause
  const where = culprit.name === '' ? sentences.engine.hops[culprit.kind] : `${sentences.engine.hops[culprit.kind]} ${culprit.name}`
  return (
    <OpeningRow
      of={inTheWay ? 'fail' : 'warn'}
      title={causeText(cause, sentences)}
      tags={<CodeTag code={cause.code} />}
      open={open}
      onToggle={() => setOpen(!open)}
    >
      <p>{sentences.engine.owners[cause.owner]}</p>
      <p className="caption quiet any">{where}</p>
      {addresses.length > 0 && <p className="caption mono any">{addresses.join(', ')}</p>}
      {evidence.map(inWords).map(({ label, value }) => (
        <p key={`${label} ${value}`} className="caption quiet">
          {label}: <span className="mono any">{value}</span>
        </p>
      ))}
    </OpeningRow>
  )
}
