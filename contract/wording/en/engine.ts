/** Sentences that window and command line share: actions of the install plan, layers of the connectivity test, ledger, diagnosis, health. */
import type { Diagnosis, Hop, Layer, LayerRow } from '../../connectivity.ts'
import type { ConnectorHealth } from '../../enrollment.ts'
import type { Outcome, Verdict } from '../../check-report.ts'
import type { CheckGroup } from '../../check-catalogue.ts'
import type { ActionName, Ledger, PlannedChange } from '../../install-plan.ts'
import type { ServiceStatus } from '../../local-status-api.ts'

export interface EngineWording {
  /** `what` names the action, `how` is completed with its values and stands beside it. */
  readonly actions: Record<ActionName, { readonly what: string; readonly how: string }>
  readonly changes: Record<PlannedChange['kind'], string>
  readonly layers: Record<Layer, string>
  readonly layerStates: Record<LayerRow['state'], string>
  readonly hops: Record<Hop['kind'], string>
  readonly hopStates: Record<Hop['state'], string>
  /** `takenBackButFixes` stands for `takenBack` where fixes stay. */
  readonly ledger: Record<Exclude<Ledger['is'], 'fixed'> | 'takenBackButFixes', string>
  /** What is said of {count} fixes, for one and for many. */
  readonly fixesMade: { readonly one: string; readonly other: string }
  readonly outcomes: Record<Outcome | 'waiting' | 'running' | 'cancelled', string>
  readonly verdicts: Record<Verdict, string>
  readonly groups: Record<CheckGroup, string>
  readonly health: Record<ConnectorHealth, string>
  readonly channel: Record<ServiceStatus['channel'], string>
  /** First sentence of the connectivity test by state. For `notWorking` the sentence of the code is used. */
  readonly diagnosis: Record<Diagnosis['is'], string> & { readonly workingThrough: string }
  /** Why nothing comes through, by code of the diagnosis: completed with its values plus {endpoint}. */
  readonly causes: Readonly<Record<string, string>>
  readonly owners: Record<'administrator' | 'network' | 'policy' | 'operator', string>
  /** A message to forward, completed with {server} and {addresses}. */
  readonly request: string
  readonly simulatedServer: string
}

export const engine: EngineWording = {
  actions: {
    programFolder: { what: 'Create the program folder', how: '{folder}, {size:bytes}' },
    dataFolder: { what: 'Create the data folder, closed to other users', how: '{folder}' },
    service: { what: 'Register the service', how: '{service}, starts with Windows' },
    eventSource: { what: 'Register the source of events', how: '{source}, in the Application log' },
    enroll: { what: 'Enroll this server', how: 'Key made here and kept here, certificate for {days} days' },
    settings: { what: 'Write the settings', how: 'Proxy {proxy}' },
    firewall: { what: 'Allow the service out through Windows Firewall', how: 'Outbound TCP 443. Nothing inbound.' },
    startService: { what: 'Start the service', how: 'As {account}' },
    waitForChannel: { what: 'Wait for the channel', how: 'To {relays}' },
    roundTrip: { what: 'Try the round trip', how: 'Through the cloud and back, as the service' },
  },
  changes: {
    folder: 'Folder',
    file: 'File',
    registryKey: 'Registry key',
    service: 'Service',
    firewallRule: 'Firewall rule',
    cloud: 'In the cloud',
    process: 'Process',
  },
  layers: {
    adapter: 'Network adapter',
    dns: 'Name (DNS)',
    proxy: 'Proxy',
    tcp: 'TCP 443',
    tls: 'TLS',
    http: 'HTTP',
    channel: 'Channel',
    roundTrip: 'Round trip',
  },
  layerStates: {
    waiting: 'Waiting',
    running: 'Running',
    pass: 'Works',
    warn: 'Works, with a warning',
    fail: 'Fails',
    notTried: 'Not tried',
    unknown: 'Could not find out',
  },
  hops: {
    server: 'This server',
    proxy: 'Proxy',
    inspection: 'TLS inspection',
    relay: 'Relay',
    controlPlane: 'Control plane',
    connector: 'Connector',
  },
  hopStates: { reached: 'Reached', breaksHere: 'Breaks here', notReached: 'Not reached', unknown: 'Unknown' },
  ledger: {
    nothingChanged: 'Nothing on this server has been changed.',
    changing: 'Changing this server: {changes} so far.',
    changed: 'Installed. Uninstall takes back all {changes} changes.',
    takenBack: 'As it was before: {made} changes made, {takenBack} taken back.',
    takenBackButFixes: '{made} changes made, {takenBack} taken back.',
    interrupted: 'Interrupted: {changes} changes made so far.',
    unreadable: 'What was changed cannot be said: the journal is damaged.',
  },
  fixesMade: {
    one: '1 fix was made for a check. It stays: it is not taken back.',
    other: '{count} fixes were made for checks. They stay: they are not taken back.',
  },
  outcomes: {
    pass: 'Passed',
    warn: 'Warning',
    fail: 'Failed',
    skip: 'Held up',
    error: 'Could not find out',
    waiting: 'Waiting',
    running: 'Checking',
    cancelled: 'Cancelled',
  },
  verdicts: {
    ready: 'Ready',
    readyWithWarnings: 'Ready, with warnings',
    blocked: 'Not ready',
    unknown: 'Could not find out everything',
  },
  groups: { host: 'Host', identity: 'Identity', network: 'Network', certificates: 'Certificates' },
  health: { healthy: 'Healthy', degraded: 'Degraded', offline: 'Offline', never: 'Never connected' },
  channel: { starting: 'Starting', healthy: 'Healthy', degraded: 'Degraded', down: 'Down', enrollAgain: 'Enroll again' },
  diagnosis: {
    testing: 'Testing',
    working: 'Working: {milliseconds:milliseconds} round trip through {relay}',
    workingThrough: 'Working: {milliseconds:milliseconds} round trip through {relay}, by way of {through}',
    notWorking: 'Not working: {cause}',
    notInstalled: 'The network works as far as it can be tried: the service is not installed yet',
    unknown: 'Could not find out',
  },
  causes: {
    CW1201: 'no network adapter is up with a default route',
    CW1202: 'the name {endpoint} does not resolve',
    CW1203: 'you go through the proxy {user}, the service does not, and {endpoint} does not answer without it',
    CW1204: '{endpoint} does not accept connections: {reason}',
    CW1205: 'the proxy {proxy} does not let the service through to {endpoint}: {reason}',
    CW1210: '{endpoint} answers, but not as the control plane does: {reason}',
    CW1211: 'something on the way cuts connections that switch protocol',
    CW1212: 'the way to {endpoint} is slow: {ms:milliseconds}',
    CW1301: 'the TLS connection to {endpoint} fails: {reason}',
    CW1302: '“{issuer}” replaces the certificate of {endpoint} with its own',
    CW1014: 'the clock of this server is {seconds:duration} off',
    CW4003: 'the machine’s certificate expired',
    CW4004: 'this connector was removed in the console',
    CW4005: 'this machine is not the one that was enrolled',
    CW4006: 'no relay can be reached: {reason}',
    CW4007: 'the relay refuses this connector: {reason}',
    CW4013: 'the service does not answer: {reason}',
    CW3007: 'the service is stopped',
    CW2002: '{endpoint} cannot be reached: {reason}',
    CW6004: 'the round trip through the cloud does not come back: {reason}',
  },
  owners: {
    administrator: 'You can fix this on this server.',
    network: 'This server is fine; the network team has to act.',
    policy: 'The owner of the group policy has to act.',
    operator: 'The operator of the control plane has to act.',
  },
  request: 'Please allow outbound TCP port 443 from {server}, without TLS inspection, to:\n{addresses}',
  simulatedServer: 'Simulated server',
}
