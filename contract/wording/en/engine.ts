/** Sentences that window and command line share: actions of the install plan, layers of the connectivity test, ledger, diagnosis, health. One long file: a translator reads it from end to end. */
import type { Diagnosis, Hop, Layer, LayerRow } from '../../connectivity.ts'
import type { ConnectorHealth } from '../../enrollment.ts'
import type { Outcome, Verdict } from '../../check-report.ts'
import type { CheckGroup } from '../../check-catalogue.ts'
import type { ActionName, Ledger, PlannedChange } from '../../install-plan.ts'
import type { Topic } from '../../comparison.ts'
import type { RequestEntry } from '../../network-request.ts'
import type { SpanState } from '../../history.ts'
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
  readonly comparison: {
    readonly title: string
    readonly since: string
    readonly nothing: string
    readonly never: string
    readonly what: string
    readonly then: string
    readonly now: string
    readonly absent: string
    readonly topics: Record<Topic, string>
    readonly versions: Record<'setup' | 'service' | 'system', string>
  }
  /** `before` is said before anything is sent. */
  readonly throughput: Record<'before' | 'measured' | 'partly' | 'failed', string>
  /** The verdict of a test through another proxy than the service's. */
  readonly otherProxy: Record<'works' | 'worksDirectly', string>
  /** The report as a page. */
  readonly report: Record<'title' | 'path' | 'figures' | 'rows' | 'layer' | 'endpoint' | 'state' | 'found' | 'took', string>
  readonly history: {
    readonly states: Record<SpanState, string>
    readonly roundTrip: string
    readonly reconnects: string
    readonly certificate: string
    readonly damaged: string
  }
  /** First sentence of the connectivity test by state. For `notWorking` the sentence of the code is used. */
  readonly diagnosis: Record<Diagnosis['is'], string> & { readonly workingThrough: string }
  /** Why nothing comes through, by code of the diagnosis: completed with its values plus {endpoint}. */
  readonly causes: Readonly<Record<string, string>>
  /** What the first sentence leaves out: other causes, what fails beside a channel that works, what nobody could find out. */
  readonly further: Record<'title' | 'beside' | 'unanswered', string>
  /** The request for the team of the firewall or proxy, completed with {proxy} and {box}. */
  readonly forward: {
    readonly title: string
    readonly intro: string
    readonly outbound: string
    readonly facts: Record<'server' | 'proxy' | 'none' | 'inspectedBy' | 'at', string>
    readonly columns: Record<'ask' | 'host' | 'addresses' | 'port' | 'protocol' | 'direction' | 'reason' | 'observed', string>
    readonly asks: Record<RequestEntry['ask'], string>
    readonly purposes: Record<RequestEntry['purpose'], string>
    readonly observed: Record<'works' | 'notTried', string>
  }
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
    firewall: 'Firewall or network',
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
  comparison: {
    title: 'What changed since it last worked',
    since: 'Compared with the run of {at:time}',
    nothing: 'Nothing that is compared has changed.',
    never: 'No run that worked is stored yet.',
    what: 'What',
    then: 'When it worked',
    now: 'Now',
    absent: 'none',
    topics: {
      layer: 'Layer',
      check: 'Check',
      address: 'Address',
      dns: 'DNS answers',
      proxy: 'Proxy',
      issuer: 'Certificate chain',
      certificate: 'Certificate of this server',
      version: 'Version',
    },
    versions: { setup: 'Version of setup', service: 'Version of the service', system: 'Operating system' },
  },
  throughput: {
    before: 'Sends {bytes:bytes} from the cloud to the service and back, for at most {seconds} seconds.',
    measured: '{rate} there and back at once: {bytes:bytes} each way in {ms:milliseconds}',
    partly: 'Only {bytes:bytes} came back in {ms:milliseconds}: {rate}',
    failed: 'Throughput was not measured: {cause}',
  },
  otherProxy: {
    works: 'Through {proxy} every layer answers; channel and round trip were not tried',
    worksDirectly: 'Without a proxy every layer answers; channel and round trip were not tried',
  },
  report: {
    title: 'Connectivity report',
    path: 'Path',
    figures: 'Last {last}, median {p50}, 95 % within {p95}, {lost} of {sent} lost, {reconnects} reconnects',
    rows: 'What was found, layer by layer',
    layer: 'Layer',
    endpoint: 'Where',
    state: 'State',
    found: 'Found',
    took: 'Time',
  },
  history: {
    states: {
      healthy: 'Working',
      degraded: 'Degraded',
      down: 'Not working',
      starting: 'Starting',
      enrollAgain: 'Enroll again',
      stopped: 'Stopped',
      noData: 'No data',
    },
    roundTrip: 'Answer time of the relays',
    reconnects: 'Reconnects',
    certificate: 'Certificate',
    damaged: 'Bytes of the history that could not be read',
  },
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
    CW1208: 'without a proxy {endpoint} does not answer, and the proxy script {script} is of no use: {reason}',
    CW1210: '{endpoint} answers, but not as the control plane does: {reason}',
    CW1211: 'something on the way cuts connections that switch protocol',
    CW1212: 'the way to {endpoint} is slow: {ms:milliseconds}',
    CW1301: 'the TLS connection to {endpoint} fails: {reason}',
    CW1306: 'the certificate “{subject}” is revoked',
    CW1302: '“{issuer}” replaces the certificate of {endpoint} with its own',
    CW1014: 'the clock of this server is {seconds:duration} off',
    CW4003: 'the machine’s certificate expired',
    CW4004: 'this connector was removed in the console',
    CW4005: 'this machine is not the one that was enrolled',
    CW4006: 'no relay can be reached: {reason}',
    CW4007: 'the relay refuses this connector: {reason}',
    CW4013: 'the service does not answer: {reason}',
    CW4014: 'the proxy {proxy} asks for an account ({schemes}), and none is known',
    CW4015: 'the proxy {proxy} does not take the account that it was told ({schemes})',
    CW4016: 'the proxy {proxy} wants a proof that the connector does not speak ({schemes})',
    CW4019: 'the certificate of the proxy {proxy} itself is not trusted here: {reason}',
    CW4021: 'what is so at {endpoint} could not be found out: {reason}',
    CW3007: 'the service is stopped',
    CW2002: '{endpoint} cannot be reached: {reason}',
    CW4018: 'the round trip through the cloud does not come back: {reason}',
  },
  further: {
    title: 'Further causes',
    beside: 'Fails, but is not in the way',
    unanswered: 'Could not be found out',
  },
  forward: {
    title: 'Network request for a Causeway connector',
    intro:
      'Please let the server below make these connections. All of them go out from it over TCP; nothing has to be opened inbound. The connector checks whose certificate it sees, so the addresses must not be part of TLS inspection.',
    outbound: 'outbound',
    facts: {
      server: 'Server',
      proxy: 'Proxy of the service',
      none: 'none, directly',
      inspectedBy: 'Certificates are replaced by',
      at: 'Observed',
    },
    columns: {
      ask: 'What is asked for',
      host: 'Host',
      addresses: 'Addresses',
      port: 'Port',
      protocol: 'Protocol',
      direction: 'Direction',
      reason: 'Reason',
      observed: 'Observed on this server',
    },
    asks: {
      allow: 'Allow the connection, without TLS inspection',
      exempt: 'Exempt from TLS inspection on {box}',
      passProxy: 'Let the proxy {proxy} open tunnels (CONNECT) to it, without credentials and without TLS inspection',
      passUnchanged: 'Pass its HTTP traffic unchanged, with connections that switch protocol (Upgrade, WebSocket)',
      resolve: 'Let this server resolve the name, then allow the connection without TLS inspection',
    },
    purposes: {
      controlPlane: 'Control plane: sign-in, enrollment, configuration',
      relay: 'Relay: the channel of the connector, kept open',
      signIn: 'Sign-in pages in the browser of the administrator',
      revocation: 'Revocation lists and responders (CRL, OCSP) that the certificates name',
    },
    observed: { works: 'works', notTried: 'not tried' },
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
