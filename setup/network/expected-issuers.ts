/** Whom the control plane names as issuers of its certificates, and whether a chain comes from one of them. */
import { Discovery, discoveryPath, type ExpectedIssuer } from '../../contract/control-plane-api.ts'
import { type Network } from './network.ts'
import { type ChainCertificate } from './tls-probe.ts'

/**
 * Asked without verifying, because an inspecting box passes the text on and gives itself away in the chain. The answer is only
 * compared with, never believed for anything else. Empty when the control plane does not answer.
 */
export const askExpectedIssuers = async (network: Network, origin: string, signal: AbortSignal): Promise<readonly ExpectedIssuer[]> => {
  const answer = await network.http(new URL(discoveryPath, origin).href, signal, { verify: false })
  if (answer.outcome !== 'answered') return []
  try {
    return Discovery.parse(JSON.parse(answer.body)).expectedIssuers
  } catch {
    return []
  }
}

/** By fingerprint where the issuer came along or is in the store, else by name: a server may leave its root out. */
export const isIssuedBy = ([leaf, ...above]: readonly ChainCertificate[], expected: readonly ExpectedIssuer[]): boolean =>
  above.length > 0
    ? above.some(({ sha256 }) => expected.some((e) => e.sha256 === sha256))
    : expected.some(({ commonName }) => commonName === leaf?.issuer)
