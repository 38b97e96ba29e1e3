import { type ConnectorSummary, type LocationsState, type LocationSummary } from '../../../contract/enrollment.ts'
import { ago } from '../../moments.ts'
import { useNow } from '../../parts/clock.ts'
import { OutcomeIcon } from '../../parts/outcome-icon.tsx'
import { useSentences } from '../../sentences.ts'
import { useLanguage, useSay } from '../../wizard.ts'
import { advice, connectorOutcome } from './location-view.ts'
import { useLocationDraft } from './use-location-draft.ts'

/** The chosen location opened: who is there, this server added, and what that means for outages. */
export function ChosenLocation({ location, loaded }: { location: LocationSummary; loaded: Extract<LocationsState, { is: 'loaded' }> }) {
  const say = useSay()
  const [draft] = useLocationDraft()
  const replaced = draft.onSeenBefore === 'replaceAndMove' ? loaded.seenBefore?.connector.id : undefined
  const others = location.connectors.filter((connector) => connector.id !== replaced)
  const { says, count } = advice(others)
  const name = (draft.connectorName ?? loaded.proposedName).trim()
  return (
    <div className="pick-open">
      <table className="plain">
        <tbody>
          {others.map((connector) => (
            <ConnectorLine key={connector.id} connector={connector} />
          ))}
          <tr>
            <td>
              <span className="line">
                <OutcomeIcon of="added" />
                <span className="strong any">{name === '' ? say('resourceLocation.thisServer') : name}</span>
              </span>
            </td>
            <td className="quiet">{say('resourceLocation.thisServer')}</td>
            <td className="quiet right">
              {say(replaced === undefined ? 'resourceLocation.addedBySetup' : 'resourceLocation.replacedBySetup')}
            </td>
          </tr>
        </tbody>
      </table>
      <p className="line top">
        <OutcomeIcon of={says === 'onlyOne' || says === 'othersAway' ? 'warn' : 'note'} label="" />
        <span>{say(`resourceLocation.advice.${says}`, { count, location: location.name })}</span>
      </p>
    </div>
  )
}

function ConnectorLine({ connector }: { connector: ConnectorSummary }) {
  const say = useSay()
  const language = useLanguage()
  const now = useNow(true)
  const { engine, failure } = useSentences()
  const { health, lastContact, reason } = connector
  return (
    <tr>
      <td>
        <span className="line">
          <OutcomeIcon of={connectorOutcome(health)} label="" />
          <span className="whole">{connector.name}</span>
        </span>
      </td>
      <td className="quiet">
        {engine.health[health]}
        {reason !== undefined && health !== 'healthy' && <span className="caption"> {failure(reason).title}</span>}
      </td>
      <td className="quiet right">
        {lastContact === undefined
          ? say('resourceLocation.neverInContact')
          : say('resourceLocation.lastContact', { ago: ago(lastContact, now, language) })}
      </td>
    </tr>
  )
}
