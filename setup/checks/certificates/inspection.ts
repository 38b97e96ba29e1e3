/**
 * Names a box that replaces certificates (TLS inspection). What the control plane says about its issuers is compared with the chain
 * that arrives here; an inspecting box passes the text on and gives itself away in the chain.
 */
import { Discovery, discoveryPath, type ExpectedIssuer } from '../../../contract/control-plane-api.ts'
import { addressOf, printAddress } from '../../network/address.ts'
import { type Check, type CheckContext, measured } from '../check.ts'
import { endpointsOf } from '../endpoints.ts'

const expectedBy = async ({ network, target, signal }: CheckContext, origin: string): Promise<readonly ExpectedIssuer[]> => {
  if (target !== undefined && target.expectedIssuers.length > 0) return target.expectedIssuers
  // Not verified: the answer is only compared with, never believed for anything else.
  const answer = await network.http(new URL(discoveryPath, origin).href, signal, { verify: false })
  if (answer.outcome !== 'answered') return []
  try {
    return Discovery.parse(JSON.parse(answer.body)).expectedIssuers
  } catch {
    return []
  }
}

export const inspection: Check<'certificates.inspection'> = {
  id: 'certificates.inspection',
  async run(context) {
    const { network, target, signal } = context
    if (target === undefined) return { outcome: 'skip', reason: 'noControlPlane' }
    const expected = await expectedBy(context, target.origin)
    if (expected.length === 0) return { outcome: 'skip', reason: 'nothingToCompare' }
    const expectedNames = expected.map((e) => e.commonName).join(', ')
    const evidence = [measured('expectedIssuer', expectedNames)]
    const endpoints = endpointsOf(target)
    let inspected: { host: string; found: string } | undefined
    for (const address of endpoints) {
      const tls = await network.tls(address, signal)
      if (tls.outcome === 'proxyRefused') return { outcome: 'skip', reason: 'proxyUsed' }
      if (tls.outcome !== 'open') return { outcome: 'error', reason: `${printAddress(address)}: ${tls.outcome}`, evidence }
      const issuer = tls.chain[0]?.issuer ?? '?'
      evidence.push(
        measured('host', printAddress(address)),
        measured('issuer', issuer),
        measured('chain', tls.chain.map((c) => c.subject).join(' < ')),
      )
      // By fingerprint where the issuer came along or is in the store, else by name: a server may leave its root out.
      const known = tls.chain.slice(1)
      const fits =
        known.length > 0 ? known.some((c) => expected.some((e) => e.sha256 === c.sha256)) : expected.some((e) => e.commonName === issuer)
      if (!fits) inspected ??= { host: printAddress(address), found: issuer }
    }
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
