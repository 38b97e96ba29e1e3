/** Which carrier of the channel gets through on the way to the relays. WebSocket alone is enough; it costs a little speed. */
import { type Check, measured } from '../check.ts'

export const upgrade: Check<'network.upgrade'> = {
  id: 'network.upgrade',
  async run({ network, target, signal }) {
    if (target === undefined) return { outcome: 'skip', reason: 'noControlPlane' }
    const origins = target.relays.length === 0 ? [target.origin] : target.relays.map(({ url }) => url)
    const tryOne = async (origin: string) => {
      const [raw, webSocket] = await Promise.all([
        network.upgrade(origin, 'causeway', signal),
        network.upgrade(origin, 'websocket', signal),
      ])
      return { origin, raw, webSocket }
    }
    const tried = await Promise.all(origins.map(tryOne))
    // A relay that cannot be reached says nothing about upgrades; that is the finding of `network.tcp-443`.
    const seen = tried.find(({ raw, webSocket }) => raw.outcome !== 'noConnection' || webSocket.outcome !== 'noConnection') ?? tried[0]
    if (seen === undefined) return { outcome: 'skip', reason: 'noControlPlane' }
    const { origin, raw, webSocket } = seen
    const print = (o: typeof raw) => [o.outcome, o.status, o.error].filter((part) => part !== undefined).join(' ')
    const evidence = [
      measured('host', new URL(origin).host),
      measured('carrierCauseway', print(raw)),
      measured('carrierWebSocket', print(webSocket)),
    ]
    const values = { host: new URL(origin).host }
    if (raw.outcome === 'passes') return { outcome: 'pass', finding: 'both', values, evidence }
    if (webSocket.outcome === 'passes') return { outcome: 'pass', finding: 'webSocketOnly', values, evidence }
    return { outcome: 'warn', finding: 'none', values, evidence, remedy: { owner: 'network' } }
  },
}
