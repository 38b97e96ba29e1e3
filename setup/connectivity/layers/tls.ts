/** Does TLS stand, is it trusted, and did the expected authority issue the certificate? Inspection is named, not just failed. */
import { measured } from '../../checks/check.ts'
import { type Evidence } from '../../../contract/check-report.ts'
import { askExpectedIssuers, isIssuedBy } from '../../network/expected-issuers.ts'
import { offsetBehind } from '../../network/clock-offset.ts'
import { isDistrust } from '../../../connector/way-out/distrust.ts'
import { refusalOf } from '../../../connector/way-out/proxy-account.ts'
import { printProxy } from '../../../connector/way-out/proxy-choice.ts'
import { aboutOf, certificateEvidence, distrustedProxy } from '../../network/proxy-certificate.ts'
import { type TlsObservation } from '../../network/tls-probe.ts'
import { type LayerContext, type LayerOutcome, type ProbeLayer } from '../layer.ts'

export const tls: ProbeLayer = async (context) => {
  const { network, address, signal } = context
  const seen = await network.tls(address, signal)
  const endpoint = `${address.host}:${address.port}`
  const { milliseconds } = seen
  switch (seen.outcome) {
    case 'notConnected': {
      const use = await network.proxyFor(address, signal)
      const evidence = [measured('error', seen.error)]
      if (use.is === 'proxy' && isDistrust(seen.error)) {
        const proxy = printProxy(use)
        const { reason, evidence: shown } = await distrustedProxy(use.url, seen.error, network, signal)
        const values = { endpoint, proxy, reason }
        return {
          state: 'fail',
          code: 'CW4019',
          summary: proxy,
          values,
          evidence: [measured('proxyUsed', proxy), ...evidence, ...shown],
          milliseconds,
        }
      }
      // The address itself, or the proxy, accepted a connection one layer below: it is the tunnel that does not come about.
      if (use.is === 'proxy')
        return {
          state: 'fail',
          code: 'CW1205',
          summary: seen.error,
          values: { endpoint, proxy: printProxy(use), reason: seen.error },
          evidence,
          milliseconds,
        }
      return { state: 'fail', code: 'CW1301', summary: seen.error, values: { endpoint, reason: seen.error }, evidence, milliseconds }
    }
    case 'handshakeFailed':
      return { state: 'fail', code: 'CW1301', summary: seen.error, values: { endpoint, reason: seen.error }, milliseconds }
    case 'proxyRefused': {
      const { status, schemes } = seen.tunnel
      const proxy = printProxy(await network.proxyFor(address, signal))
      const reason = `${status}${schemes.length === 0 ? '' : ` (${schemes.join(', ')})`}`
      const evidence = [measured('proxyUsed', proxy), measured('httpStatus', status), measured('authentication', schemes.join(', ') || '-')]
      const wants = refusalOf(proxy, seen.tunnel)
      if (wants !== undefined)
        return {
          state: 'fail',
          code: wants.code,
          summary: `${proxy}: ${reason}`,
          values: { endpoint, ...wants.values },
          evidence,
          milliseconds,
        }
      return { state: 'fail', code: 'CW1205', summary: `${proxy}: ${reason}`, values: { endpoint, proxy, reason }, evidence, milliseconds }
    }
    case 'open':
      return judged(seen, endpoint, context)
  }
}

const judged = async (
  seen: Extract<TlsObservation, { outcome: 'open' }>,
  endpoint: string,
  { reader, network, controlPlane, expectedIssuers, signal }: LayerContext,
): Promise<LayerOutcome> => {
  const { milliseconds, chain, problem, protocol } = seen
  const leaf = chain[0]
  const issuer = leaf?.issuer ?? '?'
  const found = { milliseconds, evidence: evidenceOf(seen), summary: protocol }
  const expected =
    expectedIssuers.length > 0 || problem === undefined ? expectedIssuers : await askExpectedIssuers(network, controlPlane, signal)
  // A certificate that vouches for itself is nobody's inspection.
  if (expected.length > 0 && problem !== 'selfSigned' && !isIssuedBy(chain, expected)) {
    const values = { endpoint, issuer, expected: expected.map(({ commonName }) => commonName).join(', ') }
    return { ...found, state: 'fail', code: 'CW1302', summary: issuer, values }
  }
  if (problem === undefined) return { ...found, state: 'pass' }
  const offset = await offsetBehind(problem, leaf, { network, origin: controlPlane, now: () => reader.now(), signal })
  if (offset !== undefined) {
    const clock = measured('clockOffset', `${Math.round(offset)} s`)
    return { ...found, state: 'fail', code: 'CW1014', values: { seconds: Math.round(offset) }, evidence: [...found.evidence, clock] }
  }
  const values = { endpoint, problem, reason: `${seen.error ?? problem} (${aboutOf(problem, leaf)})` }
  return { ...found, state: 'fail', code: 'CW1301', summary: problem, values }
}

const evidenceOf = ({ protocol, cipher, chain }: Extract<TlsObservation, { outcome: 'open' }>): Evidence[] => [
  measured('tlsVersion', protocol),
  measured('cipher', cipher),
  ...certificateEvidence(chain),
]
