/** Tries a way out as the service would use it, before it is used: every address must be reached by it. */
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { addressOf, printAddress } from '../../connector/way-out/address.ts'
import { distrustOf } from '../../connector/way-out/distrust.ts'
import { refusalOf } from '../../connector/way-out/proxy-account.ts'
import { printProxy } from '../../connector/way-out/proxy-choice.ts'
import { type Network } from '../network/network.ts'

export interface Trial {
  /** Of the slowest. */
  readonly milliseconds: number
}

/** `CW3018` with what refused, `CW4014` to `CW4016` where the proxy wants an account, `CW4019` where it is not trusted itself. Without a proxy the addresses themselves are tried. */
export const tryProxy = async (network: Network, origins: readonly string[], signal: AbortSignal): Promise<Result<Trial>> => {
  const tried = await Promise.all(
    origins.map(async (origin): Promise<Result<Trial>> => {
      const target = addressOf(origin)
      const use = await network.proxyFor(target, signal)
      const refused = (reason: string) =>
        failed('CW3018', { proxy: use.is === 'direct' ? '–' : printProxy(use), endpoint: printAddress(target), reason })
      if (use.is === 'unknown') return refused(use.problem === undefined ? '?' : `${use.problem.is}: ${use.problem.seen}`)
      if (use.is === 'direct') {
        const seen = await network.tcp(target, signal)
        return seen.outcome === 'connected' ? succeeded({ milliseconds: seen.milliseconds }) : refused(seen.outcome)
      }
      const seen = await network.tunnel(target, signal)
      switch (seen.outcome) {
        case 'open':
          return succeeded({ milliseconds: seen.milliseconds })
        case 'refused': {
          const refusal = refusalOf(printProxy(use), seen)
          return refusal === undefined ? refused(`HTTP ${seen.status}`) : { ok: false, failure: refusal }
        }
        case 'failed': {
          const distrust = distrustOf(printProxy(use), seen.error)
          return distrust === undefined ? refused(seen.error) : { ok: false, failure: distrust }
        }
      }
    }),
  )
  const failure = tried.find((one) => !one.ok)
  if (failure !== undefined) return failure
  return succeeded({ milliseconds: Math.max(0, ...tried.map((one) => (one.ok ? one.value.milliseconds : 0))) })
}
