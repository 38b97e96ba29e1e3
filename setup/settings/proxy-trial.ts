/** Tries a proxy as the service would use it, before it is used: a tunnel to the control plane and to each relay must open. */
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { addressOf, printAddress } from '../network/address.ts'
import { probeTcp } from '../network/tcp-probe.ts'
import { probeTunnel } from '../network/proxy-probe.ts'

export interface Trial {
  /** Of the slowest. */
  readonly milliseconds: number
}

/** `CW3018` with what refused. Without a proxy the addresses themselves are tried. */
export const tryProxy = async (proxy: string | undefined, origins: readonly string[], signal: AbortSignal): Promise<Result<Trial>> => {
  const tried = await Promise.all(
    origins.map(async (origin): Promise<Result<Trial>> => {
      const target = addressOf(origin)
      const refused = (reason: string) => failed('CW3018', { proxy: proxy ?? '–', endpoint: printAddress(target), reason })
      if (proxy === undefined) {
        const seen = await probeTcp(target, signal)
        return seen.outcome === 'connected' ? succeeded({ milliseconds: seen.milliseconds }) : refused(seen.outcome)
      }
      const seen = await probeTunnel(proxy, target, signal)
      switch (seen.outcome) {
        case 'open':
          return succeeded({ milliseconds: seen.milliseconds })
        case 'refused':
          return refused([`HTTP ${seen.status}`, ...seen.schemes].join(', '))
        case 'failed':
          return refused(seen.error)
      }
    }),
  )
  const failure = tried.find((one) => !one.ok)
  if (failure !== undefined) return failure
  return succeeded({ milliseconds: Math.max(0, ...tried.map((one) => (one.ok ? one.value.milliseconds : 0))) })
}
