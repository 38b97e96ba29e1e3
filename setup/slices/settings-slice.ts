/** The page "Settings": what the service runs with, what else could be used, and the change of it, tried before it is made. */
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type ServiceSettings, type SettingsView } from '../../contract/service-settings.ts'
import { type HostReader } from '../host/host-reader.ts'
import { type JournalView } from '../install/journal-view.ts'
import { proxyAddress } from '../network/proxy-choice.ts'
import { type Trial, tryProxy } from '../settings/proxy-trial.ts'
import { type InstallSlice } from './install-slice.ts'

export interface SettingsDependencies {
  readonly reader: HostReader
  readonly install: Pick<InstallSlice, 'view' | 'changeSettings'>
}

const settingsOf = ({ inputs }: JournalView): ServiceSettings => ({
  ...(inputs.proxy === undefined ? {} : { proxy: inputs.proxy }),
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
    const { user, machine } = await this.#dependencies.reader.section('proxy', AbortSignal.timeout(5000))
    const seen = [
      { of: 'user' as const, fact: user },
      { of: 'machine' as const, fact: machine },
    ]
    const proxies = seen.flatMap(({ of, fact }) => {
      const address = fact.is === 'known' && fact.value.is === 'manual' ? proxyAddress(fact.value.address) : undefined
      const url = address === undefined ? null : URL.parse(address)
      if (url === null) return []
      url.username = ''
      url.password = ''
      return [{ of, address: url.href }]
    })
    return succeeded({ settings: settingsOf(installed.value), relays: installed.value.inputs.relays.map(({ name }) => name), proxies })
  }

  async tryProxy(proxy: string | undefined, signal: AbortSignal): Promise<Result<Trial>> {
    const installed = this.#installed()
    if (!installed.ok) return installed
    const { controlPlane, relays } = installed.value.inputs
    return tryProxy(proxy, [controlPlane, ...relays.map(({ url }) => url)], signal)
  }

  /** Returns when the change has begun. A proxy through which nothing comes is refused before anything is touched. */
  async change(settings: ServiceSettings): Promise<Result<Record<string, never>>> {
    const installed = this.#installed()
    if (!installed.ok) return installed
    const { inputs } = installed.value
    const { pinnedRelay, proxy } = settings
    if (pinnedRelay !== undefined && !inputs.relays.some(({ name }) => name === pinnedRelay))
      return failed('CW3019', { relay: pinnedRelay, relays: inputs.relays.map(({ name }) => name).join(', ') })
    if (proxy !== inputs.proxy) {
      const tried = await this.tryProxy(proxy, AbortSignal.timeout(15_000))
      if (!tried.ok) return tried
    }
    const { proxy: _proxy, logLevel: _level, pinnedRelay: _relay, ...rest } = inputs
    return this.#dependencies.install.changeSettings({ ...rest, ...settings })
  }

  #installed(): Result<JournalView> {
    const { view } = this.#dependencies.install
    return view?.phase.is === 'installed' ? succeeded(view) : failed('CW3009')
  }
}
