import { type ConnectivityState, type Endpoint, type Layer, type LayerRow, type RoundTripSample } from '../../contract/connectivity.ts'
import { OrganizationId } from '../../contract/ids.ts'
import { type ServiceStatus, type SessionStatus } from '../../contract/local-status-api.ts'
import { type ServiceState, type WizardSnapshot } from '../../contract/wizard-api.ts'
import { connector, connectorId, munich, organizationName } from './example-organization.ts'
import { exampleHistory } from './example-history.ts'
import { allDone, plan, plannedSnapshot } from './example-plan.ts'
import { instantAt } from './gallery-state.ts'

const days = 86_400

export const session = (
  relay: string,
  purpose: SessionStatus['purpose'],
  ping: number,
  some: Partial<SessionStatus> = {},
): SessionStatus => ({
  relay,
  purpose,
  carrier: 'causeway',
  state: 'open',
  since: instantAt(-118),
  ping,
  reconnects: 0,
  ...some,
})

export const serviceStatus: ServiceStatus = {
  schema: 'causeway.service-status/1',
  version: '0.1.0',
  pid: 4184,
  startedAt: instantAt(-2 * days),
  workerRestarts: 0,
  channel: 'healthy',
  channelSince: instantAt(-118),
  sessions: [
    session('relay-1.causeway.example', 'interactive', 21),
    session('relay-1.causeway.example', 'bulk', 22),
    session('relay-2.causeway.example', 'interactive', 26),
    session('relay-2.causeway.example', 'bulk', 27),
  ],
  connector: {
    id: connectorId('MUC-CONN-02'),
    name: 'MUC-CONN-02',
    locationId: munich.id,
    locationName: munich.name,
    organizationId: OrganizationId.parse('org_contoso000000000000'),
    organizationName,
    controlPlane: 'https://control.causeway.example',
  },
  certificate: { expiresAt: instantAt(90 * days), renewsAt: instantAt(60 * days), serial: '4f3a9c20' },
  load: { cpu: 0.03, memoryBytes: 92_274_688, streams: 38, bytesPerSecond: 1_468_006 },
  resources: 6,
  proxy: { configured: 'system', used: [{ endpoint: 'relay-1.causeway.example:443', through: 'proxy.contoso.example:8080' }] },
}

export const running: Extract<ServiceState, { is: 'running' }> = {
  is: 'running',
  status: serviceStatus,
  others: [connector('MUC-CONN-01', 'healthy', 6), connector('MUC-CONN-03', 'degraded', 130)],
}

/** Installed and in service: where page 6 and the pages after set-up begin. */
export const installedSnapshot: WizardSnapshot = {
  ...plannedSnapshot,
  ledger: { is: 'changed', changes: 18 },
  install: { is: 'installed', plan, rows: allDone, at: instantAt(-130) },
  service: running,
  history: { is: 'loaded', source: 'service', history: exampleHistory('24h') },
}

export const endpoints: Endpoint[] = [
  { name: 'control.causeway.example:443', role: 'controlPlane' },
  { name: 'relay-1.causeway.example:443', role: 'relay' },
  { name: 'relay-2.causeway.example:443', role: 'relay' },
]

export const layerRow = (endpoint: string, layer: Layer, state: LayerRow['state'], some: Partial<LayerRow> = {}): LayerRow => ({
  endpoint,
  layer,
  state,
  values: {},
  evidence: [],
  ...some,
})

const perEndpoint = (layer: Layer, summary: string, times: readonly number[] = []): LayerRow[] =>
  endpoints.map(({ name }, index) => {
    const milliseconds = times[index]
    return layerRow(name, layer, 'pass', { summary, ...(milliseconds === undefined ? {} : { milliseconds }) })
  })

/** Every layer answered. */
export const goodRows: LayerRow[] = [
  ...perEndpoint('adapter', 'Ethernet0').map((row) => ({ ...row, evidence: [{ label: 'adapter', value: 'Ethernet0: 10.20.4.31' }] })),
  ...perEndpoint('dns', '10.20.0.10, 10.20.0.11', [4, 3, 14]),
  ...perEndpoint('proxy', 'proxy.contoso.example:8080'),
  ...perEndpoint('tcp', 'IPv4', [11, 9, 12]),
  ...perEndpoint('tls', 'TLSv1.3', [19, 17, 21]),
  ...perEndpoint('http', 'HTTP 200', [24, 22, 25]),
  layerRow('service', 'channel', 'pass', { summary: '4/4' }),
  layerRow('cloud', 'roundTrip', 'pass', { summary: 'relay-1.causeway.example', milliseconds: 23 }),
]

const wave = [
  22, 23, 21, 22, 24, 23, 22, 21, 22, 23, 25, 24, 22, 22, 23, 21, 22, 24, 29, 26, 23, 22, 22, 21, 23, 22, 24, 23, 22, 21, 22, 22, 23, 31,
  24, 22, 21, 22, 23, 22, 22, 24, 23, 21, 22, 23, 22, 25, 23, 22, 22, 21, 23, 24, 22, 22, 23, 21, 22, 23,
]

export const samples: RoundTripSample[] = wave.map((milliseconds, index) => ({
  at: instantAt((index - wave.length + 1) * 2),
  milliseconds,
  relay: 'relay-1.causeway.example',
}))

export const goodTest: Extract<ConnectivityState, { is: 'active' }> = {
  is: 'active',
  startedAt: instantAt(-173),
  endpoints,
  rows: goodRows,
  roundTrip: { samples, last: 23, p50: 22, p95: 29, sent: 60, lost: 0, reconnects: 0 },
  path: [
    { kind: 'server', name: 'MUC-CONN-02', state: 'reached' },
    { kind: 'proxy', name: 'proxy.contoso.example', state: 'reached' },
    { kind: 'relay', name: 'relay-1.causeway.example', state: 'reached' },
    { kind: 'controlPlane', name: 'control.causeway.example', state: 'reached' },
  ],
  diagnosis: { is: 'working', milliseconds: 23, relay: 'relay-1.causeway.example', through: 'proxy.contoso.example' },
}
