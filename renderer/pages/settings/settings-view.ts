/** What the page "Settings" has of a draft: whether it can be used, and what it changes. Pure. */
import { type Label } from '../../../contract/enrollment.ts'
import { type Failure } from '../../../contract/error-codes.ts'
import { readLabels, writeLabels } from '../../../contract/labels.ts'
import { LogLevel } from '../../../contract/log-entry.ts'
import { printServiceProxy } from '../../../contract/proxy.ts'
import { type ServiceSettings } from '../../../contract/service-settings.ts'
import { type ProxyDraft, proxyDraftOf, proxyOf } from '../../parts/proxy-draft.ts'

export interface SettingsDraft {
  readonly proxy: ProxyDraft
  readonly logLevel: string
  /** Empty: as the control plane says. */
  readonly relay: string
}

export const draftOf = ({ proxy, logLevel, pinnedRelay = '' }: ServiceSettings): SettingsDraft => ({
  proxy: proxyDraftOf(proxy),
  logLevel,
  relay: pinnedRelay,
})

/** Undefined while the proxy cannot be used. */
export const settingsOf = ({ proxy, logLevel, relay }: SettingsDraft): ServiceSettings | undefined => {
  const read = proxyOf(proxy)
  if (read === undefined) return undefined
  return { proxy: read, logLevel: LogLevel.catch('info').parse(logLevel), ...(relay === '' ? {} : { pinnedRelay: relay }) }
}

export type Changed = 'proxy' | 'account' | 'logLevel' | 'relay' | 'labels'
export interface SettingsChange {
  readonly what: Changed
  /** Empty where there was or will be none. */
  readonly before: string
  readonly after: string
}

const shownProxy = ({ proxy }: ServiceSettings): string => (proxy.is === 'direct' ? '' : printServiceProxy(proxy))

/** `users`: whom the proxy knows before, and whom it will be told; the same name with a new password is a change too. */
export const changesOf = (
  before: ServiceSettings,
  after: ServiceSettings,
  users: { readonly before: string; readonly typed: string } = { before: '', typed: '' },
): SettingsChange[] => {
  const pairs: SettingsChange[] = [
    { what: 'proxy', before: shownProxy(before), after: shownProxy(after) },
    { what: 'logLevel', before: before.logLevel, after: after.logLevel },
    { what: 'relay', before: before.pinnedRelay ?? '', after: after.pinnedRelay ?? '' },
  ]
  const account: SettingsChange[] = users.typed === '' ? [] : [{ what: 'account', before: users.before, after: users.typed }]
  return [...pairs.filter((pair) => pair.before !== pair.after), ...account]
}

/** The connector's labels as the cloud has them. */
export type LabelsKnown =
  | { readonly is: 'reading' }
  | { readonly is: 'known'; readonly labels: readonly Label[] }
  | { readonly is: 'unknown'; readonly failure: Failure }

/** Labels that were typed, where they fit and are others than those before. */
export const labelsWanted = (known: LabelsKnown, text: string): { labels: Label[]; change: SettingsChange } | undefined => {
  const read = readLabels(text)
  if (known.is !== 'known' || read.is === 'problem') return undefined
  const [before, after] = [writeLabels(known.labels), writeLabels(read.labels)]
  return before === after ? undefined : { labels: read.labels, change: { what: 'labels', before, after } }
}
