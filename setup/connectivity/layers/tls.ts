/** Does TLS stand, is it trusted, and did the expected authority issue the certificate? Inspection is named, not just failed. */
import { measured } from '../../checks/check.ts'
import { type ExpectedIssuer } from '../../../contract/control-plane-api.ts'
import { type ChainCertificate } from '../../network/tls-probe.ts'
import { type ProbeLayer } from '../layer.ts'

export const tls: ProbeLayer = async ({ network, address, expectedIssuers, signal }) => {
  const seen = await network.tls(address, signal)
  const endpoint = `${address.host}:${address.port}`
  const { milliseconds } = seen
  switch (seen.outcome) {
    case 'notConnected':
    case 'handshakeFailed':
      return { state: 'fail', code: 'CW1301', summary: seen.error, values: { endpoint, reason: seen.error }, milliseconds }
    case 'proxyRefused': {
      const { status, schemes } = seen.tunnel
      const reason = `proxy answered ${status}${schemes.length === 0 ? '' : ` (${schemes.join(', ')})`}`
      return { state: 'fail', code: status === 407 ? 'CW1210' : 'CW1301', summary: reason, values: { endpoint, reason }, milliseconds }
    }
    case 'open': {
      const evidence = [
        measured('tlsVersion', seen.protocol),
        measured('cipher', seen.cipher),
        ...seen.chain.map(({ subject, issuer, validTo, sha256 }) =>
          measured('certificate', `${subject} < ${issuer}, ${validTo}, SHA-256 ${sha256}`),
        ),
      ]
      const found = { milliseconds, evidence, summary: seen.protocol }
      if (!isExpected(seen.chain, expectedIssuers)) {
        const issuer = seen.chain[0]?.issuer ?? '?'
        return {
          ...found,
          state: 'fail',
          code: 'CW1302',
          summary: issuer,
          values: { endpoint, issuer, expected: expectedIssuers.map(({ commonName }) => commonName).join(', ') },
        }
      }
      if (seen.problem !== undefined)
        return { ...found, state: 'fail', code: 'CW1301', summary: seen.problem, values: { endpoint, reason: seen.error ?? seen.problem } }
      return { ...found, state: 'pass' }
    }
  }
}

/** By fingerprint where the issuer came along or is in the store, else by name: a server may leave its root out. */
const isExpected = ([leaf, ...above]: readonly ChainCertificate[], expected: readonly ExpectedIssuer[]): boolean => {
  if (expected.length === 0) return true
  return above.length > 0
    ? above.some(({ sha256 }) => expected.some((e) => e.sha256 === sha256))
    : expected.some(({ commonName }) => commonName === leaf?.issuer)
}
