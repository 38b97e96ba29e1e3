/** How far this server's clock is from the one of whoever answers, and whether that is why a certificate looks out of date. */
import { discoveryPath } from '../../contract/control-plane-api.ts'
import { type HttpObservation } from './http-probe.ts'
import { type Network } from './network.ts'
import { type ChainCertificate, type TrustProblem } from './tls-probe.ts'

/** Seconds that this server is ahead. `Date` has a resolution of one second, of which the middle is taken. */
export const clockOffset = ({ headers, sentAt, answeredAt }: Extract<HttpObservation, { outcome: 'answered' }>): number | undefined => {
  const date = Date.parse(headers.date ?? '')
  return Number.isNaN(date) ? undefined : ((sentAt + answeredAt) / 2 - (date + 500)) / 1000
}

/** Seconds; what Kerberos tolerates by default. */
const tolerated = 300

/**
 * The offset that explains why a certificate that was valid at the time of its sender is not valid here. The time is taken from an
 * answer whose certificate is not trusted, so it is only shown, never set.
 */
export const offsetBehind = async (
  problem: TrustProblem | undefined,
  leaf: ChainCertificate | undefined,
  { network, origin, now, signal }: { network: Network; origin: string; now: () => number; signal: AbortSignal },
): Promise<number | undefined> => {
  if ((problem !== 'expired' && problem !== 'notYetValid') || leaf === undefined) return undefined
  const answer = await network.http(new URL(discoveryPath, origin).href, signal, { verify: false, now })
  const offset = answer.outcome === 'answered' ? clockOffset(answer) : undefined
  if (offset === undefined || Math.abs(offset) <= tolerated) return undefined
  const theirs = now() - offset * 1000
  return Date.parse(leaf.validFrom) <= theirs && theirs <= Date.parse(leaf.validTo) ? offset : undefined
}
