import { type LayerRow } from '../../../contract/connectivity.ts'
import { useCheckSentences } from '../../check-sentences.ts'
import { OutcomeIcon } from '../../parts/outcome-icon.tsx'
import { useSentences } from '../../sentences.ts'
import { layerMark } from './connectivity-view.ts'
import { RetestButton } from './retest-button.tsx'
import { causeText } from './diagnosis-text.ts'

/** One layer at one endpoint as it was measured: state, time, finding, evidence. */
export function MeasuredRow({ row }: { row: LayerRow }) {
  const sentences = useSentences()
  const { engine, complete } = sentences
  const { evidence: inWords } = useCheckSentences()
  const time = row.milliseconds === undefined ? '' : complete('{ms:milliseconds}', { ms: row.milliseconds })
  return (
    <li className="measured">
      <OutcomeIcon of={layerMark(row.state)} label="" />
      <span className="any">
        {engine.layers[row.layer]} <span className="mono">{row.endpoint}</span>
        <span className="quiet">
          {' '}
          {engine.layerStates[row.state]}
          {row.summary === undefined || row.summary === '' ? '' : `, ${row.summary}`}
        </span>
        {row.code !== undefined && (
          <span className="block second">{causeText({ code: row.code, values: row.values, endpoint: row.endpoint }, sentences)}</span>
        )}
        {row.evidence.map((evidence) => (
          <span key={`${evidence.label} ${evidence.value}`} className="block caption quiet">
            {inWords(evidence).label}: <span className="mono any">{evidence.value}</span>
          </span>
        ))}
      </span>
      <span className="line">
        <span className="quiet num nowrap">{time}</span>
        <RetestButton layer={row.layer} endpoint={row.endpoint} />
      </span>
    </li>
  )
}
