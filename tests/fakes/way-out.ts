/** A way out of the network for connectors under test: no machine to ask, and a clock that runs. */
import { WayOut } from '../../connector/way-out/way-out.ts'
import { type ServiceProxy } from '../../contract/proxy.ts'

export const wayOutBy = (proxy: ServiceProxy, now: () => number = () => performance.now()): WayOut =>
  new WayOut({ proxy, domain: undefined, machine: () => ({ is: 'direct' }), now, changed: () => undefined })
