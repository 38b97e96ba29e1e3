import './resource-location.css'
import { Button } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { type LocationsState } from '../../../contract/enrollment.ts'
import { BackButton, CloseButton } from '../../parts/footer.tsx'
import { Page } from '../../parts/page.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useSentences } from '../../sentences.ts'
import { useAct, useGo, useSay, useSnapshot } from '../../wizard.ts'
import { ConnectorFields } from './connector-fields.tsx'
import { EnrolledBefore } from './enrolled-before.tsx'
import { enrollmentChoice, pageStep } from './location-draft.ts'
import { LocationList } from './location-list.tsx'
import { useLocationDraft } from './use-location-draft.ts'
import { useOrganization } from './use-organization.ts'

type Loaded = Extract<LocationsState, { is: 'loaded' }>

/** Step 3: where this server goes, under which name, and what becomes of an earlier enrollment of it. */
export function ResourceLocationPage() {
  const { locations } = useSnapshot()
  const act = useAct()
  const unread = locations.is === 'none'
  useEffect(() => {
    if (unread) void act('loadLocations', {})
  }, [unread, act])
  if (locations.is === 'loaded') return <LoadedPage loaded={locations} />
  return <UnreadPage locations={locations} />
}

function UnreadPage({ locations }: { locations: Exclude<LocationsState, Loaded> }) {
  const say = useSay()
  const act = useAct()
  const { failure } = useSentences()
  const organization = useOrganization()
  const retry = <Button onClick={() => void act('loadLocations', {})}>{say('resourceLocation.retry')}</Button>
  const nextLater = <Button disabled>{say('shell.next')}</Button>
  return (
    <Page
      buttons={
        <>
          <BackButton to="signIn" />
          {nextLater}
          <CloseButton />
        </>
      }
    >
      {locations.is === 'failed' ? (
        <Verdict
          of="fail"
          says={failure(locations.failure).title}
          sub={
            <>
              <p>{failure(locations.failure).cause}</p>
              <p>{failure(locations.failure).next}</p>
              <p>{say('resourceLocation.failedSub')}</p>
            </>
          }
          act={retry}
        />
      ) : (
        <Verdict of="running" says={say('resourceLocation.loading', { organization })} />
      )}
    </Page>
  )
}

function LoadedPage({ loaded }: { loaded: Loaded }) {
  const say = useSay()
  const go = useGo()
  const act = useAct()
  const { choice, plan } = useSnapshot()
  const [draft, change] = useLocationDraft()
  const [accepted, setAccepted] = useState(false)
  const step = pageStep(draft, loaded.seenBefore)
  const wanted = enrollmentChoice(draft, loaded)

  // The plan comes as an event; whether before or after the answer is not certain.
  useEffect(() => {
    if (accepted && choice !== undefined && plan !== undefined) go({ mode: 'setup', page: 'review' })
  }, [accepted, choice, plan, go])

  const toList = step === 'question' && draft.onSeenBefore !== undefined && draft.onSeenBefore !== 'replace'
  const next = () => {
    if (toList) change({ step: 'list' })
    else if (wanted !== undefined) void act('choose', wanted).then((answer) => setAccepted(answer?.ok === true))
  }
  const ready = toList || wanted !== undefined
  const back =
    step === 'list' && loaded.seenBefore !== undefined ? (
      <Button onClick={() => change({ step: 'question' })}>{say('shell.back')}</Button>
    ) : (
      <BackButton to="signIn" />
    )
  const moved = draft.onSeenBefore === 'replaceAndMove' ? loaded.seenBefore?.connector.name : undefined
  const lead = moved === undefined ? say('resourceLocation.lead') : say('resourceLocation.leadMove', { name: moved })
  return (
    <Page
      key={step}
      {...(step === 'list' && loaded.locations.length > 0 ? { lead } : {})}
      buttons={
        <>
          {back}
          <Button appearance={ready ? 'primary' : 'secondary'} disabled={!ready} onClick={next}>
            {say('shell.next')}
          </Button>
          <CloseButton />
        </>
      }
    >
      {step === 'question' && loaded.seenBefore !== undefined ? (
        <EnrolledBefore before={loaded.seenBefore} locations={loaded.locations} />
      ) : (
        <>
          <LocationList loaded={loaded} />
          {loaded.locations.length > 0 && <ConnectorFields loaded={loaded} />}
        </>
      )}
    </Page>
  )
}
