/** What the page "Settings" has of a draft: whether it can be used, and what it changes. Pure. */
import { LogLevel } from '../../../contract/log-entry.ts'
import { ProxyAddress, type ServiceSettings } from '../../../contract/service-settings.ts'

export interface SettingsDraft {
  /** Empty: directly. */
  readonly proxy: string
  readonly logLevel: string
  /** Empty: as the control plane says. */
  readonly relay: string
}

export const draftOf = ({ proxy = '', logLevel, pinnedRelay = '' }: ServiceSettings): SettingsDraft => ({
  proxy,
  logLevel,
  relay: pinnedRelay,
})

/** `proxy:8080` is meant as an http address. */
const completed = (proxy: string) => (proxy === '' || /^[a-z]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`)

/** Undefined while the proxy is no address, or holds a user and a password. */
export const settingsOf = ({ proxy, logLevel, relay }: SettingsDraft): ServiceSettings | undefined => {
  const address = completed(proxy.trim())
  const parsed = ProxyAddress.safeParse(address)
  if (address !== '' && !parsed.success) return undefined
  return {
    ...(address === '' || !parsed.success ? {} : { proxy: new URL(parsed.data).href }),
    logLevel: LogLevel.catch('info').parse(logLevel),
    ...(relay === '' ? {} : { pinnedRelay: relay }),
  }
}

export type Changed = 'proxy' | 'logLevel' | 'relay'
export interface SettingsChange {
  readonly what: Changed
  /** Empty where there was or will be none. */
  readonly before: string
  readonly after: string
}

export const changesOf = (before: ServiceSettings, after: ServiceSettings): SettingsChange[] => {
  const pairs: SettingsChange[] = [
    { what: 'proxy', before: before.proxy ?? '', after: after.proxy ?? '' },
    { what: 'logLevel', before: before.logLevel, after: after.logLevel },
    { what: 'relay', before: before.pinnedRelay ?? '', after: after.pinnedRelay ?? '' },
  ]
  return pairs.filter((pair) => pair.before !== pair.after)
}
