/** Where the engine's calls and probes go, and with which trust and proxy: those of the service, not of the person. */
import { randomUUID } from 'node:crypto'
import { proxyAccountFile } from '../connector/identity/proxy-account-file.ts'
import { addressOf, type Address } from '../connector/way-out/address.ts'
import { proxyHost } from '../connector/way-out/proxy-account.ts'
import { serviceProxyOf, settingOf } from '../connector/way-out/proxy-choice.ts'
import { WayOut } from '../connector/way-out/way-out.ts'
import { failed, type Result, succeeded } from '../contract/error-codes.ts'
import { type Secret } from '../contract/secret.ts'
import { type ConnectionFile } from '../contract/connection-file.ts'
import { type ProxyAccount, type ProxySetting, type ServiceProxy } from '../contract/proxy.ts'
import { type WizardSnapshot } from '../contract/wizard-api.ts'
import { type CheckContext, type ControlPlaneTarget } from './checks/check.ts'
import { endpointsOf } from './checks/endpoints.ts'
import { type ConnectivityTarget } from './connectivity/test.ts'
import { type ControlPlane } from './enrollment/discovery.ts'
import { type HttpDoor, type HttpDoorOptions } from './enrollment/http-door.ts'
import { type Host } from './host/host-writer.ts'
import { productNames } from './host/registry-keys.ts'
import { type InstallInputs } from './install/inputs.ts'
import { type JournalView } from './install/journal-view.ts'
import { proxyAccountPath } from './settings/proxy-account-path.ts'
import { createNetwork, type Network } from './network/network.ts'

export interface EngineNetworkDependencies {
  readonly host: Host
  readonly connectionFile?: ConnectionFile | undefined
  readonly address?: string | undefined
  /** Asked for at the start; absent: as what is installed has it, else as the system says. */
  readonly proxy?: ServiceProxy | undefined
  readonly openDoor: (options: HttpDoorOptions) => HttpDoor
}

/** How the service will come out of the network, or does already. */
export interface ServiceWay {
  readonly proxy: ServiceProxy
  /** What that means on this server now. */
  readonly setting: ProxySetting
  readonly domain: string | undefined
  readonly account: ProxyAccount | undefined
}

/** Of a setting that names one proxy for everything. */
const anywhere = { host: 'control-plane.invalid', port: 443 }

const soon = () => AbortSignal.timeout(5000)

export class EngineNetwork {
  readonly #dependencies: EngineNetworkDependencies
  readonly #view: () => JournalView | undefined
  #chosen: ServiceProxy | undefined
  /** Typed in since the start, or read from the service's file; the last one counts. */
  readonly #accounts: ProxyAccount[] = []
  #storedAtBegin: ProxyAccount | undefined

  constructor(dependencies: EngineNetworkDependencies, view: () => JournalView | undefined) {
    this.#dependencies = dependencies
    this.#view = view
    this.#chosen = dependencies.proxy
  }

  /** As it was asked for; what a simulated server makes of it is in its inputs. */
  get wanted(): ServiceProxy {
    return this.#chosen ?? { is: 'system' }
  }

  /** For what is not installed yet. */
  choose(proxy: ServiceProxy): void {
    this.#chosen = proxy
  }

  remember(account: ProxyAccount): void {
    this.#accounts.push(account)
  }

  /** One that was typed in or read since the start. */
  accountOf(id: string): ProxyAccount | undefined {
    return this.#accounts.find((one) => one.id === id)
  }

  /** Of the service, where set-up may read it. */
  async storedAccount(): Promise<ProxyAccount | undefined> {
    const { reader } = this.#dependencies.host
    const read = await proxyAccountFile(reader.localPath(proxyAccountPath(productNames.dataFolder))).read()
    return read.ok ? read.value : undefined
  }

  /** Work on the machine begins: an uninstall takes the file away before it ends the registration, by the same proxy. */
  async begin(): Promise<void> {
    this.#storedAtBegin = await this.storedAccount()
  }

  /** Bound to the proxy that the setting names on the way to the control plane. Fails with CW7008 when it names none. */
  async bind({ user, password }: { user: string; password: Secret }, proxy?: ServiceProxy): Promise<Result<ProxyAccount>> {
    const host = await this.#proxyHost(proxy)
    if (host === undefined) return failed('CW7008', { argument: '--proxy-user', reason: 'no proxy is used' })
    return succeeded({ id: randomUUID(), proxy: host, user, password })
  }

  async #proxyHost(proxy: ServiceProxy | undefined): Promise<string | undefined> {
    const origin = this.#preset() ?? this.#view()?.inputs.controlPlane
    const { setting, domain } = await this.serviceWay(proxy)
    const target = origin === undefined ? anywhere : addressOf(origin)
    const use = await createNetwork({ proxy: setting, domain, certificateAuthorities: [], loopbackToo: true }).proxyFor(
      target,
      AbortSignal.timeout(15_000),
    )
    return use.is === 'proxy' ? proxyHost(use.url) : undefined
  }

  async serviceWay(proxy = this.#chosen ?? this.#view()?.inputs.proxy ?? { is: 'system' as const }): Promise<ServiceWay> {
    const { reader } = this.#dependencies.host
    const [{ service }, { domain }] = await Promise.all([reader.section('proxy', soon()), reader.section('membership', soon())])
    return {
      proxy,
      setting: settingOf(proxy, () => (service.is === 'known' ? service.value : { is: 'direct' })),
      domain: domain.is === 'known' ? domain.value : undefined,
      account: this.#accounts.at(-1) ?? (await this.storedAccount()),
    }
  }

  /** What the service is told to do. A simulated server's settings cannot be seen by its service, which runs on this machine. */
  async serviceInputs(): Promise<Pick<InstallInputs, 'proxy' | 'proxyAccount' | 'domain'>> {
    const { proxy, setting, domain, account } = await this.serviceWay()
    const { simulated } = this.#dependencies.host.identity
    return {
      proxy: simulated && proxy.is === 'system' ? serviceProxyOf(setting) : proxy,
      ...(domain === undefined ? {} : { domain }),
      ...(account === undefined ? {} : { proxyAccount: { id: account.id, proxy: account.proxy, user: account.user } }),
    }
  }

  async openDoor(certificateAuthorities = this.#dependencies.connectionFile?.certificateAuthorities ?? []): Promise<HttpDoor> {
    const { setting, domain, account = this.#storedAtBegin } = await this.serviceWay()
    const wayOut = new WayOut({
      proxy: serviceProxyOf(setting),
      domain,
      machine: () => setting,
      now: () => performance.now(),
      changed: () => undefined,
    })
    return this.#dependencies.openDoor({ certificateAuthorities, way: { wayOut, account } })
  }

  /** After a restart without a connection file the journal knows whom the service trusts. */
  async network(otherProxy?: ServiceProxy): Promise<Network> {
    const { connectionFile } = this.#dependencies
    const { setting, domain, account } = await this.serviceWay(otherProxy)
    return createNetwork({
      proxy: setting,
      domain,
      account,
      certificateAuthorities: connectionFile?.certificateAuthorities ?? this.#view()?.inputs.certificateAuthorities ?? [],
    })
  }

  /** https origin that was given at the start; absent when none or not an address. */
  #preset(): string | undefined {
    const { address, connectionFile } = this.#dependencies
    const preset = address ?? connectionFile?.controlPlane
    const url = preset === undefined ? null : URL.parse(preset)
    return url?.protocol === 'https:' ? url.origin : undefined
  }

  #target(controlPlane: ControlPlane | undefined): ControlPlaneTarget | undefined {
    const origin = controlPlane?.address ?? this.#preset()
    const { relays = [], expectedIssuers = [] } = controlPlane?.discovery ?? {}
    return origin === undefined ? undefined : { origin, relays, expectedIssuers }
  }

  /** What the checks dial, as far as it is known by now. */
  endpoints(controlPlane: ControlPlane | undefined): readonly Address[] {
    const target = this.#target(controlPlane)
    return target === undefined ? [] : endpointsOf(target)
  }

  async checkContext(surface: CheckContext['surface'], controlPlane: ControlPlane | undefined): Promise<Omit<CheckContext, 'signal'>> {
    const { host } = this.#dependencies
    const { proxy, setting } = await this.serviceWay()
    const chosenProxy = proxy.is === 'system' ? undefined : setting
    return { reader: host.reader, network: await this.network(), target: this.#target(controlPlane), surface, chosenProxy }
  }

  /** After a restart nobody has signed in, and the journal knows where this machine belongs. Absent when neither does and no address was given. */
  connectivityTarget({ server, install, service }: WizardSnapshot, controlPlane: ControlPlane | undefined): ConnectivityTarget | undefined {
    const view = this.#view()
    const here = { machineName: server.machineName, installed: install.is === 'installed' || service.is !== 'notInstalled' }
    if (controlPlane !== undefined) {
      const { relays, expectedIssuers } = controlPlane.discovery
      return { ...here, origin: controlPlane.address, relays, expectedIssuers }
    }
    if (view === undefined) {
      // What keeps discovery from answering is what the test is asked to find.
      const origin = this.#preset()
      return origin === undefined ? undefined : { ...here, origin, relays: [], expectedIssuers: [] }
    }
    return { ...here, origin: view.inputs.controlPlane, relays: view.inputs.relays, expectedIssuers: [] }
  }
}
