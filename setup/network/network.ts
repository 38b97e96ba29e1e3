/** The network as checks and the connectivity test see it: probes that answer with observations, bounded in time, cancellable. */
import { type Carrier } from '../../contract/channel.ts'
import { type ProxyAccount, type ProxySetting } from '../../contract/proxy.ts'
import { addressOf, printAddress, type Address } from '../../connector/way-out/address.ts'
import { probeName, type NameObservation } from './dns-probe.ts'
import { probeHttp, type HttpObservation, type HttpOptions } from './http-probe.ts'
import { probeLatency, type LatencyObservation } from './latency-probe.ts'
import { addressesOf, type HostAddress, type ResolveHost } from '../../connector/way-out/first-connection.ts'
import { askingScript } from '../../connector/way-out/automatic-proxy.ts'
import { proxyFor, type ProxyUse } from '../../connector/way-out/proxy-choice.ts'
import { proxyHost } from '../../connector/way-out/proxy-account.ts'
import { probeTunnel, type TunnelSeen } from '../../connector/way-out/proxy-tunnel.ts'
import { probeTcp, type TcpObservation } from './tcp-probe.ts'
import { type ChainCertificate, probeTls, type TlsObservation } from './tls-probe.ts'
// Types alone: anything else would load the library with this file.
import type { RevocationSource } from './revocation-probe.ts'
import { trustedAuthorities } from './trust.ts'
import { probeUpgrade, type UpgradeObservation } from './upgrade-probe.ts'

/** Every call resolves with what was seen; it rejects only when `signal` fires. */
export interface Network {
  /** What the setting means for the address; a configuration script is fetched once and asked. */
  proxyFor(address: Address, signal: AbortSignal): Promise<ProxyUse>
  name(host: string, signal: AbortSignal): Promise<NameObservation>
  /** To the address itself, or to the proxy where one is used. */
  tcp(address: Address, signal: AbortSignal): Promise<TcpObservation>
  /** Through the proxy that is used for the address; `open` at once where none is. */
  tunnel(address: Address, signal: AbortSignal): Promise<TunnelSeen>
  tls(address: Address, signal: AbortSignal): Promise<TlsObservation>
  /** What a proxy that speaks TLS itself shows. */
  proxyTls(proxy: string, signal: AbortSignal): Promise<TlsObservation>
  http(url: string, signal: AbortSignal, options?: HttpOptions): Promise<HttpObservation>
  upgrade(origin: string, carrier: Carrier, signal: AbortSignal): Promise<UpgradeObservation>
  latency(url: string, signal: AbortSignal): Promise<LatencyObservation>
  /** What the lists and responders that a chain names say of it. */
  revocation(chain: readonly ChainCertificate[], now: () => number, signal: AbortSignal): Promise<RevocationSource[]>
}

export interface NetworkOptions {
  /** The proxy setting that the service will use. */
  readonly proxy: ProxySetting
  /** Domain of the machine, where an automatic setting looks for its script. */
  readonly domain?: string | undefined
  /** Of that proxy. */
  readonly account?: ProxyAccount | undefined
  /** The proxy was named for this very test. */
  readonly loopbackToo?: boolean
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

/** A name that was found is not looked up for every connection: how long that takes is the finding of one check, and no other waits for it. */
const rememberingNames = (): ResolveHost => {
  const found = new Map<string, HostAddress[]>()
  return async (host, signal) => {
    const addresses = found.get(host) ?? (await addressesOf(host, signal))
    found.set(host, addresses)
    return addresses
  }
}

/** What was answered is not asked again, nor who did not answer. */
const rememberingHttp = (probe: (url: string, signal: AbortSignal, options: HttpOptions) => Promise<HttpObservation>): Network['http'] => {
  const answered = new Map<string, HttpObservation>()
  return async (url, signal, options = {}) => {
    // An answer is dated by the clock of who asks.
    if (options.now !== undefined) return probe(url, signal, options)
    const earlier = answered.get(url)
    const observation = earlier ?? (await probe(url, signal, options))
    if (observation.outcome === 'answered' || observation.outcome === 'noAnswer') answered.set(url, observation)
    const isDistrusted = observation.outcome === 'answered' && observation.tls.problem !== undefined && options.verify !== false
    return isDistrusted ? { outcome: 'notTrusted', tls: observation.tls } : observation
  }
}

/** Milliseconds that one of several ways may take to be connected to. */
const wayLimit = 2000

const addressOfProxy = (url: string): Address => addressOf(`https://${proxyHost(url)}`)

/** One for each run of the checks or of the test: what was seen is remembered. */
export const createNetwork = ({ proxy, account, certificateAuthorities, limit, domain, loopbackToo = false }: NetworkOptions): Network => {
  const script = proxy.is === 'automatic' ? askingScript(proxy.script, domain) : undefined
  const chosen = new Map<string, ProxyUse>()
  const resolve = rememberingNames()
  /** Of several ways the first that answers, as the service takes it. */
  const through = async (address: Address, signal: AbortSignal): Promise<ProxyUse> => {
    if (script === undefined) return proxyFor(proxy, address, { loopbackToo })
    const uses = await script(address, signal)
    const [first] = uses
    if (first === undefined || uses.length === 1) return first ?? { is: 'direct' }
    const key = printAddress(address)
    const earlier = chosen.get(key)
    if (earlier !== undefined) return earlier
    for (const use of uses) {
      const seen = await probeTcp(use.is === 'proxy' ? addressOfProxy(use.url) : address, signal, {
        limit: wayLimit,
        resolve,
      })
      if (seen.outcome !== 'connected') continue
      chosen.set(key, use)
      return use
    }
    return first
  }
  const dialing = async (address: Address, signal: AbortSignal) => ({
    proxy: await through(address, signal),
    account,
    authorities: trustedAuthorities(certificateAuthorities),
    resolve,
    ...(limit === undefined ? {} : { limit }),
  })
  return {
    proxyFor: through,
    name: (host, signal) => probeName(host, signal),
    tcp: async (address, signal) => {
      const use = await through(address, signal)
      return probeTcp(use.is === 'proxy' ? addressOfProxy(use.url) : address, signal, { resolve })
    },
    tunnel: async (address, signal) => {
      const use = await through(address, signal)
      return use.is === 'proxy'
        ? probeTunnel(use.url, address, { account, trust: { ca: trustedAuthorities(certificateAuthorities) }, resolve }, signal)
        : { outcome: 'open', milliseconds: 0 }
    },
    tls: remembering(async (address, signal) => probeTls(address, await dialing(address, signal), signal)),
    proxyTls: (proxy, signal) =>
      probeTls(addressOfProxy(proxy), { proxy: { is: 'direct' }, authorities: trustedAuthorities(certificateAuthorities) }, signal),
    http: rememberingHttp(async (url, signal, options) =>
      probeHttp(url, { ...(await dialing(addressOf(url), signal)), ...options }, signal),
    ),
    upgrade: async (origin, carrier, signal) => probeUpgrade(origin, carrier, await dialing(addressOf(origin), signal), signal),
    revocation: async (chain, now, signal) => {
      // With a library larger than all of set-up's own code: no start waits for it.
      const { probeRevocation } = await import('./revocation-probe.ts')
      const options = { proxyFor: through, account, trust: { ca: trustedAuthorities(certificateAuthorities) }, resolve, now }
      return probeRevocation(chain, options, signal)
    },
    latency: async (url, signal) => probeLatency(url, await dialing(addressOf(url), signal), signal),
  }
}
