import { checkIds, type CheckId } from '../../../contract/check-catalogue.ts'
import { type CheckResult, type CheckRow, type ChecksState, type Verdict } from '../../../contract/check-report.ts'
import { type FixChange } from '../../../contract/fix-change.ts'
import { type Ledger } from '../../../contract/install-plan.ts'
import { baseSnapshot, galleryRun } from '../../gallery/base-snapshot.ts'
import { instantAt, type GalleryState, type GalleryStates } from '../../gallery/gallery-state.ts'

const result = (outcome: CheckResult['outcome'], rest: Partial<CheckResult> = {}): CheckResult => ({
  outcome,
  values: {},
  evidence: [],
  milliseconds: 14,
  ...rest,
})
const done = (id: CheckId, ...of: Parameters<typeof result>): CheckRow => ({ id, state: { is: 'done', result: result(...of) } })
const waiting = (id: CheckId): CheckRow => ({ id, state: { is: 'waiting' } })
const running = (id: CheckId, seconds: number): CheckRow => ({ id, state: { is: 'running', since: instantAt(-seconds) } })
const heldUp = (id: CheckId, ...by: CheckId[]) => done(id, 'skip', { heldUpBy: by, reason: 'heldUp', milliseconds: 0 })
const noAddress = (id: CheckId) => done(id, 'skip', { reason: 'noControlPlane', milliseconds: 0 })

const gigabyte = 1024 ** 3

/** What each check finds on a server with nothing wrong. */
const good: Readonly<Record<Exclude<CheckId, 'channel.echo'>, Partial<CheckResult>>> = {
  'host.elevated': { finding: 'elevated', values: { account: 'CORP\\anna.lindqvist-adm' } },
  'host.os-version': { finding: 'supported', values: { found: 'Windows Server 2022', build: 20348 } },
  'host.edition': { finding: 'desktop' },
  'host.cpu': { finding: 'enough', values: { count: 4, minimum: 2, advice: 4 } },
  'host.memory': { finding: 'enough', values: { bytes: 8 * gigabyte, minimum: 4 * gigabyte, advice: 6 * gigabyte } },
  'host.disk': { finding: 'enough', values: { drive: 'C:', bytes: 84 * gigabyte, minimum: 20 * gigabyte } },
  'host.dotnet': { finding: 'present', values: { release: 528449, version: '4.8' } },
  'host.powershell': { finding: 'ready', values: { version: '5.1.20348.1366', policy: 'RemoteSigned' } },
  'host.dedicated': { finding: 'dedicated' },
  'host.pending-reboot': { finding: 'none' },
  'host.clock': { finding: 'right', values: { seconds: 1, tolerance: 300 } },
  'host.ie-esc': { finding: 'off' },
  'host.fips': { finding: 'off' },
  'host.power': { finding: 'highPerformance', values: { scheme: 'High performance' } },
  'host.windows-update': { finding: 'calm' },
  'host.antivirus': { finding: 'none' },
  'host.service-logon-right': { finding: 'granted' },
  'host.program-data': { finding: 'creatable', values: { folder: 'C:\\ProgramData\\Causeway' } },
  'host.existing-install': { finding: 'none' },
  'host.clone': { finding: 'notEnrolled' },
  'identity.domain-joined': { finding: 'joined', values: { domain: 'corp.contoso.example' } },
  'identity.not-domain-controller': { finding: 'member', values: { domain: 'corp.contoso.example' } },
  'identity.secure-channel': { finding: 'trusted', values: { domain: 'corp.contoso.example' } },
  'identity.domain-controllers': { finding: 'reachable', values: { domain: 'corp.contoso.example', count: 4 } },
  'identity.forest-level': { finding: 'recent', values: { domain: '2016', forest: '2016' } },
  'identity.sign-in': { finding: 'ticket', values: { domain: 'corp.contoso.example', status: '0' } },
  'identity.trusts': { finding: 'all', values: { count: 2, left: 0, list: '' } },
  'network.adapter': { finding: 'up', values: { adapter: 'Ethernet0' } },
  'network.dns': { finding: 'resolves', values: { host: 'control.causeway.example', count: 3, milliseconds: 14 } },
  'network.proxy-view': { finding: 'direct', values: { user: 'direct', machine: 'direct', service: 'direct' } },
  'network.proxy-script': { finding: 'answers', values: { script: 'http://wpad.contoso.example/wpad.dat', answer: 'DIRECT' } },
  'network.tcp-443': { finding: 'connects', values: { count: 3, milliseconds: 23 } },
  'network.proxy-auth': { finding: 'passes', values: { proxy: 'proxy.contoso.example:8080' } },
  'network.http': { finding: 'answers', values: { host: 'control.causeway.example', milliseconds: 61 } },
  'network.upgrade': { finding: 'both', values: { host: 'control.causeway.example' } },
  'network.latency': { finding: 'short', values: { host: 'control.causeway.example', milliseconds: 23, limit: 200 } },
  'network.firewall-outbound': { finding: 'open' },
  'certificates.tls': { finding: 'good', values: { protocol: 'TLS 1.3', count: 3 } },
  'certificates.inspection': { finding: 'expected', values: { issuer: 'Causeway Relay CA R1', expected: 'Causeway Relay CA R1' } },
  'certificates.revocation': { finding: 'good', values: { count: 2 } },
  'certificates.tls-settings': { finding: 'enabled' },
  'certificates.roots': { finding: 'present', values: { root: 'Causeway Root R1' } },
}

const notInstalled = done('channel.echo', 'skip', { reason: 'notInstalled', milliseconds: 0 })

const rowsWith = (changes: readonly CheckRow[]): CheckRow[] =>
  checkIds.map((id) => changes.find((row) => row.id === id) ?? (id === 'channel.echo' ? notInstalled : done(id, 'pass', good[id])))

const lessMemory = done('host.memory', 'warn', {
  finding: 'belowAdvice',
  values: { bytes: 4 * gigabyte, minimum: 4 * gigabyte, advice: 6 * gigabyte },
  evidence: [{ label: 'memory', value: String(4 * gigabyte) }],
})
const restarts = done('host.windows-update', 'warn', {
  finding: 'automaticRestart',
  evidence: [
    { label: 'updateOption', value: '4' },
    { label: 'updateNoRestart', value: 'false' },
  ],
})
const twoProxies = done('network.proxy-view', 'warn', {
  finding: 'differs',
  values: { user: 'proxy.contoso.example:8080', machine: 'direct', service: 'direct' },
  evidence: [
    { label: 'proxyUser', value: 'proxy.contoso.example:8080' },
    { label: 'proxyMachine', value: 'direct' },
    { label: 'proxyService', value: 'direct' },
  ],
  remedy: { command: 'netsh winhttp import proxy source=ie', owner: 'administrator' },
})
const tls12 = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\Client'
const tls12Changes: FixChange[] = [
  { kind: 'registryValue', key: tls12, name: 'Enabled', before: { type: 'dword', value: 0 }, after: { type: 'dword', value: 1 } },
  { kind: 'registryValue', key: tls12, name: 'DisabledByDefault', before: { type: 'dword', value: 1 }, after: { type: 'dword', value: 0 } },
  {
    kind: 'registryValue',
    key: 'HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\.NETFramework\\v4.0.30319',
    name: 'SchUseStrongCrypto',
    after: { type: 'dword', value: 1 },
  },
]
const tls12Off = done('certificates.tls-settings', 'fail', {
  finding: 'disabled',
  evidence: [
    { label: 'tls12Enabled', value: 'false' },
    { label: 'tls12Disabled', value: 'true' },
    { label: 'strongCrypto64', value: 'true' },
    { label: 'strongCrypto32', value: '-' },
  ],
  remedy: { fix: { name: 'enableTls12', values: {}, changes: tls12Changes }, owner: 'administrator' },
})
const fixed: Ledger = {
  is: 'fixed',
  fixes: [
    { check: 'certificates.tls-settings', fix: 'enableTls12', at: instantAt(-300), changes: tls12Changes },
    { check: 'host.clock', fix: 'resyncClock', at: instantAt(-200), changes: [{ kind: 'clock', source: 'dc-1.corp.contoso.example' }] },
  ],
}
const blockedByRule = done('network.firewall-outbound', 'fail', {
  finding: 'blockedByRule',
  values: { rule: 'SRV: no web for servers', ports: '443' },
  evidence: [
    { label: 'firewallProfile', value: 'domain, outbound allow (default)' },
    { label: 'firewallRule', value: 'SRV: no web for servers (machinePolicy)' },
  ],
  remedy: {
    command: 'Get-NetFirewallRule -Direction Outbound -Action Block -Enabled True -PolicyStore ActiveStore',
    owner: 'policy',
  },
})
const warnings = [lessMemory, restarts, twoProxies]
const clockAhead = done('host.clock', 'fail', {
  finding: 'ahead',
  values: { seconds: 432, tolerance: 300 },
  evidence: [
    { label: 'clockOffset', value: '+432 s' },
    { label: 'clockSamples', value: '431.8 s, 432.0 s, 432.3 s' },
    { label: 'timeSource', value: 'Local CMOS Clock' },
  ],
  remedy: {
    command: 'w32tm /resync /force',
    fix: {
      name: 'resyncClock',
      values: { source: 'dc-1.corp.contoso.example' },
      changes: [{ kind: 'clock', source: 'dc-1.corp.contoso.example' }],
    },
    owner: 'administrator',
  },
})
const controller = done('identity.not-domain-controller', 'fail', {
  finding: 'domainController',
  values: { domain: 'corp.contoso.example' },
  evidence: [
    { label: 'domainRole', value: 'primaryDomainController' },
    { label: 'domain', value: 'corp.contoso.example' },
  ],
})
const blockedRows = rowsWith([...warnings, clockAhead, heldUp('identity.secure-channel', 'host.clock')])
const override = {
  reason: 'Lab host, time source is being replaced tonight (CHG-48213).',
  by: 'CORP\\anna.lindqvist-adm',
  at: instantAt(-300),
}
const unreadable = done('host.program-data', 'error', { reason: 'folder: access is denied (EACCES)', milliseconds: 5000 })

const state = (
  checks: ChecksState,
  { ledger = baseSnapshot.ledger, ...rest }: Omit<Partial<GalleryState>, 'snapshot'> & { ledger?: Ledger } = {},
): GalleryState => ({
  place: { mode: 'setup', page: 'checkServer' },
  snapshot: { ...baseSnapshot, ledger, checks },
  ...rest,
})
const finished = (verdict: Verdict, rows: CheckRow[]): ChecksState => ({
  run: { is: 'done', id: galleryRun, since: instantAt(-40), until: instantAt(-28), verdict },
  rows,
})
const blocked = finished('blocked', blockedRows)
const networkIds = checkIds.filter((id) => id.startsWith('network.') || id.startsWith('certificates.'))
const needAddress = networkIds.filter(
  (id) => !['network.adapter', 'network.proxy-view', 'network.firewall-outbound', 'certificates.tls-settings'].includes(id),
)

export const states: GalleryStates = {
  idle: state({ run: { is: 'idle' }, rows: checkIds.map(waiting) }),
  running: state({
    run: { is: 'running', id: galleryRun, since: instantAt(-6) },
    rows: rowsWith([
      lessMemory,
      restarts,
      waiting('host.clock'),
      waiting('identity.secure-channel'),
      running('identity.domain-joined', 2),
      running('network.tcp-443', 4),
      ...networkIds
        .filter(
          (id) => !['network.adapter', 'network.dns', 'network.proxy-view', 'network.tcp-443', 'certificates.tls-settings'].includes(id),
        )
        .map(waiting),
    ]),
  }),
  blocked: state(blocked),
  /** The dialog for another proxy. */
  'proxy-asked': state(blocked, { drafts: { 'checkServer.proxy': 'open' } }),
  override: state(blocked, { drafts: { 'checkServer.overriding': 'host.clock', 'checkServer.reason.host.clock': override.reason } }),
  overridden: state(
    finished(
      'readyWithWarnings',
      blockedRows.map((row) => (row.id === 'host.clock' ? { ...row, override } : row)),
    ),
    { drafts: { 'checkServer.open': 'host.clock' } },
  ),
  fixing: state({ ...blocked, rows: blockedRows.map((row) => (row.id === 'host.clock' ? { ...row, fix: { is: 'running' } } : row)) }),
  'fix-failed': state({
    ...blocked,
    rows: blockedRows.map((row) =>
      row.id === 'host.clock'
        ? {
            ...row,
            fix: {
              is: 'failed',
              failure: {
                code: 'CW9001',
                values: { reason: 'w32tm: the service has not been started (0x80070426)', details: 'run_gallery00' },
              },
            },
          }
        : row,
    ),
  }),
  'fix-offered': state(finished('blocked', rowsWith([tls12Off]))),
  'fixes-made': state(finished('ready', rowsWith([])), {
    ledger: fixed,
    drafts: { 'checkServer.open': 'made:certificates.tls-settings' },
  }),
  'firewall-rule': state(finished('blocked', rowsWith([blockedByRule]))),
  'domain-controller': state(finished('blocked', rowsWith([controller]))),
  'several-blocked': state(
    finished('blocked', rowsWith([controller, clockAhead, unreadable, heldUp('identity.secure-channel', 'host.clock'), ...warnings])),
  ),
  warnings: state(finished('readyWithWarnings', rowsWith(warnings)), { drafts: { 'checkServer.open': 'network.proxy-view' } }),
  ready: state(finished('ready', rowsWith([]))),
  'ready-opened': state(finished('ready', rowsWith([])), { drafts: { 'checkServer.open': 'passed' } }),
  unknown: state(finished('unknown', rowsWith([unreadable]))),
  cancelled: state({
    run: { is: 'cancelled', id: galleryRun },
    rows: rowsWith([lessMemory, ...networkIds.map((id): CheckRow => ({ id, state: { is: 'cancelled' } }))]),
  }),
  'no-address': state(
    finished('ready', rowsWith([noAddress('host.clock'), noAddress('identity.secure-channel'), ...needAddress.map(noAddress)])),
  ),
  simulated: {
    place: { mode: 'setup', page: 'checkServer' },
    snapshot: {
      ...baseSnapshot,
      server: { ...baseSnapshot.server, machineName: 'LATE-01', simulated: true, profile: 'wrong-clock' },
      checks: blocked,
    },
  },
  'long-name': {
    place: { mode: 'setup', page: 'checkServer' },
    snapshot: {
      ...baseSnapshot,
      server: {
        ...baseSnapshot.server,
        machineName: 'MUENCHEN-RECHENZENTRUM-CONNECTOR-02',
        domain: 'sued.maschinenbau.corp.contoso.example',
      },
      checks: finished('ready', rowsWith([])),
    },
  },
  managed: {
    place: { mode: 'managed', page: 'checks' },
    snapshot: {
      ...baseSnapshot,
      ledger: { is: 'changed', changes: 7 },
      service: { is: 'stopped' },
      checks: finished('readyWithWarnings', rowsWith(warnings)),
    },
  },
}
