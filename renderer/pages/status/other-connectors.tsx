import { Link } from '@fluentui/react-components'
import { type ConnectorSummary } from '../../../contract/enrollment.ts'
import { ago } from '../../moments.ts'
import { useNow } from '../../parts/clock.ts'
import { OutcomeIcon } from '../../parts/outcome-icon.tsx'
import { Section } from '../../parts/section.tsx'
import { useSentences } from '../../sentences.ts'
import { useAct, useLanguage, useSay } from '../../wizard.ts'
import { connectorOutcome } from '../resource-location/location-view.ts'

/** Who else carries traffic for the location. Absent: the control plane could not be asked. */
export function OtherConnectors({ location, others }: { location: string; others?: readonly ConnectorSummary[] }) {
  const say = useSay()
  const act = useAct()
  const language = useLanguage()
  const now = useNow(true)
  const { engine, failure } = useSentences()
  if (others === undefined || others.length === 0) {
    return (
      <Section title={say('status.others.title', { location })}>
        <p className="line top">
          <OutcomeIcon of={others === undefined ? 'unknown' : 'warn'} label="" />
          <span>
            {others === undefined ? say('status.others.unknown') : say('status.others.none', { location })}{' '}
            {others === undefined && (
              <Link as="button" onClick={() => void act('openLink', { link: 'console' })}>
                {say('status.others.openConsole')}
              </Link>
            )}
          </span>
        </p>
      </Section>
    )
  }
  return (
    <Section title={say('status.others.title', { location })}>
      <div className="frame">
        <table>
          <thead>
            <tr>
              <th scope="col">{say('status.others.name')}</th>
              <th scope="col">{say('status.others.state')}</th>
              <th scope="col" className="optional">
                {say('status.others.version')}
              </th>
              <th scope="col" className="right">
                {say('status.others.lastContact')}
              </th>
            </tr>
          </thead>
          <tbody>
            {others.map((other) => (
              <tr key={other.id}>
                <td>
                  <span className="line">
                    <OutcomeIcon of={connectorOutcome(other.health)} label="" />
                    <span className="whole">{other.name}</span>
                  </span>
                </td>
                <td className="quiet">
                  {engine.health[other.health]}
                  {other.reason !== undefined && other.health !== 'healthy' && (
                    <span className="block caption">{failure(other.reason).title}</span>
                  )}
                </td>
                <td className="quiet num optional">{other.version}</td>
                <td className="right quiet">{other.lastContact === undefined ? '' : ago(other.lastContact, now, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}
