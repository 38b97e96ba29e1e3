/**
 * Names a box that replaces certificates (TLS inspection). What the control plane says about its issuers is compared with the chain
 * that arrives here; an inspecting box passes the text on and gives itself away in the chain.
 */
import { addressOf, printAddress } from '../../../connector/way-out/address.ts'
import { askExpectedIssuers, isIssuedBy } from '../../network/expected-issuers.ts'
import { type Check, measured } from '../check.ts'
import { endpointsOf } from '../endpoints.ts'

export const inspection: Check<'certificates.inspection'> = {
  id: 'certificates.inspection',
  async run({ network, target, signal }) {
    if (target === undefined) return { outcome: 'skip', reason: 'noControlPlane' }
    const endpoints = endpointsOf(target)
    const [expected, ...seen] = await Promise.all([
      target.expectedIssuers.length > 0 ? target.expectedIssuers : askExpectedIssuers(network, target.origin, signal),
      ...endpoints.map(async (address) => ({ address, tls: await network.tls(address, signal) })),
    ])
    if (expected.length === 0) return { outcome: 'skip', reason: 'nothingToCompare' }
    const expectedNames = expected.map((e) => e.commonName).join(', ')
    const evidence = [measured('expectedIssuer', expectedNames)]
    let inspected: { host: string; found: string } | undefined
    for (const { address, tls } of seen) {
      // Why it is not open is the finding of `certificates.tls` or of the proxy; a self-signed certificate is nobody's inspection.
      if (tls.outcome !== 'open' || tls.problem === 'selfSigned') continue
      const issuer = tls.chain[0]?.issuer ?? '?'
      evidence.push(
        measured('host', printAddress(address)),
        measured('issuer', issuer),
        measured('chain', tls.chain.map((c) => c.subject).join(' < ')),
      )
      if (!isIssuedBy(tls.chain, expected)) inspected ??= { host: printAddress(address), found: issuer }
    }
    if (evidence.length === 1) return { outcome: 'skip', reason: 'nothingToCompare' }
    const values = {
      issuer: inspected?.found ?? evidence[2]?.value ?? expectedNames,
      expected: expectedNames,
      host: inspected?.host ?? printAddress(addressOf(target.origin)),
      addresses: endpoints.map(printAddress).join(', '),
    }
    return inspected === undefined
      ? { outcome: 'pass', finding: 'expected', values, evidence }
      : { outcome: 'fail', finding: 'inspected', values, evidence, remedy: { owner: 'network' } }
  },
}
