/** Where the engine's calls and probes go, and with which trust and proxy: those of the service, not of the person. */
import { type ConnectionFile } from '../contract/connection-file.ts'
import { type WizardSnapshot } from '../contract/wizard-api.ts'
import { type CheckContext } from './checks/check.ts'
import { type ConnectivityTarget } from './connectivity/test.ts'
import { type ControlPlane } from './enrollment/discovery.ts'
import { type HttpDoor, type HttpDoorOptions } from './enrollment/http-door.ts'
import { type Host } from './host/host-writer.ts'
import { type JournalView } from './install/journal-view.ts'
import { createNetwork, type Network } from './network/network.ts'
import { type ServiceProxy, serviceProxy } from './service-proxy.ts'

export interface EngineNetworkDependencies {
  readonly host: Host
  readonly connectionFile?: ConnectionFile | undefined
  readonly address?: string | undefined
  readonly proxy: ServiceProxy
  readonly openDoor: (options: HttpDoorOptions) => HttpDoor
}

export class EngineNetwork {
  readonly #dependencies: EngineNetworkDependencies

  constructor(dependencies: EngineNetworkDependencies) {
    this.#dependencies = dependencies
  }

  async openDoor(): Promise<HttpDoor> {
    const { host, connectionFile, proxy, openDoor } = this.#dependencies
    return openDoor({
      certificateAuthorities: connectionFile?.certificateAuthorities ?? [],
      proxy: (await serviceProxy(host.reader, proxy)).address,
    })
  }

  /** After a restart without a connection file the journal knows whom the service trusts. */
  async network(view?: JournalView, otherProxy?: string): Promise<Network> {
    const { host, connectionFile } = this.#dependencies
    const proxy = otherProxy ?? this.#dependencies.proxy
    const { domain } = await host.reader.section('membership', AbortSignal.timeout(5000))
    return createNetwork({
      proxy: (await serviceProxy(host.reader, proxy)).setting,
      domain: domain.is === 'known' ? domain.value : undefined,
      certificateAuthorities: connectionFile?.certificateAuthorities ?? view?.inputs.certificateAuthorities ?? [],
    })
  }

  /** https origin that was given at the start; absent when none or not an address. */
  #preset(): string | undefined {
    const { address, connectionFile } = this.#dependencies
    const preset = address ?? connectionFile?.controlPlane
    const url = preset === undefined ? null : URL.parse(preset)
    return url?.protocol === 'https:' ? url.origin : undefined
  }

  async checkContext(surface: CheckContext['surface'], controlPlane: ControlPlane | undefined): Promise<Omit<CheckContext, 'signal'>> {
    const { host } = this.#dependencies
    const origin = controlPlane?.address ?? this.#preset()
    const { relays = [], expectedIssuers = [] } = controlPlane?.discovery ?? {}
    const target = origin === undefined ? undefined : { origin, relays, expectedIssuers }
    return { reader: host.reader, network: await this.network(), target, surface }
  }

  /** After a restart nobody has signed in, and the journal knows where this machine belongs. Absent when neither does and no address was given. */
  connectivityTarget(
    { server, install, service }: WizardSnapshot,
    controlPlane: ControlPlane | undefined,
    view: JournalView | undefined,
  ): ConnectivityTarget | undefined {
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
