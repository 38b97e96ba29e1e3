import { type SessionStatus } from '../../../contract/local-status-api.ts'
import { dayAndTime, timeOfDay } from '../../moments.ts'
import { OutcomeIcon, type OutcomeShape } from '../../parts/outcome-icon.tsx'
import { Section } from '../../parts/section.tsx'
import { useSentences } from '../../sentences.ts'
import { useLanguage, useSay } from '../../wizard.ts'
import { shortName } from '../connectivity/connectivity-view.ts'
import { sessionGroups, type SessionGroup } from './status-view.ts'

const shapes: Record<SessionStatus['state'], OutcomeShape> = {
  open: 'pass',
  connecting: 'running',
  draining: 'running',
  waiting: 'warn',
  stopped: 'skip',
}

/** The connections of the channel; those to one relay that are alike share a row. */
export function SessionTable({ sessions }: { sessions: readonly SessionStatus[] }) {
  const say = useSay()
  return (
    <Section title={say('status.sessions.title')}>
      {sessions.length === 0 ? (
        <p className="second">{say('status.sessions.none')}</p>
      ) : (
        <div className="frame">
          <table>
            <thead>
              <tr>
                <th scope="col">{say('status.sessions.relay')}</th>
                <th scope="col">{say('status.sessions.state')}</th>
                <th scope="col" className="optional">
                  {say('status.sessions.purpose')}
                </th>
                <th scope="col" className="optional">
                  {say('status.sessions.carrier')}
                </th>
                <th scope="col" className="right">
                  {say('status.sessions.ping')}
                </th>
                <th scope="col" className="right optional">
                  {say('status.sessions.reconnects')}
                </th>
              </tr>
            </thead>
            <tbody>
              {sessionGroups(sessions).map((group, index) => (
                <SessionLine key={`${group.session.relay} ${index}`} group={group} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  )
}

function SessionLine({ group }: { group: SessionGroup }) {
  const { session, purposes, ping, reconnects } = group
  const say = useSay()
  const language = useLanguage()
  const { complete, failure } = useSentences()
  const { state, nextAttemptAt, lastFailure } = session
  const says =
    state === 'open'
      ? say('status.sessions.states.open', { at: dayAndTime(session.since, language) })
      : state === 'waiting' && nextAttemptAt !== undefined
        ? say('status.sessions.states.waitingUntil', { at: timeOfDay(nextAttemptAt, language) })
        : say(`status.sessions.states.${state}`)
  return (
    <tr>
      <td>
        <span className="line">
          <OutcomeIcon of={shapes[state]} label="" />
          <span className="whole">{shortName(session.relay)}</span>
        </span>
      </td>
      <td className="quiet">
        {says}
        {state !== 'open' && lastFailure !== undefined && <span className="block caption">{failure(lastFailure).title}</span>}
      </td>
      <td className="quiet optional">{purposes.map((purpose) => say(`status.sessions.purposes.${purpose}`)).join(', ')}</td>
      <td className="quiet optional">{say(`status.sessions.carriers.${session.carrier}`)}</td>
      <td className="right">{ping === undefined ? '' : complete('{ms:milliseconds}', { ms: ping })}</td>
      <td className="right optional">{reconnects}</td>
    </tr>
  )
}
