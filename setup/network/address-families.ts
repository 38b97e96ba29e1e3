/** IPv4 and IPv6 side by side: the best that was seen of each, and which one a program that races them (RFC 8305) would use. Pure. */
import { type Evidence } from '../../contract/check-report.ts'
import { headStart } from '../../connector/way-out/first-connection.ts'
import { type TcpAttempt } from './tcp-probe.ts'

export interface FamilySeen {
  readonly family: 4 | 6
  readonly best: TcpAttempt
  readonly wins: boolean
}

/** Attempts stand in the order in which they were begun, each `headStart` after the one before. */
export const addressFamilies = (attempts: readonly TcpAttempt[]): FamilySeen[] => {
  const arrival = (attempt: TcpAttempt) => attempts.indexOf(attempt) * headStart + attempt.milliseconds
  const connected = attempts.filter(({ outcome }) => outcome === 'connected').toSorted((a, b) => arrival(a) - arrival(b))
  return ([4, 6] as const).flatMap((family) => {
    const own = attempts.filter((attempt) => attempt.family === family)
    const best = connected.find((attempt) => attempt.family === family) ?? own.find(({ outcome }) => outcome !== 'notNeeded') ?? own[0]
    return best === undefined ? [] : [{ family, best, wins: best === connected[0] }]
  })
}

/** Nothing where there is only one family: there is nothing to compare. */
export const familyEvidence = (attempts: readonly TcpAttempt[]): Evidence[] => {
  const seen = addressFamilies(attempts)
  if (seen.length < 2) return []
  const winner = seen.find(({ wins }) => wins)
  return [
    ...seen.map(({ family, best: { address, outcome, error, milliseconds } }) => ({
      label: `ipv${family}`,
      value: `${address} ${outcome}${error === undefined ? '' : ` ${error}`}, ${Math.round(milliseconds)} ms`,
    })),
    { label: 'familyUsed', value: winner === undefined ? '-' : `IPv${winner.family}` },
  ]
}
