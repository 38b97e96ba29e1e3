import { Button } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { type SettingsView } from '../../../contract/service-settings.ts'
import { FailureVerdict } from '../../parts/failure-verdict.tsx'
import { CloseButton } from '../../parts/footer.tsx'
import { Page } from '../../parts/page.tsx'
import { accountOf } from '../../parts/proxy-draft.ts'
import { ReadOnly } from '../../parts/read-only.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useAct, useSay, useSnapshot } from '../../wizard.ts'
import { ReviewChanges } from './review-changes.tsx'
import { SettingsFields } from './settings-fields.tsx'
import { LabelsOfService } from './labels-of-service.tsx'
import { useLabels } from './use-labels.ts'
import { changesOf, draftOf, settingsOf, type SettingsDraft } from './settings-view.ts'

/** Proxy, level of the log and relay of the service, and the connector's labels. What changes is shown before it is done; a proxy is tried before it is used. */
export function SettingsPage() {
  const say = useSay()
  const act = useAct()
  const { install, server } = useSnapshot()
  const [view, setView] = useState<SettingsView>()
  const [draft, setDraft] = useState<SettingsDraft>()
  const [reviewing, setReviewing] = useState(false)
  const [applying, setApplying] = useState(false)
  const changing = install.is === 'running' && install.work === 'settings'
  const ended = install.is === 'installed' && install.maintenance?.work === 'settings' ? install.maintenance : undefined
  useEffect(() => {
    let left = false
    if (!changing)
      void act('settings', {}).then((answer) => {
        if (left || answer?.ok !== true) return
        setView(answer.value)
        setDraft(draftOf(answer.value.settings))
      })
    return () => {
      left = true
    }
  }, [act, changing])
  const wanted = draft === undefined ? undefined : settingsOf(draft)
  const changes =
    view === undefined || wanted === undefined
      ? []
      : changesOf(view.settings, wanted, { before: view.account?.user ?? '', typed: draft?.proxy.user.trim() ?? '' })
  const labels = useLabels()
  const mayChange = server.elevated && !changing && !applying
  const apply = async () => {
    if (wanted === undefined) return
    setApplying(true)
    const account = draft === undefined ? undefined : accountOf(draft.proxy)
    // First the labels: only the service that runs can change them.
    const goesOn = labels.wanted === undefined || (await labels.change(labels.wanted.labels))
    if (goesOn && changes.length > 0) await act('changeSettings', { ...wanted, ...(account === undefined ? {} : { account }) })
    setApplying(false)
    setReviewing(false)
  }
  const shown = [...changes, ...(labels.wanted === undefined ? [] : [labels.wanted.change])]
  const ready = mayChange && shown.length > 0
  return (
    <Page
      lead={say('settings.lead')}
      buttons={
        <>
          <Button appearance={ready ? 'primary' : 'secondary'} disabled={!ready} onClick={() => setReviewing(true)}>
            {say('settings.review')}
          </Button>
          <CloseButton says="close" />
        </>
      }
    >
      <ReadOnly adds={say('settings.adds')} />
      {changing && <Verdict of="running" says={say('settings.changing')} sub={say('settings.changingSub')} />}
      {ended !== undefined && !changing && ended.failure === undefined && <Verdict of="pass" says={say('settings.changed')} />}
      {labels.changed && !changing && <Verdict of="pass" says={say('settings.labelsChanged')} />}
      {ended?.failure !== undefined && !changing && <FailureVerdict failure={ended.failure} of="undone" />}
      {view !== undefined && draft !== undefined && (
        <SettingsFields view={view} draft={draft} disabled={!mayChange} invalid={wanted === undefined} onChange={setDraft}>
          <LabelsOfService known={labels.known} text={labels.text} disabled={!mayChange} onChange={labels.setText} />
        </SettingsFields>
      )}
      {reviewing && wanted !== undefined && (
        <ReviewChanges changes={shown} applying={applying} onApply={() => void apply()} onBack={() => setReviewing(false)} />
      )}
    </Page>
  )
}
