/** An adapter that is up and has a default route. A control plane on this very machine needs none. */
import { addressOf, isLoopback } from '../../../connector/way-out/address.ts'
import { type Check, measured, needed } from '../check.ts'

export const adapter: Check<'network.adapter'> = {
  id: 'network.adapter',
  async run({ reader, target, signal }) {
    const all = needed((await reader.section('adapters', signal)).all, 'adapter')
    const up = all.filter((a) => a.up)
    const evidence = up
      .slice(0, 8)
      .flatMap((a) => [
        measured('adapter', a.name),
        measured('addresses', a.addresses.join(', ') || undefined),
        measured('gateways', a.gateways.join(', ') || undefined),
      ])
    const routed = up.find((a) => a.gateways.length > 0)
    if (routed !== undefined) return { outcome: 'pass', finding: 'up', values: { adapter: routed.name }, evidence }
    const local = up.find((a) => a.addresses.some(isLoopback))
    if (target !== undefined && isLoopback(addressOf(target.origin).host) && local !== undefined) {
      return { outcome: 'pass', finding: 'up', values: { adapter: local.name }, evidence }
    }
    const outward = up.find((a) => a.addresses.some((address) => !isLoopback(address)))
    if (outward === undefined) return { outcome: 'fail', finding: 'noAdapter', evidence }
    return { outcome: 'fail', finding: 'noDefaultRoute', values: { adapter: outward.name }, evidence }
  },
}
