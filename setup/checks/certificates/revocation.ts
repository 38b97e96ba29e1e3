/** The lists and responders that the certificates of every address name answer, and none of them says that one is revoked. */
import { printAddress } from '../../../connector/way-out/address.ts'
import { revocationEvidence } from '../../network/revocation-evidence.ts'
import { type Check } from '../check.ts'
import { endpointsOf } from '../endpoints.ts'

export const revocation: Check<'certificates.revocation'> = {
  id: 'certificates.revocation',
  async run({ reader, network, target, signal }) {
    if (target === undefined) return { outcome: 'skip', reason: 'noControlPlane' }
    const observed = await Promise.all(
      endpointsOf(target).map(async (address) => {
        const tls = await network.tls(address, signal)
        return tls.outcome === 'open' ? { host: printAddress(address), chain: tls.chain } : undefined
      }),
    )
    // Relays mostly share their certificate with the control plane: each chain is asked about once.
    const chains = new Map(observed.flatMap((each) => (each === undefined ? [] : [[each.chain[0]?.sha256 ?? '', each] as const])))
    if (chains.size === 0) return { outcome: 'skip', reason: 'proxyUsed' }
    const seen = await Promise.all([...chains.values()].map(async ({ chain }) => network.revocation(chain, () => reader.now(), signal)))
    const sources = seen.flat()
    const evidence = revocationEvidence(sources)
    if (sources.length === 0) return { outcome: 'pass', finding: 'noneNamed', evidence }
    const revoked = sources.find(({ outcome }) => outcome === 'revoked')
    if (revoked !== undefined) {
      const values = { subject: revoked.subject, since: revoked.since ?? '?', source: revoked.url }
      return { outcome: 'fail', finding: 'revoked', values, evidence, remedy: { owner: 'network' } }
    }
    const bad = sources.find(({ outcome }) => outcome !== 'good')
    if (bad === undefined) return { outcome: 'pass', finding: 'good', values: { count: sources.length }, evidence }
    return {
      outcome: 'warn',
      finding: bad.outcome === 'unusable' ? 'unusable' : 'unreachable',
      values: { source: bad.url, reason: bad.reason ?? '?' },
      evidence,
      remedy: { command: `certutil -URL ${bad.url}`, owner: 'network' },
    }
  },
}
