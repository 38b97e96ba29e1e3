/** Is there an adapter that is up, and a way out of it? */
import { measured } from '../../checks/check.ts'
import { isLoopback } from '../../../connector/way-out/address.ts'
import { type ProbeLayer } from '../layer.ts'

export const adapter: ProbeLayer = async ({ reader, address, signal }) => {
  const { all } = await reader.section('adapters', signal)
  if (all.is !== 'known') return { state: 'unknown', values: { reason: all.is === 'unknown' ? all.why : 'absent' } }
  const up = all.value.filter((found) => found.up)
  const evidence = up.map(({ name, addresses }) => measured('adapter', `${name}: ${addresses.join(', ')}`))
  // An address of this machine itself needs no route.
  const routed = up.find(({ gateways }) => gateways.length > 0) ?? (isLoopback(address.host) ? up[0] : undefined)
  if (routed === undefined) return { state: 'fail', code: 'CW1201', evidence }
  return { state: 'pass', summary: routed.name, evidence }
}
