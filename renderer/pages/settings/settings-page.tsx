import { Button } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import './settings.css'
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
import { changesOf, draftOf, settingsOf, type SettingsDraft } from './settings-view.ts'

/** Proxy, level of the log and relay of the service. What changes is shown before it is done; a proxy is tried before it is used. */
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
  const mayChange = server.elevated && !changing && !applying
  const apply = async () => {
    if (wanted === undefined) return
    setApplying(true)
    const account = draft === undefined ? undefined : accountOf(draft.proxy)
    await act('changeSettings', { ...wanted, ...(account === undefined ? {} : { account }) })
    setApplying(false)
    setReviewing(false)
  }
  const ready = mayChange && changes.length > 0
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
      {ended?.failure !== undefined && !changing && <FailureVerdict failure={ended.failure} of="undone" />}
      {view !== undefined && draft !== undefined && (
        <SettingsFields view={view} draft={draft} disabled={!mayChange} invalid={wanted === undefined} onChange={setDraft} />
      )}
      {reviewing && wanted !== undefined && (
        <ReviewChanges changes={changes} applying={applying} onApply={() => void apply()} onBack={() => setReviewing(false)} />
      )}
    </Page>
  )
}
