import { succeeded } from '../../../contract/error-codes.ts'
import { type Comparison } from '../../../contract/comparison.ts'
import { type Cause, type ConnectivityState, type Diagnosis, type LayerRow } from '../../../contract/connectivity.ts'
import { endpoints, goodRows, goodTest, installedSnapshot, layerRow, samples } from '../../gallery/example-service.ts'
import { exampleRequest } from '../../gallery/example-request.ts'
import { baseSnapshot } from '../../gallery/base-snapshot.ts'
import { instantAt, type GalleryState, type GalleryStates } from '../../gallery/gallery-state.ts'

const state = (connectivity: ConnectivityState, drafts: Record<string, string> = {}): GalleryState => ({
  place: { mode: 'setup', page: 'connectivity' },
  snapshot: { ...installedSnapshot, connectivity },
  drafts,
})
const unmeasured = { samples: [], sent: 0, lost: 0, reconnects: 0 }
const addresses = endpoints.map(({ name }) => name)

/** Passed before `layer`, failed at it for every endpoint, not tried after it. */
const brokenAt = (layer: LayerRow['layer'], fail: Partial<LayerRow>): LayerRow[] => {
  const order = ['adapter', 'dns', 'proxy', 'tcp', 'tls', 'http', 'channel', 'roundTrip']
  return goodRows.map((row) => {
    const place = order.indexOf(row.layer) - order.indexOf(layer)
    if (place < 0) return row
    return place === 0 ? layerRow(row.endpoint, row.layer, 'fail', fail) : layerRow(row.endpoint, row.layer, 'notTried')
  })
}

const broken = (diagnosis: Extract<Diagnosis, { is: 'notWorking' }>, rows: LayerRow[], path: typeof goodTest.path): GalleryState =>
  state({ ...goodTest, rows, roundTrip: unmeasured, path, diagnosis })

/** Since yesterday, when it worked. */
const compared = (state: GalleryState): GalleryState => {
  const { connectivity } = state.snapshot
  if (connectivity.is !== 'active') return state
  const comparison: Comparison = {
    since: instantAt(-86_400),
    differences: [
      { topic: 'layer', layer: 'tcp', of: 'relay-1.causeway.example:443', before: 'pass', now: 'fail CW1204' },
      { topic: 'layer', layer: 'tcp', of: 'relay-2.causeway.example:443', before: 'pass', now: 'fail CW1204' },
      { topic: 'check', of: 'network.proxy-view', before: 'pass same', now: 'warn differs' },
      { topic: 'dns', layer: 'dns', of: 'relay-1.causeway.example:443', before: '203.0.113.21', now: '198.51.100.7' },
      { topic: 'proxy', layer: 'proxy', of: 'relay-1.causeway.example:443', before: 'proxy.contoso.example:8080', now: 'direct' },
      { topic: 'version', of: 'service', before: '0.0.9', now: '0.1.0' },
    ],
  }
  return { ...state, snapshot: { ...state.snapshot, connectivity: { ...connectivity, comparison } } }
}

const inspected: Extract<Diagnosis, { is: 'notWorking' }> = {
  is: 'notWorking',
  code: 'CW1302',
  layer: 'tls',
  endpoint: 'relay-1.causeway.example:443',
  values: { issuer: 'Contoso Web Gateway' },
  owner: 'network',
  addresses,
  culprit: { kind: 'inspection', name: 'Contoso Web Gateway' },
  evidence: [],
}

const deadRelay: Cause = {
  code: 'CW1204',
  layer: 'tcp',
  endpoint: 'relay-2.causeway.example:443',
  values: { endpoint: 'relay-2.causeway.example:443', reason: 'ECONNREFUSED', by: '203.0.113.22' },
  owner: 'network',
  addresses: ['relay-2.causeway.example:443'],
  culprit: { kind: 'relay', name: '203.0.113.22' },
  evidence: [{ label: 'connection', value: '203.0.113.22: ECONNREFUSED (2 ms)' }],
}

const withoutProxy: Extract<Diagnosis, { is: 'notWorking' }> = {
  is: 'notWorking',
  code: 'CW1203',
  layer: 'tcp',
  endpoint: 'control.causeway.example:443',
  values: { user: 'http://proxy.contoso.example:8080', reason: 'timedOut' },
  owner: 'administrator',
  addresses: [],
  culprit: { kind: 'server', name: '' },
  evidence: [],
}

/** The way without a proxy is closed: the second cause, and one thing that nobody could find out. */
const further = (state: GalleryState): GalleryState => {
  const { connectivity } = state.snapshot
  if (connectivity.is !== 'active') return state
  const closed: Cause = {
    ...deadRelay,
    endpoint: 'control.causeway.example:443',
    values: { endpoint: 'control.causeway.example:443', reason: 'timedOut', by: '203.0.113.20' },
    addresses,
    culprit: { kind: 'firewall', name: '203.0.113.20' },
    evidence: [{ label: 'connection', value: '203.0.113.20: timedOut (5000 ms)' }],
  }
  const unanswered = [
    { layer: 'dns' as const, endpoint: 'relay-2.causeway.example:443', reason: 'the list of name servers could not be read' },
  ]
  return { ...state, snapshot: { ...state.snapshot, connectivity: { ...connectivity, further: { causes: [closed], unanswered } } } }
}

export const states: GalleryStates = {
  idle: state({ is: 'idle' }),
  testing: state({
    ...goodTest,
    rows: goodRows.map((row, index) => (index < 8 ? row : layerRow(row.endpoint, row.layer, index < 11 ? 'running' : 'waiting'))),
    roundTrip: unmeasured,
    path: [],
    diagnosis: { is: 'testing' },
  }),
  working: state(goodTest),
  'working-first-seconds': state({
    ...goodTest,
    startedAt: instantAt(-9),
    roundTrip: {
      samples: samples.slice(-3).map((sample, index) => ({ ...sample, milliseconds: [2.6, 2.06, 2.14][index] ?? 2 })),
      last: 2.14,
      p50: 2.1,
      p95: 2.6,
      sent: 3,
      lost: 0,
      reconnects: 0,
    },
    diagnosis: { is: 'working', milliseconds: 2.14, relay: 'relay-1.causeway.example' },
  }),
  'working-with-loss': state({
    ...goodTest,
    roundTrip: {
      ...goodTest.roundTrip,
      samples: samples.map((sample, index) => ([20, 21, 22, 40].includes(index) ? { at: sample.at } : sample)),
      lost: 4,
      reconnects: 1,
    },
  }),
  'working-throughput': state({
    ...goodTest,
    throughput: { is: 'measured', at: instantAt(-20), bytes: 4_194_304, milliseconds: 702, whole: true, relay: 'relay-1' },
  }),
  /** Said by a list that the service does not ask: a warning, and no cause. */
  'working-revoked': state({
    ...goodTest,
    rows: goodRows.map((row) =>
      row.layer === 'tls' && row.endpoint.startsWith('control')
        ? {
            ...row,
            state: 'warn',
            code: 'CW1306',
            values: { subject: 'control.causeway.example', since: instantAt(-86_400), source: 'http://crl.causeway.example/issuing.crl' },
            evidence: [
              ...row.evidence,
              { label: 'revocationSource', value: 'http://crl.causeway.example/issuing.crl' },
              { label: 'connection', value: `revoked ${instantAt(-86_400)} 41 ms` },
            ],
          }
        : row,
    ),
  }),
  'other-proxy': state({
    ...goodTest,
    otherProxy: 'http://proxy-2.contoso.example:3128',
    rows: goodRows.map((row) =>
      row.layer === 'channel' || row.layer === 'roundTrip'
        ? layerRow(row.endpoint, row.layer, 'notTried')
        : row.layer === 'proxy'
          ? { ...row, summary: 'proxy-2.contoso.example:3128' }
          : row,
    ),
    roundTrip: unmeasured,
    diagnosis: { is: 'notInstalled' },
  }),
  'working-beside': state({
    ...goodTest,
    rows: goodRows.map((row) =>
      row.endpoint !== endpoints[2]?.name || row.layer === 'adapter' || row.layer === 'dns' || row.layer === 'proxy'
        ? row
        : row.layer === 'tcp'
          ? layerRow(row.endpoint, row.layer, 'fail', { code: 'CW1204', summary: 'refused' })
          : layerRow(row.endpoint, row.layer, 'notTried'),
    ),
    further: { causes: [deadRelay], unanswered: [] },
  }),
  'broken-further': further(
    broken(withoutProxy, brokenAt('tcp', { code: 'CW1204', values: { reason: 'timedOut' }, summary: 'timedOut' }), [
      { kind: 'server', name: 'MUC-CONN-02', state: 'breaksHere' },
      { kind: 'relay', name: 'relay-1.causeway.example', state: 'notReached' },
      { kind: 'controlPlane', name: 'control.causeway.example', state: 'notReached' },
    ]),
  ),
  'working-as-table': state(goodTest, { 'connectivity.shape': 'table' }),
  'broken-inspection': broken(
    inspected,
    brokenAt('tls', {
      code: 'CW1302',
      values: { issuer: 'Contoso Web Gateway' },
      summary: 'Contoso Web Gateway CA 2',
      evidence: [
        { label: 'issuer', value: 'CN=Contoso Web Gateway CA 2' },
        { label: 'expected', value: 'CN=Causeway Relay CA R1' },
      ],
    }),
    [
      { kind: 'server', name: 'MUC-CONN-02', state: 'reached' },
      { kind: 'proxy', name: 'proxy.contoso.example', state: 'reached' },
      { kind: 'inspection', name: 'Contoso Web Gateway', state: 'breaksHere' },
      { kind: 'relay', name: 'relay-1.causeway.example', state: 'notReached' },
      { kind: 'controlPlane', name: 'control.causeway.example', state: 'notReached' },
    ],
  ),
  'broken-compared': compared(
    broken(
      {
        is: 'notWorking',
        code: 'CW1204',
        layer: 'tcp',
        endpoint: 'relay-1.causeway.example:443',
        values: { reason: 'timedOut' },
        owner: 'network',
        addresses: ['relay-1.causeway.example:443', 'relay-2.causeway.example:443'],
        culprit: { kind: 'firewall', name: '203.0.113.21' },
        evidence: [],
      },
      brokenAt('tcp', { code: 'CW1204', values: { reason: 'timedOut' }, summary: 'timeout' }),
      [
        { kind: 'server', name: 'MUC-CONN-02', state: 'reached' },
        { kind: 'firewall', name: '', state: 'breaksHere' },
        { kind: 'relay', name: 'relay-1.causeway.example', state: 'notReached' },
        { kind: 'controlPlane', name: 'control.causeway.example', state: 'notReached' },
      ],
    ),
  ),
  'broken-tcp': broken(
    {
      is: 'notWorking',
      code: 'CW1204',
      layer: 'tcp',
      endpoint: 'relay-1.causeway.example:443',
      values: { reason: 'refused by 10.1.2.3' },
      owner: 'network',
      addresses: ['relay-1.causeway.example:443'],
      culprit: { kind: 'relay', name: '10.1.2.3' },
      evidence: [],
    },
    brokenAt('tcp', { code: 'CW1204', values: { reason: 'refused by 10.1.2.3' }, summary: 'ECONNREFUSED 10.1.2.3' }),
    [
      { kind: 'server', name: 'MUC-CONN-02', state: 'reached' },
      { kind: 'relay', name: 'relay-1.causeway.example', state: 'breaksHere' },
      { kind: 'controlPlane', name: 'control.causeway.example', state: 'unknown' },
    ],
  ),
  'broken-removed': broken(
    {
      is: 'notWorking',
      code: 'CW4004',
      layer: 'channel',
      endpoint: 'service',
      values: { by: '' },
      owner: 'administrator',
      addresses: [],
      culprit: { kind: 'connector', name: '' },
      evidence: [],
    },
    brokenAt('channel', { code: 'CW4004', summary: 'CW4004' }),
    [
      { kind: 'server', name: 'MUC-CONN-02', state: 'reached' },
      { kind: 'connector', name: 'CausewayConnector', state: 'breaksHere' },
      { kind: 'relay', name: 'relay-1.causeway.example', state: 'notReached' },
      { kind: 'controlPlane', name: 'control.causeway.example', state: 'reached' },
    ],
  ),
  'request-to-network': {
    ...state(goodTest, { forward: 'open' }),
    answers: { networkRequest: () => succeeded({ text: exampleRequest }) },
  },
  unknown: state({
    ...goodTest,
    rows: [],
    roundTrip: unmeasured,
    path: [],
    diagnosis: { is: 'unknown', code: 'CW4013', values: { reason: '?' } },
  }),
  'after-set-up': { ...state(goodTest), place: { mode: 'managed', page: 'connectivity' } },
  'before-installation': {
    place: { mode: 'managed', page: 'connectivity' },
    snapshot: {
      ...baseSnapshot,
      service: { is: 'stopped' },
      connectivity: {
        ...goodTest,
        rows: goodRows.map((row) =>
          row.layer === 'channel' || row.layer === 'roundTrip' ? layerRow(row.endpoint, row.layer, 'notTried') : row,
        ),
        roundTrip: unmeasured,
        diagnosis: { is: 'notInstalled' },
      },
    },
  },
}
