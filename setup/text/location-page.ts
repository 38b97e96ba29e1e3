/** Page 3 in a terminal: which location, an earlier registration, name and labels. */
import { ConnectorName, LocationName, type LocationsState, type LocationSummary, type SeenBeforeChoice } from '../../contract/enrollment.ts'
import { readLabels } from '../../contract/labels.ts'
import { failureLine } from '../commands/output.ts'
import { until } from '../commands/session.ts'
import { type GuidedSession, type PageEnd } from './guided.ts'

type Loaded = Extract<LocationsState, { is: 'loaded' }>

export const locationPage = async (session: GuidedSession): Promise<PageEnd> => {
  const { engine, prompter, output, speaker } = session
  await engine.call('loadLocations', {})
  await until(session, ({ locations: { is } }) => is === 'loaded' || is === 'failed')
  const { locations } = engine.snapshot
  if (locations.is !== 'loaded') {
    if (locations.is === 'failed') prompter.warn(failureLine(locations.failure, output.language))
    return 'back'
  }
  const location = await pick(session, locations)
  if (location === undefined) return 'quit'
  if (location.connectors.length === 0) prompter.say(speaker.texts.spare)
  const onSeenBefore = await decide(session, locations, location)
  if (onSeenBefore === 'quit') return 'quit'
  const connectorName = await prompter.text(speaker.texts.connectorName, locations.proposedName, (name) =>
    ConnectorName.safeParse(name).success ? undefined : speaker.texts.wrongName,
  )
  if (connectorName === undefined) return 'quit'
  const labels = await prompter.text(speaker.texts.labels, '', (text) =>
    readLabels(text).is === 'labels' ? undefined : speaker.texts.wrongLabels,
  )
  if (labels === undefined) return 'quit'
  const read = readLabels(labels)
  const chosen = await engine.call('choose', {
    locationId: location.id,
    connectorName,
    labels: read.is === 'labels' ? read.labels : [],
    ...(onSeenBefore === undefined ? {} : { onSeenBefore }),
  })
  if (chosen.ok) return 'next'
  prompter.warn(failureLine(chosen.failure, output.language))
  return chosen.failure.code === 'CW5001' ? 'back' : 'again'
}

const pick = async (session: GuidedSession, { locations, mayCreate }: Loaded): Promise<LocationSummary | undefined> => {
  const { engine, prompter, speaker, output } = session
  const { texts, tell } = speaker
  const answer = await prompter.select(texts.chooseLocation, [
    ...locations.map(({ id, name, connectors }) => ({
      value: id,
      label: name,
      hint:
        connectors.length === 0
          ? texts.noConnectors
          : tell(texts.connectors, { count: connectors.length, healthy: connectors.filter(({ health }) => health === 'healthy').length }),
    })),
    ...(mayCreate ? [{ value: 'create', label: texts.createLocation }] : []),
  ])
  if (answer !== 'create') return locations.find(({ id }) => id === answer)
  const name = await prompter.text(texts.newLocation, '', (text) => (LocationName.safeParse(text).success ? undefined : texts.newLocation))
  if (name === undefined) return undefined
  const made = await engine.call('createLocation', { name })
  if (made.ok) return made.value
  prompter.warn(failureLine(made.failure, output.language))
  return pick(session, {
    ...(engine.snapshot.locations.is === 'loaded' ? engine.snapshot.locations : ({ locations, mayCreate } as Loaded)),
  })
}

/** Named, never chosen: the likely one is said in words. */
const decide = async (
  { prompter, speaker: { texts, tell } }: GuidedSession,
  { seenBefore }: Loaded,
  location: LocationSummary,
): Promise<SeenBeforeChoice | 'quit' | undefined> => {
  if (seenBefore === undefined) return undefined
  const { connector, locationName, enrolledAt, likely, locationId } = seenBefore
  prompter.warn(
    `${tell(texts.seenBefore, { name: connector.name, location: locationName, at: enrolledAt })} ${texts.seenBeforeLikely[likely]}`,
  )
  const choices = locationId === location.id ? (['replace', 'keepBoth'] as const) : (['replaceAndMove', 'keepBoth'] as const)
  return (
    (await prompter.select<SeenBeforeChoice>(
      texts.whatNow,
      choices.map((value) => ({ value, label: texts.seenBeforeChoices[value] })),
    )) ?? 'quit'
  )
}
