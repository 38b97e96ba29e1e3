/** The live test: every layer of every endpoint, rows as they come. */
import { type ExpectedIssuer, type Relay } from '../../contract/control-plane-api.ts'
import { layers, type Endpoint, type Layer, type LayerRow } from '../../contract/connectivity.ts'
import { type HostReader } from '../host/host-reader.ts'
import { addressOf, printAddress } from '../../connector/way-out/address.ts'
import { type Network } from '../network/network.ts'
import { cloudEndpoint, serviceEndpoint } from './diagnosis.ts'
import { type LayerOutcome, type ProbeLayer } from './layer.ts'
import { adapter } from './layers/adapter.ts'
import { dns } from './layers/dns.ts'
import { http } from './layers/http.ts'
import { proxy } from './layers/proxy.ts'
import { tcp } from './layers/tcp.ts'
import { tls } from './layers/tls.ts'
import { revocationNotes } from './revocation-note.ts'

export interface ConnectivityTarget {
  readonly machineName: string
  readonly installed: boolean
  /** https origin of the control plane. */
  readonly origin: string
  readonly relays: readonly Relay[]
  readonly expectedIssuers: readonly ExpectedIssuer[]
}

export interface TestedEndpoint extends Endpoint {
  readonly origin: string
}

const probes = { adapter, dns, proxy, tcp, tls, http } as const satisfies Partial<Record<Layer, ProbeLayer>>
const probedLayers = Object.keys(probes) as (keyof typeof probes)[]

/** Control plane first. A relay on the control plane's own port is an endpoint of its own: another path is asked there. */
export const endpointsOf = ({ origin, relays }: ConnectivityTarget): TestedEndpoint[] => [
  { name: printAddress(addressOf(origin)), role: 'controlPlane', origin },
  ...relays.map(({ name, url }) => ({ name: relayLabel(name, url, origin), role: 'relay' as const, origin: new URL(url).origin })),
]

/** Host and port say where; when they are the control plane's own, the relay's name tells the two apart. */
const relayLabel = (name: string, url: string, origin: string): string => {
  const shown = printAddress(addressOf(url))
  return new URL(url).origin === origin ? `${name} (${shown})` : shown
}

export const rowOf = (endpoint: string, layer: Layer, outcome: LayerOutcome): LayerRow => ({
  endpoint,
  layer,
  values: {},
  evidence: [],
  ...outcome,
})

export const waitingRows = (endpoints: readonly Endpoint[], installed: boolean): LayerRow[] => [
  ...endpoints.flatMap(({ name }) => probedLayers.map((layer) => rowOf(name, layer, { state: 'waiting' }))),
  rowOf(serviceEndpoint, 'channel', { state: installed ? 'waiting' : 'notTried' }),
  rowOf(cloudEndpoint, 'roundTrip', { state: installed ? 'waiting' : 'notTried' }),
]

export interface ProbeOptions {
  readonly reader: HostReader
  readonly network: Network
  readonly target: ConnectivityTarget
  readonly signal: AbortSignal
  readonly onRow: (row: LayerRow) => void
  /** Only this endpoint, and only from this layer upwards. */
  readonly only?: { readonly endpoint?: string | undefined; readonly from: Layer }
}

/** Whether a layer is tried by the test itself; the others are asked from the service. */
export const isProbed = (layer: Layer): boolean => layer in probes

/** All endpoints at the same time, the layers of one in order: after a failure the ones above it are not tried. */
export const probeEndpoints = async ({ reader, network, target, signal, onRow, only }: ProbeOptions): Promise<void> => {
  const wanted = endpointsOf(target).filter(({ name }) => only?.endpoint === undefined || only.endpoint === name)
  const tried = only === undefined ? probedLayers : probedLayers.slice(Math.max(0, layers.indexOf(only.from)))
  const noteOf = revocationNotes(network, () => reader.now())
  const notes: Promise<void>[] = []
  const note = async (name: string, origin: string, row: LayerOutcome): Promise<void> => {
    // What cannot be asked is no note.
    const noted = await noteOf(addressOf(origin), row, signal).catch(() => undefined)
    if (noted !== undefined && !signal.aborted) onRow(rowOf(name, 'tls', noted))
  }
  await Promise.all(
    wanted.map(async ({ name, role, origin }) => {
      let broken = false
      for (const layer of tried) {
        if (signal.aborted) return
        if (broken) {
          onRow(rowOf(name, layer, { state: 'notTried' }))
          continue
        }
        onRow(rowOf(name, layer, { state: 'running' }))
        const outcome = await probeSafely(probes[layer], {
          reader,
          network,
          role,
          origin,
          address: addressOf(origin),
          controlPlane: target.origin,
          expectedIssuers: target.expectedIssuers,
          signal,
        })
        if (signal.aborted) return
        broken = outcome.state === 'fail'
        onRow(rowOf(name, layer, outcome))
        if (layer === 'tls' && outcome.state === 'pass') notes.push(note(name, origin, outcome))
      }
    }),
  )
  await Promise.all(notes)
}

const probeSafely = async (probe: ProbeLayer, context: Parameters<ProbeLayer>[0]): Promise<LayerOutcome> => {
  try {
    return await probe(context)
  } catch (error) {
    return { state: 'unknown', values: { reason: error instanceof Error ? error.message : String(error) } }
  }
}
