/** Every name that the connector dials resolves. Behind a proxy the proxy resolves, so nothing is needed here. */
import { printAddress } from '../../network/address.ts'
import { type Check, measured } from '../check.ts'
import { endpointsOf } from '../endpoints.ts'

export const dns: Check<'network.dns'> = {
  id: 'network.dns',
  async run({ network, target, signal }) {
    if (target === undefined) return { outcome: 'skip', reason: 'noControlPlane' }
    const direct = endpointsOf(target).filter((address) => network.proxyFor(address).is !== 'proxy')
    if (direct.length === 0) return { outcome: 'skip', reason: 'proxyUsed' }
    const seen = await Promise.all(direct.map((address) => network.name(address.host, signal)))
    const evidence = seen.flatMap((name) => [
      measured('host', name.host),
      measured('addresses', name.addresses.map((a) => a.address).join(', ') || name.error),
      ...name.servers.map((s) =>
        measured('dnsServer', `${s.server}: ${s.addresses.join(', ') || (s.error ?? '-')} (${Math.round(s.milliseconds)} ms)`),
      ),
    ])
    const bad = seen.find((name) => name.outcome === 'noSuchName' || name.outcome === 'noAnswer')
    if (bad !== undefined) {
      const values = { host: bad.host, servers: bad.servers.map((s) => s.server).join(', ') || '-' }
      const finding = bad.outcome === 'noSuchName' ? 'noSuchName' : 'noAnswer'
      return { outcome: 'fail', finding, values, evidence, remedy: { command: `Resolve-DnsName ${bad.host}`, owner: 'network' } }
    }
    const slowest = Math.max(...seen.map((name) => name.milliseconds))
    return {
      outcome: 'pass',
      finding: 'resolves',
      values: { count: seen.length, milliseconds: slowest, host: direct.map(printAddress)[0] ?? '' },
      evidence,
    }
  },
}
