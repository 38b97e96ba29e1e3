import { Field, Input, Select } from '@fluentui/react-components'
import { useSay } from '../wizard.ts'
import { type ProxyDraft, proxyOf, proxyWays } from './proxy-draft.ts'

interface ProxyFieldsWords {
  draft: ProxyDraft
  disabled: boolean
  /** Whom the proxy knows the service as now. */
  known?: string | undefined
  onChange: (draft: ProxyDraft) => void
}

/** Where the service finds its proxy, and whom the proxy knows it as. The password leaves the page once and is not kept here. */
export function ProxyFields({ draft, disabled, known, onChange }: ProxyFieldsWords) {
  const say = useSay()
  const change = (some: Partial<ProxyDraft>) => onChange({ ...draft, ...some })
  const named = draft.is === 'manual' || draft.is === 'script'
  const invalid = named && draft.address.trim() !== '' && proxyOf(draft) === undefined
  return (
    <>
      <div className="field-pair">
        <Field label={say('proxy.way')}>
          <Select
            value={draft.is}
            disabled={disabled}
            onChange={(_, { value }) => change({ is: proxyWays.find((way) => way === value) ?? 'system', address: '', bypass: [] })}
          >
            {proxyWays.map((way) => (
              <option key={way} value={way}>
                {say(`proxy.ways.${way}`)}
              </option>
            ))}
          </Select>
        </Field>
        {named && (
          <Field
            label={say(draft.is === 'script' ? 'proxy.scriptAddress' : 'proxy.address')}
            {...(invalid ? { validationState: 'error' as const, validationMessage: say('proxy.invalid') } : {})}
          >
            <Input
              value={draft.address}
              disabled={disabled}
              placeholder={draft.is === 'script' ? 'http://proxy.contoso.example/proxy.pac' : 'proxy.contoso.example:8080'}
              onChange={(_, { value }) => change({ address: value })}
            />
          </Field>
        )}
      </div>
      {draft.is !== 'direct' && (
        <div className="field-pair">
          <Field label={say('proxy.user')} hint={known === undefined ? say('proxy.userHint') : say('proxy.userKnown', { user: known })}>
            <Input value={draft.user} disabled={disabled} autoComplete="off" onChange={(_, { value }) => change({ user: value })} />
          </Field>
          {draft.user !== '' && (
            <Field label={say('proxy.password')} hint={say('proxy.passwordHint')}>
              <Input
                type="password"
                value={draft.password}
                disabled={disabled}
                autoComplete="new-password"
                onChange={(_, { value }) => change({ password: value })}
              />
            </Field>
          )}
        </div>
      )}
    </>
  )
}
