/** Ways out of the network for what is under test: no machine to ask, and a clock that runs. */
import { type Ways } from '../../connector/way-out/first-through.ts'
import { type Way } from '../../connector/way-out/proxy-choice.ts'
import { WayOut } from '../../connector/way-out/way-out.ts'
import { type ServiceProxy } from '../../contract/proxy.ts'

export const wayOutBy = (proxy: ServiceProxy, now: () => number = () => performance.now()): WayOut =>
  new WayOut({ proxy, domain: undefined, machine: () => ({ is: 'direct' }), now, changed: () => undefined })

export const through = (url: string): Way => ({ is: 'proxy', url })

/** These ways and no others, and what was said of them: `worked direct`, `failed proxy`, `lost`. */
export const toldWays = (ways: readonly Way[]): { wayOut: Ways; told: string[] } => {
  const told: string[] = []
  const wayOut: Ways = {
    ways: async () => ways,
    worked: (_, { is }) => void told.push(`worked ${is}`),
    failed: ({ is }) => void told.push(`failed ${is}`),
    lost: () => void told.push('lost'),
  }
  return { wayOut, told }
}
