import { Link } from '@fluentui/react-components'
import { historyRanges, type History, type HistoryRange } from '../../../contract/history.ts'
import { FailureBox } from '../../parts/failure-box.tsx'
import { Section } from '../../parts/section.tsx'
import { useSentences } from '../../sentences.ts'
import { useDraft, useSay, useSnapshot } from '../../wizard.ts'
import { HistoryStrip } from './history-strip.tsx'
import { HistoryTable } from './history-table.tsx'
import { Incidents } from './incidents.tsx'
import { RoundTripHistory } from './round-trip-history.tsx'
import { useHistory } from './use-history.ts'

/** What the service remembers of a day, a week or a month: drawn, or as the table that says the same. */
export function HistorySection() {
  const say = useSay()
  const { history } = useSnapshot()
  const { failure } = useSentences()
  const [range, choose] = useHistory()
  const [shape, setShape] = useDraft('status.history.shape')
  const table = shape === 'table'
  return (
    <Section
      title={say('status.history.title')}
      action={
        <span className="line">
          <Link as="button" className="caption" onClick={() => setShape(table ? '' : 'table')}>
            {say(table ? 'status.history.asChart' : 'status.history.asTable')}
          </Link>
          <Ranges range={range} choose={choose} />
        </span>
      }
    >
      {history.is === 'failed' && <FailureBox {...failure(history.failure)} code={history.failure.code} />}
      {history.is === 'loaded' && (table ? <HistoryTable history={history.history} /> : <Drawn history={history.history} />)}
      {history.is === 'loaded' && history.source === 'file' && <p className="caption quiet">{say('status.history.fromFile')}</p>}
    </Section>
  )
}

function Ranges({ range, choose }: { range: HistoryRange; choose: (range: HistoryRange) => void }) {
  const say = useSay()
  return (
    <span className="ranges" role="group" aria-label={say('status.history.rangeName')}>
      {historyRanges.map((one) => (
        <button key={one} type="button" aria-pressed={one === range} onClick={() => choose(one)}>
          {say(`status.history.ranges.${one}`)}
        </button>
      ))}
    </span>
  )
}

function Drawn({ history }: { history: History }) {
  return (
    <>
      <HistoryStrip history={history} />
      <Incidents history={history} />
      <RoundTripHistory history={history} />
    </>
  )
}
