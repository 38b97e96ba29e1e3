/** Does TLS stand, is it trusted, and did the expected authority issue the certificate? Inspection is named, not just failed. */
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
        { label: 'protocol', value: `${seen.protocol}, ${seen.cipher}` },
        ...seen.chain.map(({ subject, issuer, validTo, sha256 }) => ({ label: 'certificate', value: `${subject} <- ${issuer}, ${validTo}, ${sha256}`.slice(0, 4000) })),
      ]
      const found = { milliseconds, evidence, summary: seen.protocol }
      const top = seen.chain.at(-1)
      const expected = expectedIssuers.length === 0 || seen.chain.some(({ sha256, issuer }) => expectedIssuers.some((e) => e.sha256 === sha256 || (seen.problem === undefined && e.commonName === issuer)))
      if (!expected) {
        const issuer = top?.issuer ?? '?'
        return { ...found, state: 'fail', code: 'CW1302', summary: issuer, values: { endpoint, issuer, expected: expectedIssuers.map(({ commonName }) => commonName).join(', ') } }
      }
      if (seen.problem !== undefined) return { ...found, state: 'fail', code: 'CW1301', summary: seen.problem, values: { endpoint, reason: seen.error ?? seen.problem } }
      return { ...found, state: 'pass' }
    }
  }
}
