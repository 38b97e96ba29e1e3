/** TLS 1.2 or 1.3 to every address that the connector dials, with a chain that the service trusts. */
import { printAddress } from '../../../connector/way-out/address.ts'
import { offsetBehind } from '../../network/clock-offset.ts'
import { type TlsObservation } from '../../network/tls-probe.ts'
import { type Check, measured } from '../check.ts'
import { endpointsOf } from '../endpoints.ts'

const evidenceOf = (host: string, tls: TlsObservation) => {
  if (tls.outcome !== 'open') return [measured('host', host), measured('error', 'error' in tls ? tls.error : `${tls.tunnel.status}`)]
  const leaf = tls.chain[0]
  return [
    measured('host', host),
    measured('tlsVersion', tls.protocol),
    measured('cipher', tls.cipher),
    measured('certificate', leaf?.names || leaf?.subject),
    measured('issuer', leaf?.issuer),
    measured('validFrom', leaf?.validFrom),
    measured('validTo', leaf?.validTo),
    measured('chain', tls.chain.map((c) => c.subject).join(' < ')),
  ]
}

export const tls: Check<'certificates.tls'> = {
  id: 'certificates.tls',
  async run({ reader, network, target, signal }) {
    if (target === undefined) return { outcome: 'skip', reason: 'noControlPlane' }
    const endpoints = endpointsOf(target)
    const seen = await Promise.all(
      endpoints.map(async (address) => ({ host: address.host, endpoint: printAddress(address), tls: await network.tls(address, signal) })),
    )
    const evidence = seen.flatMap((s) => evidenceOf(s.endpoint, s.tls))
    // A proxy that refuses is the finding of `network.proxy-auth`; TLS was not judged then.
    const refused = seen.find((s) => s.tls.outcome === 'proxyRefused')
    if (refused !== undefined) return { outcome: 'skip', reason: 'proxyUsed' }
    // Where nothing was connected no certificate was seen: that is the finding of `network.tcp-443`.
    const connected = seen.filter((s) => s.tls.outcome !== 'notConnected')
    if (connected.length === 0) return { outcome: 'error', reason: `no connection to ${seen.map((s) => s.endpoint).join(', ')}`, evidence }
    const bad = connected.find((s) => s.tls.outcome !== 'open' || s.tls.problem !== undefined)
    if (bad === undefined) {
      const protocol = seen[0]?.tls.outcome === 'open' ? seen[0].tls.protocol.replace('v', ' ') : ''
      return { outcome: 'pass', finding: 'good', values: { protocol, count: connected.length }, evidence }
    }
    const remedy = { command: `openssl s_client -connect ${bad.endpoint} -servername ${bad.host} -showcerts`, owner: 'network' } as const
    if (bad.tls.outcome !== 'open')
      return {
        outcome: 'fail',
        finding: 'handshakeFailed',
        values: { host: bad.endpoint, error: 'error' in bad.tls ? bad.tls.error : '' },
        evidence,
        remedy,
      }
    const leaf = bad.tls.chain[0]
    const clock = { network, origin: target.origin, now: () => reader.now(), signal }
    if ((await offsetBehind(bad.tls.problem, leaf, clock)) !== undefined) return { outcome: 'skip', reason: 'clockIsOff' }
    const last = bad.tls.chain.at(-1)
    const values = {
      host: bad.endpoint,
      issuer: (bad.tls.problem === 'incomplete' ? leaf : last)?.issuer ?? '?',
      names: leaf?.names || (leaf?.subject ?? '?'),
      from: leaf?.validFrom ?? '?',
      to: leaf?.validTo ?? '?',
    }
    return { outcome: 'fail', finding: bad.tls.problem ?? 'notTrusted', values, evidence, remedy }
  },
}
