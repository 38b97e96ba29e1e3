import { Button, Field, Input } from '@fluentui/react-components'
import { useState } from 'react'
import { type LocationSummary } from '../../../contract/enrollment.ts'
import { useAct, useSay } from '../../wizard.ts'
import { locationNameProblem } from './location-draft.ts'
import { useLocationDraft } from './use-location-draft.ts'

/** Creates a location in place and chooses it. Without `onClose` it stays open: there is nothing else to choose from. */
export function NewLocation({ locations, onClose }: { locations: readonly LocationSummary[]; onClose?: () => void }) {
  const say = useSay()
  const act = useAct()
  const [draft, change] = useLocationDraft()
  const [asked, setAsked] = useState(false)
  const [creating, setCreating] = useState(false)
  const [conflict, setConflict] = useState('')
  const name = draft.newLocation ?? ''
  const problem = name !== '' && name === conflict ? 'taken' : locationNameProblem(name, locations)
  const shown = asked || problem === 'taken' || problem === 'tooLong' ? problem : undefined

  const create = async () => {
    setAsked(true)
    if (problem !== undefined || creating) return
    setCreating(true)
    const answer = await act('createLocation', { name: name.trim() })
    setCreating(false)
    if (answer === undefined) return
    if (!answer.ok) {
      if (answer.failure.code === 'CW5005') setConflict(name)
      return
    }
    change({ locationId: answer.value.id, newLocation: '', search: '' })
    onClose?.()
  }
  const cancel = () => {
    change({ newLocation: '' })
    onClose?.()
  }
  return (
    <form
      className="line wraps top new-location"
      onSubmit={(event) => {
        event.preventDefault()
        void create()
      }}
    >
      <Field
        className="grow"
        label={say('resourceLocation.newLocation.name')}
        {...(shown === undefined
          ? { hint: say('resourceLocation.newLocation.hint') }
          : {
              validationState: 'error' as const,
              validationMessage: say(
                shown === 'taken'
                  ? 'resourceLocation.problems.locationTaken'
                  : shown === 'tooLong'
                    ? 'resourceLocation.problems.tooLong'
                    : 'resourceLocation.problems.empty',
                { most: 80 },
              ),
            })}
      >
        <Input autoFocus={onClose !== undefined} value={name} maxLength={200} onChange={(_, { value }) => change({ newLocation: value })} />
      </Field>
      <span className="line beside-field">
        <Button type="submit" disabledFocusable={creating}>
          {say(creating ? 'resourceLocation.newLocation.creating' : 'resourceLocation.newLocation.create')}
        </Button>
        {onClose !== undefined && <Button onClick={cancel}>{say('resourceLocation.newLocation.cancel')}</Button>}
      </span>
    </form>
  )
}
