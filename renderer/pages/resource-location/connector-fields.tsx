import { Field, Input } from '@fluentui/react-components'
import { type LocationsState } from '../../../contract/enrollment.ts'
import { useSay } from '../../wizard.ts'
import { LabelsField } from '../../parts/labels-field.tsx'
import { connectorNameProblem } from './location-draft.ts'
import { useLocationDraft } from './use-location-draft.ts'

/** Name and labels of the connector to be. What is wrong with them is said beside them while it is typed. */
export function ConnectorFields({ loaded }: { loaded: Extract<LocationsState, { is: 'loaded' }> }) {
  const say = useSay()
  const [draft, change] = useLocationDraft()
  const location = loaded.locations.find((candidate) => candidate.id === draft.locationId)
  const replaced = draft.onSeenBefore === 'replaceAndMove' ? loaded.seenBefore?.connector.id : undefined
  const name = draft.connectorName ?? loaded.proposedName
  const problem = connectorNameProblem(name, location, replaced)
  const nameWrong =
    problem === undefined
      ? undefined
      : problem === 'taken'
        ? say('resourceLocation.problems.connectorTaken', { location: location?.name ?? '' })
        : say(`resourceLocation.problems.${problem}`, { most: 63 })
  return (
    <div className="line wraps top fields">
      <Field
        className="name-field"
        label={say('resourceLocation.connectorName')}
        {...(nameWrong === undefined ? {} : { validationState: 'error', validationMessage: nameWrong })}
      >
        <Input value={name} maxLength={200} onChange={(_, { value }) => change({ connectorName: value })} />
      </Field>
      <LabelsField
        label={say('labels.optional')}
        text={draft.labels}
        {...(draft.labels === '' ? { hint: say('labels.hint') } : {})}
        onChange={(labels) => change({ labels })}
      />
    </div>
  )
}
