import {
  type ActionRow,
  type ActionState,
  type AfterRestart,
  type InstallPlan,
  type LogLine,
  type PlannedAction,
  type WaitingRestart,
} from '../../contract/install-plan.ts'
import { type WizardSnapshot } from '../../contract/wizard-api.ts'
import { loaded, munich, organizationName, signedInSnapshot } from './example-organization.ts'
import { instantAt } from './gallery-state.ts'

const program = 'C:\\Program Files\\Causeway'
const data = 'C:\\ProgramData\\Causeway'

/** The plan as the engine makes it, with the paths of a real server. */
const actions: PlannedAction[] = [
  {
    name: 'programFolder',
    values: { folder: program, size: 155_189_248 },
    changes: [
      { kind: 'folder', what: program },
      { kind: 'folder', what: `${program}\\connector` },
      { kind: 'folder', what: `${program}\\connector\\1.0.0` },
      { kind: 'file', what: `${program}\\connector\\1.0.0\\node.exe` },
      { kind: 'file', what: `${program}\\connector\\1.0.0\\host.js` },
      { kind: 'file', what: `${program}\\connector\\1.0.0\\worker.js` },
    ],
    weight: 21,
    cancellable: true,
  },
  {
    name: 'dataFolder',
    values: { folder: data },
    changes: ['', '\\identity', '\\logs'].map((folder) => ({ kind: 'folder', what: `${data}${folder}` })),
    weight: 3,
    cancellable: true,
  },
  {
    name: 'service',
    values: { service: 'CausewayConnector' },
    changes: [{ kind: 'service', what: 'CausewayConnector' }],
    weight: 7,
    cancellable: true,
  },
  {
    name: 'eventSource',
    values: { source: 'CausewayConnector' },
    changes: [{ kind: 'registryKey', what: 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\CausewayConnector' }],
    weight: 1,
    cancellable: true,
  },
  {
    name: 'enroll',
    values: { days: 90, location: 'Munich' },
    changes: [
      { kind: 'file', what: `${data}\\identity\\machine.key` },
      { kind: 'file', what: `${data}\\identity\\machine.crt` },
      { kind: 'cloud', what: 'Connector MUC-CONN-02 in Munich' },
    ],
    weight: 24,
    cancellable: true,
  },
  {
    name: 'settings',
    values: { proxy: 'proxy.contoso.example:8080' },
    changes: [
      { kind: 'file', what: `${data}\\connector.json` },
      { kind: 'registryKey', what: 'HKLM\\SOFTWARE\\Causeway' },
    ],
    weight: 3,
    cancellable: true,
  },
  {
    name: 'firewall',
    values: { ports: '443' },
    changes: [{ kind: 'firewallRule', what: 'Causeway Connector (outbound)' }],
    weight: 3,
    cancellable: true,
  },
  {
    name: 'startService',
    values: { account: 'NT SERVICE\\CausewayConnector' },
    changes: [{ kind: 'process', what: 'CausewayConnector' }],
    weight: 17,
    cancellable: true,
  },
  { name: 'waitForChannel', values: { relays: 'relay-1, relay-2' }, changes: [], weight: 14, cancellable: true },
  { name: 'roundTrip', values: {}, changes: [], weight: 7, cancellable: false },
]

export const plan: InstallPlan = { connectorName: 'MUC-CONN-02', locationName: 'Munich', organizationName, actions, expectedSeconds: 110 }

/** The rows of the plan, the first ones in the given states, the others waiting. */
export const rows = (states: readonly ActionState[]): ActionRow[] =>
  actions.map((action, index) => ({ action, state: states[index] ?? { is: 'waiting' } }))

const setup = 'C:\\Program Files\\Causeway Setup\\resources'

/** As the engine finds it on a real server. */
export const waitingRestart = (file: string, then: AfterRestart): WaitingRestart => ({
  file,
  then,
  line: `"${setup}\\connector\\node.exe" "${setup}\\setup\\command-line.js" ${then === 'signIn' ? '' : `${then} `}--after-restart`,
  where: 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\RunOnce\\CausewaySetup',
  agreed: false,
})

export const done = (milliseconds: number): ActionState => ({ is: 'done', milliseconds })

export const allDone: ActionRow[] = rows([11_200, 640, 1900, 120, 7300, 310, 820, 4100, 2600, 480].map(done))

/** Everything decided, nothing done: where page 4 begins. */
export const plannedSnapshot: WizardSnapshot = {
  ...signedInSnapshot,
  locations: loaded(),
  choice: { locationId: munich.id, connectorName: 'MUC-CONN-02', labels: [{ key: 'rack', value: 'B4' }] },
  plan,
}

const line = (secondsAgo: number, topic: string, message: string, level: LogLine['level'] = 'info'): LogLine => ({
  at: instantAt(-secondsAgo),
  level,
  topic,
  message,
})

/** The last lines of the log in the middle of an installation. */
export const logLines: LogLine[] = [
  line(21, 'install', 'Folder C:\\Program Files\\Causeway created'),
  line(10, 'install', '148 MB copied, every file checked against its hash'),
  line(9, 'install', 'Folder C:\\ProgramData\\Causeway created, closed to other users'),
  line(7, 'install', 'Service CausewayConnector registered'),
  line(6, 'enrollment', 'Key made, certificate request signed'),
  line(5, 'enrollment', 'Certificate request sent, waiting for the answer'),
]
