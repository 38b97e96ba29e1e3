/** The network as checks and the connectivity test see it: probes that answer with observations, bounded in time, cancellable. */
import { type Carrier } from '../../contract/channel.ts'
import { type ProxySetting } from '../host/fact-sections.ts'
import { addressOf, printAddress, type Address } from './address.ts'
import { probeName, type NameObservation } from './dns-probe.ts'
import { probeHttp, type HttpObservation, type HttpOptions } from './http-probe.ts'
import { probeLatency, type LatencyObservation } from './latency-probe.ts'
import { proxyFor, type ProxyUse } from './proxy-choice.ts'
import { probeTunnel, type TunnelSeen } from './proxy-probe.ts'
import { probeTcp, type TcpObservation } from './tcp-probe.ts'
import { probeTls, type TlsObservation } from './tls-probe.ts'
import { trustedAuthorities } from './trust.ts'
import { probeUpgrade, type UpgradeObservation } from './upgrade-probe.ts'

/** Every call resolves with what was seen; it rejects only when `signal` fires. */
export interface Network {
  proxyFor(address: Address): ProxyUse
  name(host: string, signal: AbortSignal): Promise<NameObservation>
  /** To the address itself, or to the proxy where one is used. */
  tcp(address: Address, signal: AbortSignal): Promise<TcpObservation>
  /** Through the proxy that is used for the address; `open` at once where none is. */
  tunnel(address: Address, signal: AbortSignal): Promise<TunnelSeen>
  tls(address: Address, signal: AbortSignal): Promise<TlsObservation>
  http(url: string, signal: AbortSignal, options?: HttpOptions): Promise<HttpObservation>
  upgrade(origin: string, carrier: Carrier, signal: AbortSignal): Promise<UpgradeObservation>
  latency(url: string, signal: AbortSignal): Promise<LatencyObservation>
}

export interface NetworkOptions {
  /** The proxy setting that the service will use. */
  readonly proxy: ProxySetting
  /** PEM, trusted besides the system's store. */
  readonly certificateAuthorities: readonly string[]
  /** Milliseconds for a handshake and for an answer, instead of the usual limits. */
  readonly limit?: number
}

/** What was seen once is not asked again by the next check of the same run: a silent peer would be waited for twice. */
const remembering = (probe: (address: Address, signal: AbortSignal) => Promise<TlsObservation>) => {
  const seen = new Map<string, TlsObservation>()
  return async (address: Address, signal: AbortSignal): Promise<TlsObservation> => {
    const key = printAddress(address)
    const earlier = seen.get(key)
    if (earlier !== undefined) return earlier
    const observation = await probe(address, signal)
    seen.set(key, observation)
    return observation
  }
}

/** One for each run of the checks or of the test: TLS observations are remembered. */
export const createNetwork = ({ proxy, certificateAuthorities, limit }: NetworkOptions): Network => {
  const through = (address: Address) => proxyFor(proxy, address)
  const dialing = (address: Address) => ({
    proxy: through(address),
    authorities: trustedAuthorities(certificateAuthorities),
    ...(limit === undefined ? {} : { limit }),
  })
  return {
    proxyFor: through,
    name: (host, signal) => probeName(host, signal),
    tcp: (address, signal) => {
      const use = through(address)
      return probeTcp(use.is === 'proxy' ? addressOf(use.url) : address, signal)
    },
    tunnel: async (address, signal) => {
      const use = through(address)
      return use.is === 'proxy' ? probeTunnel(use.url, address, signal) : { outcome: 'open', milliseconds: 0 }
    },
    tls: remembering((address, signal) => probeTls(address, dialing(address), signal)),
    http: (url, signal, options = {}) => probeHttp(url, { ...dialing(addressOf(url)), ...options }, signal),
    upgrade: (origin, carrier, signal) => probeUpgrade(origin, carrier, dialing(addressOf(origin)), signal),
    latency: (url, signal) => probeLatency(url, dialing(addressOf(url)), signal),
  }
}
