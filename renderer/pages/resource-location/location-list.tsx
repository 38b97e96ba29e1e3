import { Button, Input, Radio } from '@fluentui/react-components'
import { Add20Regular, Search20Regular } from '@fluentui/react-icons'
import { useState } from 'react'
import { type LocationsState, type LocationSummary } from '../../../contract/enrollment.ts'
import { OutcomeIcon } from '../../parts/outcome-icon.tsx'
import { Section } from '../../parts/section.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useAct, useLanguage, useSay } from '../../wizard.ts'
import { ChosenLocation } from './chosen-location.tsx'
import { foundLocations, locationHealth, searchFrom, shownMost } from './location-view.ts'
import { NewLocation } from './new-location.tsx'
import { useOrganization } from './use-organization.ts'
import { useLocationDraft } from './use-location-draft.ts'

type Loaded = Extract<LocationsState, { is: 'loaded' }>

/** All locations of the organization, none chosen for the person, with search from nine up and a place to create one. */
export function LocationList({ loaded }: { loaded: Loaded }) {
  const say = useSay()
  const language = useLanguage()
  const organization = useOrganization()
  const [draft, change] = useLocationDraft()
  const [creating, setCreating] = useState(draft.newLocation !== undefined && draft.newLocation !== '')
  const count = loaded.locations.length
  const searchable = count >= searchFrom
  const found = foundLocations(loaded.locations, searchable ? draft.search : '', language)
  const shown = found.slice(0, shownMost)
  const note =
    found.length === count
      ? say('resourceLocation.inOrganization', { count, organization })
      : say('resourceLocation.found', { found: found.length, count, organization })
  const open = (
    <Button size="small" icon={<Add20Regular />} onClick={() => setCreating(true)}>
      {say('resourceLocation.newLocation.open')}
    </Button>
  )
  const close = () => setCreating(false)
  if (count === 0) return <NoLocation mayCreate={loaded.mayCreate} />
  return (
    <Section title={say('resourceLocation.locations')} note={note} {...(loaded.mayCreate && !creating ? { action: open } : {})}>
      {creating && loaded.mayCreate && <NewLocation locations={loaded.locations} onClose={close} />}
      {!loaded.mayCreate && <p className="caption quiet">{say('resourceLocation.newLocation.notAllowed', { organization })}</p>}
      {searchable && (
        <Input
          type="search"
          contentBefore={<Search20Regular />}
          aria-label={say('resourceLocation.search')}
          placeholder={say('resourceLocation.search')}
          value={draft.search}
          onChange={(_, { value }) => change({ search: value })}
        />
      )}
      {found.length === 0 ? (
        <p className="second" role="status">
          {say('resourceLocation.nothingFound', { search: draft.search })}
        </p>
      ) : (
        <div className="list" role="radiogroup" aria-label={say('resourceLocation.list')}>
          {shown.map((location) => (
            <Pick key={location.id} location={location} loaded={loaded} />
          ))}
        </div>
      )}
      {found.length > shown.length && (
        <p className="caption quiet">{say('resourceLocation.more', { count: found.length - shown.length })}</p>
      )}
    </Section>
  )
}

function Pick({ location, loaded }: { location: LocationSummary; loaded: Loaded }) {
  const say = useSay()
  const [draft, change] = useLocationDraft()
  const chosen = draft.locationId === location.id
  const { outcome, says, count, working } = locationHealth(location.connectors)
  return (
    <div className={`pick ${chosen ? 'on' : ''}`}>
      <label className="item pick-line">
        <Radio name="location" value={location.id} checked={chosen} onChange={() => change({ locationId: location.id })} />
        <span className={chosen ? 'strong any' : 'any'}>{location.name}</span>
        <span className="line pick-says">
          <OutcomeIcon of={outcome} label="" />
          <span className="quiet">{say(`resourceLocation.health.${says}`, { count, working })}</span>
        </span>
      </label>
      {chosen && <ChosenLocation location={location} loaded={loaded} />}
    </div>
  )
}

function NoLocation({ mayCreate }: { mayCreate: boolean }) {
  const say = useSay()
  const act = useAct()
  const organization = useOrganization()
  if (mayCreate) {
    return (
      <>
        <Verdict of="note" says={say('resourceLocation.empty')} sub={say('resourceLocation.emptySub')} />
        <NewLocation locations={[]} />
      </>
    )
  }
  const retry = <Button onClick={() => void act('loadLocations', {})}>{say('resourceLocation.retry')}</Button>
  return (
    <Verdict
      of="warn"
      says={say('resourceLocation.emptyNotAllowed')}
      sub={say('resourceLocation.emptyNotAllowedSub', { organization })}
      act={retry}
    />
  )
}
