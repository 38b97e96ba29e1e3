/** The authorities above the certificates that the connector will see are in this server's store, or can come there by themselves. */
import { printAddress } from '../../../connector/way-out/address.ts'
import { type Check, measured, measuredFact, valueOf } from '../check.ts'
import { endpointsOf } from '../endpoints.ts'

export const roots: Check<'certificates.roots'> = {
  id: 'certificates.roots',
  async run({ reader, network, target, signal }) {
    if (target === undefined) return { outcome: 'skip', reason: 'noControlPlane' }
    const { turnedOff } = await reader.section('rootUpdate', signal)
    const endpoints = endpointsOf(target)
    const seen = await Promise.all(
      endpoints.map(async (address) => ({ host: printAddress(address), tls: await network.tls(address, signal) })),
    )
    const chains = seen.flatMap(({ host, tls }) => (tls.outcome === 'open' ? [{ host, ...tls }] : []))
    // Why there is none is the finding of another check.
    if (chains.length === 0) return { outcome: 'skip', reason: 'noCertificate' }
    const evidence = [
      ...chains.flatMap(({ host, chain }) => [
        measured('host', host),
        measured('chain', [...chain.map(({ subject }) => subject), chain.at(-1)?.issuer ?? '?'].join(' < ')),
      ]),
      measuredFact('rootUpdateOff', turnedOff),
    ]
    // Not configured means that Windows fetches roots by itself.
    const isOff = valueOf(turnedOff, 'rootUpdateOff') ?? false
    const bad = chains.find(({ problem }) => problem === 'incomplete' || problem === 'notTrusted')
    if (bad === undefined) {
      const values = { root: chains[0]?.chain.at(-1)?.issuer ?? '?' }
      return { outcome: 'pass', finding: isOff ? 'presentUpdateOff' : 'present', values, evidence }
    }
    const values = { host: bad.host, issuer: bad.chain.at(-1)?.issuer ?? '?' }
    const remedy = { command: 'certutil -generateSSTFromWU roots.sst', owner: isOff ? 'policy' : 'administrator' } as const
    if (bad.problem === 'incomplete' && bad.chain.length === 1)
      return { outcome: 'warn', finding: 'intermediateMissing', values, evidence, remedy: { owner: 'network' } }
    return { outcome: 'warn', finding: isOff ? 'rootMissingUpdateOff' : 'rootMissing', values, evidence, remedy }
  },
}
