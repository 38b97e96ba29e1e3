import { Button, Field, Select } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { logLevels } from '../../../contract/log-entry.ts'
import { printServiceProxy } from '../../../contract/proxy.ts'
import { type SettingsView } from '../../../contract/service-settings.ts'
import { List } from '../../parts/row.tsx'
import { OutcomeIcon } from '../../parts/outcome-icon.tsx'
import { accountOf, type ProxyDraft, proxyDraftOf } from '../../parts/proxy-draft.ts'
import { ProxyFields } from '../../parts/proxy-fields.tsx'
import { Section } from '../../parts/section.tsx'
import { useSentences } from '../../sentences.ts'
import { useSay, useWizard } from '../../wizard.ts'
import { settingsOf, type SettingsDraft } from './settings-view.ts'

interface FieldsWords {
  view: SettingsView
  draft: SettingsDraft
  disabled: boolean
  /** The proxy is no address that could be used. */
  invalid: boolean
  onChange: (draft: SettingsDraft) => void
  /** What else belongs to the service. */
  children: ReactNode
}

type Tried = { is: 'not' } | { is: 'trying' } | { is: 'works'; milliseconds: number } | { is: 'fails'; why: string }

export function SettingsFields({ view, draft, disabled, invalid, onChange, children }: FieldsWords) {
  const say = useSay()
  const { complete, failure } = useSentences()
  const ask = useWizard((state) => state.ask)
  const [tried, setTried] = useState<Tried>({ is: 'not' })
  const setProxy = (proxy: ProxyDraft) => {
    setTried({ is: 'not' })
    onChange({ ...draft, proxy })
  }
  const tryIt = async () => {
    setTried({ is: 'trying' })
    const proxy = settingsOf(draft)?.proxy
    if (proxy === undefined) return
    const account = accountOf(draft.proxy)
    const answer = await ask('tryProxy', { proxy, ...(account === undefined ? {} : { account }) })
    if (answer === undefined) setTried({ is: 'not' })
    else
      setTried(answer.ok ? { is: 'works', milliseconds: answer.value.milliseconds } : { is: 'fails', why: failure(answer.failure).cause })
  }
  const outcome = {
    not: '',
    trying: say('settings.trying'),
    works: tried.is === 'works' ? say('settings.works', { time: complete('{ms:milliseconds}', { ms: tried.milliseconds }) }) : '',
    fails: tried.is === 'fails' ? tried.why : '',
  }[tried.is]
  return (
    <>
      <Section title={say('settings.proxy')}>
        <ProxyFields draft={draft.proxy} disabled={disabled} known={view.account?.user} onChange={setProxy} />
        <div className="line wraps">
          <Button size="small" disabled={invalid || tried.is === 'trying'} onClick={() => void tryIt()}>
            {say('settings.try')}
          </Button>
          <span className="line" role="status">
            {(tried.is === 'works' || tried.is === 'fails') && <OutcomeIcon of={tried.is === 'works' ? 'pass' : 'fail'} />}
            <span className="second any">{outcome}</span>
          </span>
        </div>
        {view.proxies.length > 0 && (
          <List label={say('settings.others')}>
            {view.proxies.map(({ of, proxy }) => (
              <li key={of}>
                <div className="item dense">
                  <OutcomeIcon of="note" label="" />
                  <span className="any">
                    {say(`settings.of.${of}`)} <span className="mono">{printServiceProxy(proxy)}</span>
                  </span>
                  <Button
                    size="small"
                    appearance="subtle"
                    disabled={disabled}
                    onClick={() => setProxy({ ...draft.proxy, ...proxyDraftOf(proxy) })}
                  >
                    {say('settings.useThis')}
                  </Button>
                </div>
              </li>
            ))}
          </List>
        )}
      </Section>
      <Section title={say('settings.service')}>
        <div className="field-pair">
          <Field label={say('settings.logLevel')} hint={say('settings.logLevelHint')}>
            <Select value={draft.logLevel} disabled={disabled} onChange={(_, { value }) => onChange({ ...draft, logLevel: value })}>
              {logLevels.map((level) => (
                <option key={level} value={level}>
                  {say(`settings.levels.${level}`)}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={say('settings.relay')} hint={say('settings.relayHint')}>
            <Select value={draft.relay} disabled={disabled} onChange={(_, { value }) => onChange({ ...draft, relay: value })}>
              <option value="">{say('settings.anyRelay')}</option>
              {view.relays.map((relay) => (
                <option key={relay}>{relay}</option>
              ))}
            </Select>
          </Field>
        </div>
        {children}
      </Section>
    </>
  )
}
