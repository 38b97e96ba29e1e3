import { type History } from '../../../contract/history.ts'
import { dayAndTime } from '../../moments.ts'
import { useSentences } from '../../sentences.ts'
import { useLanguage, useSay } from '../../wizard.ts'

interface Line {
  readonly at: string
  readonly what: string
  readonly why: string
}

/** Everything of the range in the order of its time, the newest first: spans, reconnects, certificates, versions. */
export function HistoryTable({ history }: { history: History }) {
  const say = useSay()
  const language = useLanguage()
  const { engine, failure, complete } = useSentences()
  const lines: Line[] = [
    ...history.spans.map(({ from, until, state, why }) => ({
      at: from,
      what: say('status.history.table.span', {
        state: engine.history.states[state],
        time: complete('{seconds:duration}', { seconds: (Date.parse(until) - Date.parse(from)) / 1000 }),
      }),
      why: why === undefined ? '' : `${failure(why).title} (${why.code})`,
    })),
    ...history.reconnects.map(({ at, relay, why }) => ({
      at,
      what: say('status.history.table.reconnect', { relay }),
      why: `${failure(why).title} (${why.code})`,
    })),
    ...history.certificates.map(({ since, serial, expiresAt }) => ({
      at: since,
      what: say('status.history.table.certificate', { serial }),
      why: say('status.history.table.expires', { at: dayAndTime(expiresAt, language) }),
    })),
    ...history.versions.map(({ since, version }) => ({ at: since, what: say('status.history.table.started', { version }), why: '' })),
    ...history.damage.map(({ at, bytes }) => ({ at, what: say('status.history.damaged', { count: bytes }), why: '' })),
  ].toSorted((a, b) => b.at.localeCompare(a.at))
  return (
    <div className="frame samples" tabIndex={0} role="region" aria-label={say('status.history.table.name')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('status.history.table.at')}</th>
            <th scope="col">{say('status.history.table.what')}</th>
            <th scope="col">{say('status.history.table.why')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ at, what, why }, index) => (
            <tr key={`${at} ${index}`}>
              <td className="num nowrap">{dayAndTime(at, language)}</td>
              <td>{what}</td>
              <td className="quiet any">{why}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
