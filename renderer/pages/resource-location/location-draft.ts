/** What was typed and chosen on the page, and whether it can be sent. */
import {
  ConnectorName,
  LocationName,
  type EnrollmentChoice,
  type LocationSummary,
  type SeenBefore,
  type SeenBeforeChoice,
} from '../../../contract/enrollment.ts'
import { readLabels } from '../../../contract/labels.ts'

export interface LocationDraft {
  readonly locationId?: string | undefined
  /** Absent: the proposed name. */
  readonly connectorName?: string | undefined
  readonly labels: string
  readonly search: string
  /** Absent: the field for a new location is closed. */
  readonly newLocation?: string | undefined
  readonly onSeenBefore?: SeenBeforeChoice | undefined
  /** The question about the earlier enrollment was answered and the list is shown. */
  readonly step: 'question' | 'list'
}

export const emptyDraft: LocationDraft = { labels: '', search: '', step: 'question' }

export type NameProblem = 'empty' | 'tooLong' | 'characters' | 'taken'

/** `replaced` is the connector whose place is taken, so that its own name is no conflict. */
export const connectorNameProblem = (name: string, location: LocationSummary | undefined, replaced?: string): NameProblem | undefined => {
  const text = name.trim()
  if (text === '') return 'empty'
  if (text.length > 63) return 'tooLong'
  if (!ConnectorName.safeParse(text).success) return 'characters'
  const same = location?.connectors.find((c) => c.name.toLowerCase() === text.toLowerCase())
  return same !== undefined && same.id !== replaced ? 'taken' : undefined
}

export const locationNameProblem = (name: string, locations: readonly LocationSummary[]): NameProblem | undefined => {
  const text = name.trim()
  if (text === '') return 'empty'
  if (!LocationName.safeParse(text).success) return 'tooLong'
  return locations.some((l) => l.name.trim().toLowerCase() === text.toLowerCase()) ? 'taken' : undefined
}

/** What the page shows: the question first where this server was enrolled before. */
export const pageStep = (draft: LocationDraft, seenBefore: SeenBefore | undefined): 'question' | 'list' =>
  seenBefore === undefined ? 'list' : draft.step

/** The choice to send, or undefined while something is missing or wrong. */
export const enrollmentChoice = (
  draft: LocationDraft,
  loaded: { locations: readonly LocationSummary[]; proposedName: string; seenBefore?: SeenBefore | undefined },
): EnrollmentChoice | undefined => {
  const { seenBefore } = loaded
  if (seenBefore !== undefined && draft.onSeenBefore === undefined) return undefined
  if (seenBefore !== undefined && draft.onSeenBefore === 'replace') {
    return { locationId: seenBefore.locationId, connectorName: seenBefore.connector.name, labels: [], onSeenBefore: 'replace' }
  }
  const location = loaded.locations.find((l) => l.id === draft.locationId)
  const labels = readLabels(draft.labels)
  const name = draft.connectorName ?? loaded.proposedName
  const replaced = draft.onSeenBefore === 'replaceAndMove' ? seenBefore?.connector.id : undefined
  if (location === undefined || labels.is === 'problem' || connectorNameProblem(name, location, replaced) !== undefined) return undefined
  return {
    locationId: location.id,
    connectorName: name.trim(),
    labels: labels.labels,
    ...(seenBefore === undefined ? {} : { onSeenBefore: draft.onSeenBefore }),
  }
}
