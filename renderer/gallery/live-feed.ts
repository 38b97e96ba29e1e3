/** Events as a live test with many endpoints tells them, for the measurement of the live page (`npm run bench -- --only live`). */
import { layers, type ConnectivityState, type Endpoint, type LayerRow, type RoundTripSample } from '../../contract/connectivity.ts'
import { type FakeBridge } from './fake-bridge.ts'
import { goodTest, layerRow } from './example-service.ts'
import { instantAt } from './gallery-state.ts'

type Active = Extract<ConnectivityState, { is: 'active' }>

const kept = 120

/** `endpoints` control plane and relays, each updated `perSecond` times a second: one layer's row and a round trip. */
export function startFeed(bridge: FakeBridge, endpoints: number, perSecond: number): () => void {
  const names: Endpoint[] = Array.from({ length: endpoints }, (_, index) => ({
    name: index === 0 ? 'control.causeway.example:443' : `relay-${index}.causeway.example:443`,
    role: index === 0 ? 'controlPlane' : 'relay',
  }))
  const rows: LayerRow[] = names.flatMap(({ name }) =>
    layers.slice(0, 6).map((layer) => layerRow(name, layer, 'pass', { summary: 'ok', milliseconds: 10 })),
  )
  let test: Active = { ...goodTest, endpoints: names, rows: [...rows, layerRow('service', 'channel', 'pass', { summary: '4/4' })] }
  bridge.tell({ is: 'connectivity', value: test })
  let count = 0
  const timer = setInterval(() => {
    count += 1
    const milliseconds = 22 + 6 * Math.sin(count / 5) + (count % 3)
    for (const { name } of names)
      bridge.tell({
        is: 'layerRow',
        value: layerRow(name, layers[count % 6] ?? 'tcp', 'pass', { summary: 'ok', milliseconds: milliseconds + (name.length % 5) }),
      })
    const sample: RoundTripSample = { at: instantAt(count / perSecond), milliseconds, relay: 'relay-1.causeway.example' }
    const samples = [...test.roundTrip.samples, sample].slice(-kept)
    test = { ...test, roundTrip: { ...test.roundTrip, samples, last: milliseconds, sent: test.roundTrip.sent + 1 } }
    bridge.tell({ is: 'connectivity', value: test })
  }, 1000 / perSecond)
  return () => clearInterval(timer)
}
