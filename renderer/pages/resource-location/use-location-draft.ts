import { SeenBeforeChoice } from '../../../contract/enrollment.ts'
import { useWizard } from '../../wizard.ts'
import { type LocationDraft } from './location-draft.ts'

const field = (name: keyof LocationDraft) => `resourceLocation.${name}`

/** What was typed and chosen on the page, kept over a reload of the window. `change` sets some of it; an empty text clears a choice. */
export function useLocationDraft(): readonly [LocationDraft, (some: Partial<Record<keyof LocationDraft, string>>) => void] {
  const drafts = useWizard((state) => state.drafts)
  const setDraft = useWizard((state) => state.setDraft)
  const kept = (name: keyof LocationDraft) => drafts[field(name)]
  const chosen = SeenBeforeChoice.safeParse(kept('onSeenBefore'))
  const draft: LocationDraft = {
    locationId: kept('locationId') === '' ? undefined : kept('locationId'),
    connectorName: kept('connectorName'),
    labels: kept('labels') ?? '',
    search: kept('search') ?? '',
    newLocation: kept('newLocation'),
    onSeenBefore: chosen.success ? chosen.data : undefined,
    step: kept('step') === 'list' ? 'list' : 'question',
  }
  const change = (some: Partial<Record<keyof LocationDraft, string>>) => {
    for (const [name, value] of Object.entries(some)) setDraft(`resourceLocation.${name}`, value)
  }
  return [draft, change]
}
