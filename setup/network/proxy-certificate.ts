/** The certificate of a proxy that speaks TLS itself, where it is not trusted: what is wrong with it, and who signed it. */
import { type Evidence } from '../../contract/check-report.ts'
import { measured } from '../checks/check.ts'
import { type Network } from './network.ts'
import { type ChainCertificate, type TrustProblem } from './tls-probe.ts'

/** Which fact of a certificate the problem is about. */
export const aboutOf = (problem: TrustProblem, leaf: ChainCertificate | undefined): string =>
  ({
    notTrusted: leaf?.issuer,
    incomplete: leaf?.issuer,
    selfSigned: leaf?.names || leaf?.subject,
    wrongName: leaf?.names || leaf?.subject,
    expired: leaf?.validTo,
    notYetValid: leaf?.validFrom,
  })[problem] ?? '?'

export const certificateEvidence = (chain: readonly ChainCertificate[]): Evidence[] =>
  chain.map(({ subject, issuer, validTo, sha256 }) => measured('certificate', `${subject} < ${issuer}, ${validTo}, SHA-256 ${sha256}`))

/**
 * Looked at once more, because whoever dials a proxy ends the connection before its certificate can be read. `reason` is `error`,
 * with the fact in parentheses where the proxy showed it this time too.
 */
export const distrustedProxy = async (
  proxy: string,
  error: string,
  network: Pick<Network, 'proxyTls'>,
  signal: AbortSignal,
): Promise<{ readonly reason: string; readonly evidence: Evidence[] }> => {
  const shown = await network.proxyTls(proxy, signal)
  if (shown.outcome !== 'open') return { reason: error, evidence: [] }
  const { problem, chain } = shown
  return { reason: problem === undefined ? error : `${error} (${aboutOf(problem, chain[0])})`, evidence: certificateEvidence(chain) }
}
