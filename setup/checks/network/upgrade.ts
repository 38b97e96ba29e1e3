/** Which carrier of the channel gets through on the way to the relays. WebSocket alone is enough; it costs a little speed. */
import { type Check, measured } from '../check.ts'

export const upgrade: Check<'network.upgrade'> = {
  id: 'network.upgrade',
  async run({ network, target, signal }) {
    if (target === undefined) return { outcome: 'skip', reason: 'noControlPlane' }
    const origin = target.relays[0]?.url ?? target.origin
    const [raw, webSocket] = await Promise.all([network.upgrade(origin, 'causeway', signal), network.upgrade(origin, 'websocket', signal)])
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
