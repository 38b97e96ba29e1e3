import { useState } from 'react'
import { type History, type HistorySpan } from '../../../contract/history.ts'
import { dayAndTime, hourAndMinute } from '../../moments.ts'
import { type OutcomeShape } from '../../parts/outcome-icon.tsx'
import { List, OpeningRow } from '../../parts/row.tsx'
import { CodeTag } from '../../parts/tag.tsx'
import { useSentences } from '../../sentences.ts'
import { useLanguage, useSay } from '../../wizard.ts'
import { incidentsOf, isOngoing, spanLook } from './history-view.ts'

const mostShown = 5
const shapes: Record<ReturnType<typeof spanLook>, OutcomeShape> = {
  working: 'pass',
  degraded: 'warn',
  broken: 'fail',
  stopped: 'skip',
  none: 'unknown',
}

/** What was not as it should be, the newest first, each with its cause and the way it ended; then what else the range holds. */
export function Incidents({ history }: { history: History }) {
  const say = useSay()
  const { gap } = useSentences()
  const incidents = incidentsOf(history)
  const notes = [
    ...(history.reconnectCount > 0 ? [say('status.history.reconnects', { count: history.reconnectCount })] : []),
    ...(incidents.length > mostShown ? [say('status.history.more', { count: incidents.length - mostShown })] : []),
    ...history.damage.map(({ bytes }) => say('status.history.damaged', { count: bytes })),
    ...(history.failure === undefined ? [] : [say('status.history.notKept', { reason: String(history.failure.values['reason'] ?? '') })]),
  ]
  return (
    <>
      {incidents.length > 0 && (
        <List label={say('status.history.incidents')}>
          {incidents.slice(0, mostShown).map((span) => (
            <Incident key={span.from} span={span} ongoing={isOngoing(span, history)} />
          ))}
        </List>
      )}
      {notes.length > 0 && <p className="caption quiet">{notes.join(gap)}</p>}
    </>
  )
}

function Incident({ span, ongoing }: { span: HistorySpan; ongoing: boolean }) {
  const say = useSay()
  const language = useLanguage()
  const { engine, failure, complete } = useSentences()
  const [open, setOpen] = useState(false)
  const sameDay = new Date(span.from).toDateString() === new Date(span.until).toDateString()
  const from = dayAndTime(span.from, language)
  const until = sameDay ? hourAndMinute(span.until, language) : dayAndTime(span.until, language)
  const why = span.why === undefined ? undefined : failure(span.why)
  const seconds = (Date.parse(span.until) - Date.parse(span.from)) / 1000
  const state = engine.history.states[span.state]
  const when = ongoing ? say('status.history.since', { from, state }) : say('status.history.fromUntil', { from, until, state })
  return (
    <OpeningRow
      of={shapes[spanLook(span.state)]}
      title={when}
      found={why === undefined ? complete('{seconds:duration}', { seconds }) : why.title}
      open={open}
      onToggle={() => setOpen(!open)}
    >
      <p>
        {say(ongoing ? 'status.history.lasts' : 'status.history.lasted', { time: complete('{seconds:duration}', { seconds }) })}{' '}
        {span.why !== undefined && <CodeTag code={span.why.code} />}
      </p>
      {why !== undefined && <p className="second">{why.cause}</p>}
      {why !== undefined && ongoing && <p>{why.next}</p>}
    </OpeningRow>
  )
}
