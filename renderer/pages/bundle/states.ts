import { succeeded } from '../../../contract/error-codes.ts'
import { type BundleFile, type BundleManifest, type BundleState, collectorNames } from '../../../contract/support-bundle.ts'
import { baseSnapshot } from '../../gallery/base-snapshot.ts'
import { installedSnapshot } from '../../gallery/example-service.ts'
import { galleryNow, type GalleryState, type GalleryStates, instantAt } from '../../gallery/gallery-state.ts'

const file = (
  path: string,
  collector: BundleFile['collector'],
  bytes: number,
  secrets = 0,
  some: Partial<BundleFile> = {},
): BundleFile => ({
  path,
  collector,
  bytes,
  secrets,
  names: 0,
  leftOut: 0,
  ...some,
})

const manifest: BundleManifest = {
  schema: 'causeway.support-bundle/1',
  at: galleryNow,
  server: { name: 'MUC-CONN-02', system: 'Windows Server 2022', simulated: false },
  version: '0.1.0',
  names: 'kept',
  files: [
    file('summary.txt', 'summary', 912),
    file('checks.json', 'checks', 59_392),
    file('connectivity.json', 'connectivity', 41_700, 1),
    file('service.json', 'service', 2150),
    file('settings.json', 'configuration', 1740, 2),
    file('journal.jsonl', 'journal', 21_500),
    file('host.json', 'host', 9100, 3),
    file('network.json', 'network', 1420),
    file('versions.json', 'versions', 1230),
    file('logs/setup.log', 'setupLog', 48_100),
    file('logs/service.log', 'serviceLog', 4_194_300, 31, { leftOut: 3_100_000 }),
    file('windows-events.xml', 'eventLog', 88_000),
  ],
  collectors: collectorNames
    .filter((name) => name !== 'history')
    .map((name) => ({ name, outcome: { is: 'collected' }, milliseconds: 120 })),
}

const settings = `{
  "schema": "causeway.connector/1",
  "connectorName": "MUC-CONN-02",
  "location": { "name": "Munich" },
  "controlPlane": "https://control.causeway.example",
  "relays": [
    { "name": "relay-1", "url": "https://relay-1.causeway.example" },
    { "name": "relay-2", "url": "https://relay-2.causeway.example" }
  ],
  "proxy": "http://[secret]@proxy.contoso.example:8080/",
  "logLevel": "info",
  "note": "API_TOKEN=[secret]"
}
`
const summary = `Causeway support bundle

Server: MUC-CONN-02, Windows Server 2022
Version: 0.1.0
Connection: Working: 23 ms round trip through relay-1.causeway.example
Service: Healthy
Checks: Ready, with warnings
  One of two name servers does not answer
Changes on this server: Installed. Uninstall takes back all 15 changes.
Names and addresses are as they are.
`

const state = (bundle: BundleState, some: Partial<GalleryState> = {}): GalleryState => ({
  place: { mode: 'managed', page: 'bundle' },
  snapshot: { ...installedSnapshot, install: { is: 'none' }, bundle },
  answers: { bundleFile: ({ path }) => succeeded({ text: path === 'settings.json' ? settings : summary }) },
  ...some,
})
const ready: BundleState = { is: 'ready', manifest, summary }
const without: BundleState = {
  is: 'ready',
  summary,
  manifest: {
    ...manifest,
    files: manifest.files.filter(({ collector }) => ['summary', 'checks', 'host', 'network', 'versions', 'setupLog'].includes(collector)),
    collectors: [
      ...manifest.collectors.filter(({ name }) => ['checks', 'host', 'network', 'versions', 'setupLog'].includes(name)),
      { name: 'connectivity', outcome: { is: 'tooSlow', seconds: 20 }, milliseconds: 20_000 },
      { name: 'service', outcome: { is: 'nothing', why: 'notInstalled' }, milliseconds: 3 },
      {
        name: 'configuration',
        outcome: { is: 'failed', why: "EACCES: permission denied, open 'C:\\ProgramData\\Causeway\\connector.json'" },
        milliseconds: 2,
      },
      {
        name: 'serviceLog',
        outcome: { is: 'failed', why: "EACCES: permission denied, open 'C:\\ProgramData\\Causeway\\logs\\connector.log'" },
        milliseconds: 2,
      },
      { name: 'journal', outcome: { is: 'nothing', why: 'nothingChanged' }, milliseconds: 1 },
    ],
  },
}

export const states: GalleryStates = {
  ready: state(ready, { drafts: { 'bundle.file': 'settings.json' } }),
  collecting: state({ is: 'collecting', since: instantAt(-2), collectors: manifest.collectors.slice(0, 6) }),
  'not-administrator': state(without, {
    snapshot: {
      ...baseSnapshot,
      server: { ...baseSnapshot.server, elevated: false, simulated: true, profile: 'not-administrator' },
      bundle: without,
    },
  }),
}
