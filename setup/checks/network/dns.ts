/** Every name that the connector dials resolves. Behind a proxy the proxy resolves, so nothing is needed here. */
import { type MessageValues } from '../../../contract/error-codes.ts'
import { printAddress } from '../../../connector/way-out/address.ts'
import { type NameObservation, type ServerAnswer } from '../../network/dns-probe.ts'
import { type Check, measured } from '../check.ts'
import { endpointsOf } from '../endpoints.ts'

const negative = new Set(['ENOTFOUND', 'ENODATA', 'NXDOMAIN'])
const printed = ({ addresses, error = '-' }: ServerAnswer): string => addresses.toSorted().join(' ') || error

/**
 * A name that resolves, but not on every server: half of the time the service will wait, or dial somewhere else. Different addresses
 * alone are usual (load balancing); a server that has none, or none in common with another, is not.
 */
const doubtOf = (seen: readonly NameObservation[]): { finding: 'someServers' | 'serversDiffer'; values: MessageValues } | undefined => {
  for (const { host, servers } of seen) {
    const silent = servers.filter(({ addresses, error }) => addresses.length === 0 && !negative.has(error ?? ''))
    const values = { host, servers: servers.map(({ server }) => server).join(', ') }
    if (silent.length > 0) return { finding: 'someServers', values: { ...values, silent: silent.map(({ server }) => server).join(', ') } }
    const [first, ...others] = servers
    if (first !== undefined && others.some((other) => !other.addresses.some((address) => first.addresses.includes(address))))
      return {
        finding: 'serversDiffer',
        values: { ...values, answers: servers.map((answer) => `${answer.server}: ${printed(answer)}`).join(', ') },
      }
  }
  return undefined
}

/** Milliseconds; the connector dials several names, one after the other. */
const slowFrom = 1000

export const dns: Check<'network.dns'> = {
  id: 'network.dns',
  async run({ network, target, signal }) {
    if (target === undefined) return { outcome: 'skip', reason: 'noControlPlane' }
    const uses = await Promise.all(endpointsOf(target).map(async (address) => ({ address, use: await network.proxyFor(address, signal) })))
    const direct = uses.filter(({ use }) => use.is !== 'proxy').map(({ address }) => address)
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
    const doubtful = doubtOf(seen)
    if (doubtful !== undefined) return { outcome: 'warn', ...doubtful, evidence, remedy: { owner: 'network' } }
    const slowest = Math.max(...seen.map((name) => name.milliseconds))
    const [slow] = seen.filter((name) => name.milliseconds === slowest && slowest > slowFrom)
    if (slow !== undefined)
      return {
        outcome: 'warn',
        finding: 'slow',
        values: { host: slow.host, milliseconds: slowest },
        evidence,
        remedy: { owner: 'network' },
      }
    return {
      outcome: 'pass',
      finding: 'resolves',
      values: { count: seen.length, milliseconds: slowest, host: direct.map(printAddress)[0] ?? '' },
      evidence,
    }
  },
}
