/** The page "Settings": what the service runs with, what else could be used, and the change of it, tried before it is made. */
import { serviceProxyOf } from '../../connector/way-out/proxy-choice.ts'
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { isSameProxy, type ProxyAccount, type ServiceProxy, type TypedAccount } from '../../contract/proxy.ts'
import { Secret } from '../../contract/secret.ts'
import { type ServiceSettings, type SettingsView } from '../../contract/service-settings.ts'
import { type EngineNetwork } from '../engine-network.ts'
import { type HostReader } from '../host/host-reader.ts'
import { type JournalView } from '../install/journal-view.ts'
import { createNetwork } from '../network/network.ts'
import { type Trial, tryProxy } from '../settings/proxy-trial.ts'
import { type InstallSlice } from './install-slice.ts'

export interface SettingsDependencies {
  readonly reader: HostReader
  readonly install: Pick<InstallSlice, 'view' | 'changeSettings'>
  readonly network: Pick<EngineNetwork, 'serviceWay' | 'storedAccount' | 'remember' | 'bind'>
}

const settingsOf = ({ inputs }: JournalView): ServiceSettings => ({
  proxy: inputs.proxy,
  logLevel: inputs.logLevel ?? 'info',
  ...(inputs.pinnedRelay === undefined ? {} : { pinnedRelay: inputs.pinnedRelay }),
})

export class SettingsSlice {
  readonly #dependencies: SettingsDependencies

  constructor(dependencies: SettingsDependencies) {
    this.#dependencies = dependencies
  }

  /** `CW3009` where nothing is installed. */
  async read(): Promise<Result<SettingsView>> {
    const installed = this.#installed()
    if (!installed.ok) return installed
    const { inputs } = installed.value
    const { user, machine } = await this.#dependencies.reader.section('proxy', AbortSignal.timeout(5000))
    const seen = [
      { of: 'user' as const, fact: user },
      { of: 'machine' as const, fact: machine },
    ]
    const proxies = seen.flatMap(({ of, fact }) => {
      const proxy: ServiceProxy = fact.is === 'known' ? serviceProxyOf(fact.value) : { is: 'direct' }
      return proxy.is === 'direct' ? [] : [{ of, proxy }]
    })
    return succeeded({
      settings: settingsOf(installed.value),
      relays: inputs.relays.map(({ name }) => name),
      proxies,
      ...(inputs.proxyAccount === undefined ? {} : { account: { proxy: inputs.proxyAccount.proxy, user: inputs.proxyAccount.user } }),
    })
  }

  async tryProxy(proxy: ServiceProxy, typed: TypedAccount | undefined, signal: AbortSignal): Promise<Result<Trial>> {
    const installed = this.#installed()
    if (!installed.ok) return installed
    const account = await this.#bound(typed, proxy)
    return account.ok ? this.#try(installed.value, proxy, account.value, signal) : account
  }

  async #bound(typed: TypedAccount | undefined, proxy: ServiceProxy): Promise<Result<ProxyAccount | undefined>> {
    if (typed === undefined) return succeeded(undefined)
    return this.#dependencies.network.bind({ user: typed.user, password: new Secret(typed.password) }, proxy)
  }

  async #try({ inputs }: JournalView, proxy: ServiceProxy, account: ProxyAccount | undefined, signal: AbortSignal): Promise<Result<Trial>> {
    const { controlPlane, relays, certificateAuthorities } = inputs
    const way = await this.#dependencies.network.serviceWay(proxy)
    const network = createNetwork({
      proxy: way.setting,
      domain: way.domain,
      account: account ?? way.account,
      certificateAuthorities,
      loopbackToo: true,
    })
    return tryProxy(network, [controlPlane, ...relays.map(({ url }) => url)], signal)
  }

  /** Returns when the change has begun. A proxy through which nothing comes is refused before anything is touched. */
  async change(settings: ServiceSettings, typed?: TypedAccount): Promise<Result<Record<string, never>>> {
    const installed = this.#installed()
    if (!installed.ok) return installed
    const bound = await this.#bound(typed, settings.proxy)
    if (!bound.ok) return bound
    const account = bound.value
    const { inputs } = installed.value
    const { network, install } = this.#dependencies
    const { pinnedRelay, proxy } = settings
    if (pinnedRelay !== undefined && !inputs.relays.some(({ name }) => name === pinnedRelay))
      return failed('CW3019', { relay: pinnedRelay, relays: inputs.relays.map(({ name }) => name).join(', ') })
    if (account !== undefined || !isSameProxy(proxy, inputs.proxy)) {
      const tried = await this.#try(installed.value, proxy, account, AbortSignal.timeout(15_000))
      if (!tried.ok) return tried
    }
    // The one that is in use now is needed again if the change is set back.
    const stored = await network.storedAccount()
    for (const one of [stored, account]) if (one !== undefined) network.remember(one)
    const { proxy: _proxy, proxyAccount: kept, logLevel: _level, pinnedRelay: _relay, ...rest } = inputs
    const proxyAccount =
      account === undefined ? (proxy.is === 'direct' ? undefined : kept) : { id: account.id, proxy: account.proxy, user: account.user }
    return install.changeSettings({ ...rest, ...settings, ...(proxyAccount === undefined ? {} : { proxyAccount }) })
  }

  #installed(): Result<JournalView> {
    const { view } = this.#dependencies.install
    return view?.phase.is === 'installed' ? succeeded(view) : failed('CW3009')
  }
}
