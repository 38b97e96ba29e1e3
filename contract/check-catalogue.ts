/**
 * Every check: permanent id, permanent code, what it depends on and how it weighs. What it measures is in
 * `setup/checks/<group>/<name>.ts`, its texts in `wording/<language>/checks.ts`, its page in `docs/checks/<id>.md`.
 * One long table, because what is permanent, and what holds what up, is seen only when all of it stands together.
 */

export type CheckGroup = 'host' | 'identity' | 'network' | 'certificates'
export const checkGroups = ['host', 'identity', 'network', 'certificates'] as const satisfies readonly CheckGroup[]

interface CatalogueRow {
  /** Permanent code, unique over checks and errors. */
  readonly code: `CW1${number}`
  readonly group: CheckGroup
  /** What a `fail` does to the verdict. */
  readonly severity: 'block' | 'warn'
  /** False for failures that no reason can outweigh (marked † in the design). */
  readonly overridable: boolean
  /** Checks whose failure explains this one: it is then held up (outcome `skip`) and folded under them. */
  readonly needs: readonly string[]
  /** Names of the sentences that can result; the texts are in the wording. */
  readonly findings: readonly string[]
  /** Names of fixes that `HostWriter` can do for this check. */
  readonly fixes?: readonly string[]
  /** Milliseconds until the outcome becomes `error`. 5000 unless said. */
  readonly budget?: number
}

/** For checks that wait for PowerShell: on a server that was just started it takes many seconds to answer at all. */
const shellBudget = 30_000

const row = <const R extends CatalogueRow>(r: R): R => r

export const checkCatalogue = {
  'host.elevated': row({
    code: 'CW1001',
    group: 'host',
    severity: 'block',
    overridable: false,
    needs: [],
    findings: ['elevated', 'notElevated'],
  }),
  'host.os-version': row({
    code: 'CW1002',
    group: 'host',
    severity: 'block',
    overridable: false,
    needs: [],
    findings: ['supported', 'newer', 'older', 'client', 'notX64'],
  }),
  'host.edition': row({
    code: 'CW1003',
    group: 'host',
    severity: 'warn',
    overridable: true,
    needs: ['host.os-version'],
    findings: ['desktop', 'core', 'coreWindow'],
  }),
  'host.cpu': row({
    code: 'CW1004',
    group: 'host',
    severity: 'block',
    overridable: true,
    needs: [],
    findings: ['enough', 'belowAdvice', 'belowMinimum'],
  }),
  'host.memory': row({
    code: 'CW1005',
    group: 'host',
    severity: 'block',
    overridable: true,
    needs: [],
    findings: ['enough', 'belowAdvice', 'belowMinimum'],
  }),
  'host.disk': row({
    code: 'CW1006',
    group: 'host',
    severity: 'block',
    overridable: true,
    needs: [],
    findings: ['enough', 'belowMinimum'],
  }),
  'host.dotnet': row({
    code: 'CW1007',
    group: 'host',
    severity: 'warn',
    overridable: true,
    needs: [],
    findings: ['present', 'older', 'absent'],
  }),
  'host.powershell': row({
    code: 'CW1008',
    group: 'host',
    severity: 'warn',
    overridable: true,
    needs: [],
    findings: ['ready', 'absent', 'older', 'noScripts', 'constrained'],
    budget: shellBudget,
  }),
  'host.dedicated': row({
    code: 'CW1009',
    group: 'host',
    severity: 'block',
    overridable: true,
    needs: [],
    findings: ['dedicated', 'foreignConnector', 'otherRoles'],
    budget: shellBudget,
  }),
  'host.pending-reboot': row({
    code: 'CW1010',
    group: 'host',
    severity: 'block',
    overridable: true,
    needs: [],
    findings: ['none', 'pending'],
  }),
  'host.clock': row({
    code: 'CW1014',
    group: 'host',
    severity: 'block',
    overridable: true,
    needs: ['network.http'],
    findings: ['right', 'ahead', 'behind', 'slightlyAhead', 'slightlyBehind'],
    fixes: ['resyncClock'],
    budget: 10_000,
  }),
  'host.ie-esc': row({ code: 'CW1011', group: 'host', severity: 'warn', overridable: true, needs: [], findings: ['off', 'on'] }),
  'host.fips': row({ code: 'CW1012', group: 'host', severity: 'warn', overridable: true, needs: [], findings: ['off', 'on'] }),
  'host.power': row({
    code: 'CW1013',
    group: 'host',
    severity: 'warn',
    overridable: true,
    needs: [],
    findings: ['highPerformance', 'saving'],
    fixes: ['highPerformance'],
  }),
  'host.windows-update': row({
    code: 'CW1015',
    group: 'host',
    severity: 'warn',
    overridable: true,
    needs: [],
    findings: ['calm', 'automaticRestart', 'off'],
  }),
  'host.antivirus': row({
    code: 'CW1016',
    group: 'host',
    severity: 'warn',
    overridable: true,
    needs: [],
    findings: ['none', 'excluded', 'advice'],
    budget: shellBudget,
  }),
  'host.service-logon-right': row({
    code: 'CW1017',
    group: 'host',
    severity: 'block',
    overridable: true,
    needs: [],
    findings: ['granted', 'taken', 'denied'],
    fixes: ['grantServiceLogon'],
  }),
  'host.program-data': row({
    code: 'CW1018',
    group: 'host',
    severity: 'block',
    overridable: false,
    needs: [],
    findings: ['creatable', 'ours', 'planted'],
  }),
  'host.existing-install': row({
    code: 'CW1019',
    group: 'host',
    severity: 'block',
    overridable: true,
    needs: [],
    findings: ['none', 'installed', 'leftovers'],
    fixes: ['removeLeftovers'],
  }),
  // Warns only: the way out is another enrollment, which a block would stand in the way of.
  'host.clone': row({
    code: 'CW1020',
    group: 'host',
    severity: 'warn',
    overridable: true,
    needs: [],
    findings: ['notEnrolled', 'same', 'other'],
  }),
  'identity.domain-joined': row({
    code: 'CW1101',
    group: 'identity',
    severity: 'block',
    overridable: true,
    needs: [],
    findings: ['joined', 'workgroup'],
  }),
  'identity.not-domain-controller': row({
    code: 'CW1102',
    group: 'identity',
    severity: 'block',
    overridable: false,
    needs: [],
    findings: ['member', 'domainController'],
  }),
  'identity.secure-channel': row({
    code: 'CW1103',
    group: 'identity',
    severity: 'block',
    overridable: true,
    needs: ['identity.domain-joined', 'host.clock'],
    findings: ['trusted', 'broken'],
  }),
  'identity.domain-controllers': row({
    code: 'CW1104',
    group: 'identity',
    severity: 'block',
    overridable: true,
    needs: ['identity.domain-joined'],
    findings: ['reachable', 'someSilent', 'notFound', 'noneAnswers', 'onlyReadOnly', 'portsClosed'],
    budget: 10_000,
  }),
  'identity.forest-level': row({
    code: 'CW1105',
    group: 'identity',
    severity: 'warn',
    overridable: true,
    needs: ['identity.domain-joined', 'identity.domain-controllers'],
    findings: ['recent', 'older'],
    budget: 10_000,
  }),
  'identity.sign-in': row({
    code: 'CW1106',
    group: 'identity',
    severity: 'block',
    overridable: true,
    needs: ['identity.domain-joined', 'identity.domain-controllers', 'host.clock'],
    findings: ['ticket', 'signedIn', 'clock', 'disabled', 'password', 'noAccount', 'noController', 'refused', 'bindRefused'],
    budget: 10_000,
  }),
  'identity.trusts': row({
    code: 'CW1107',
    group: 'identity',
    severity: 'warn',
    overridable: true,
    needs: ['identity.domain-joined', 'identity.domain-controllers'],
    findings: ['alone', 'all', 'someLeftOut'],
  }),
  'network.adapter': row({
    code: 'CW1201',
    group: 'network',
    severity: 'block',
    overridable: true,
    needs: [],
    findings: ['up', 'noDefaultRoute', 'noAdapter'],
  }),
  'network.dns': row({
    code: 'CW1202',
    group: 'network',
    severity: 'block',
    overridable: true,
    needs: ['network.adapter'],
    findings: ['resolves', 'slow', 'someServers', 'serversDiffer', 'noAnswer', 'noSuchName'],
    budget: 10_000,
  }),
  'network.proxy-view': row({
    code: 'CW1203',
    group: 'network',
    severity: 'warn',
    overridable: true,
    needs: [],
    findings: ['direct', 'same', 'differs'],
  }),
  'network.proxy-script': row({
    code: 'CW1208',
    group: 'network',
    severity: 'warn',
    overridable: true,
    needs: ['network.adapter'],
    findings: ['answers', 'notLoaded', 'failing'],
    budget: 10_000,
  }),
  'network.tcp-443': row({
    code: 'CW1204',
    group: 'network',
    severity: 'block',
    overridable: true,
    needs: ['network.dns', 'network.firewall-outbound'],
    findings: ['connects', 'someRelays', 'refused', 'timedOut', 'unreachable'],
    budget: 10_000,
  }),
  'network.proxy-auth': row({
    code: 'CW1205',
    group: 'network',
    severity: 'block',
    overridable: true,
    needs: ['network.tcp-443'],
    findings: ['passes', 'wantsCredentials', 'wrongCredentials', 'otherWay', 'refused', 'notTrusted', 'noAnswer'],
    budget: 10_000,
  }),
  'network.http': row({
    code: 'CW1210',
    group: 'network',
    severity: 'block',
    overridable: true,
    needs: ['network.proxy-auth', 'network.tcp-443', 'certificates.tls'],
    findings: ['answers', 'otherAnswer', 'noAnswer'],
    budget: 10_000,
  }),
  'network.upgrade': row({
    code: 'CW1211',
    group: 'network',
    severity: 'warn',
    overridable: true,
    needs: ['network.http'],
    findings: ['both', 'webSocketOnly', 'none'],
    budget: 10_000,
  }),
  'network.latency': row({
    code: 'CW1212',
    group: 'network',
    severity: 'warn',
    overridable: true,
    needs: ['network.http'],
    findings: ['short', 'long'],
    budget: 10_000,
  }),
  'network.firewall-outbound': row({
    code: 'CW1214',
    group: 'network',
    severity: 'block',
    overridable: true,
    needs: [],
    findings: ['open', 'off', 'ruleNeeded', 'blockedByRule', 'rulesIgnored', 'someAddresses'],
  }),
  // Warns only: what brings an installed connector back must not be held up by its being away.
  'channel.echo': row({
    code: 'CW1221',
    group: 'network',
    severity: 'warn',
    overridable: true,
    needs: [],
    findings: ['answers', 'someLost', 'allLost', 'stopped', 'silent', 'noChannel'],
    budget: 10_000,
  }),
  'certificates.tls': row({
    code: 'CW1301',
    group: 'certificates',
    severity: 'block',
    overridable: true,
    needs: ['network.proxy-auth', 'network.tcp-443', 'certificates.inspection'],
    findings: ['good', 'handshakeFailed', 'notTrusted', 'incomplete', 'selfSigned', 'wrongName', 'expired', 'notYetValid'],
    budget: 10_000,
  }),
  'certificates.inspection': row({
    code: 'CW1302',
    group: 'certificates',
    severity: 'block',
    overridable: true,
    needs: ['network.proxy-auth', 'network.tcp-443'],
    findings: ['expected', 'inspected'],
    budget: 10_000,
  }),
  // Only what is revoked fails. Silence warns: the connector goes on without an answer, as Windows does unless a policy forbids it.
  'certificates.revocation': row({
    code: 'CW1306',
    group: 'certificates',
    severity: 'block',
    overridable: true,
    needs: ['network.proxy-auth', 'network.tcp-443', 'certificates.tls', 'host.clock'],
    findings: ['good', 'noneNamed', 'unreachable', 'unusable', 'revoked'],
    budget: 10_000,
  }),
  'certificates.tls-settings': row({
    code: 'CW1303',
    group: 'certificates',
    severity: 'block',
    overridable: true,
    needs: [],
    findings: ['enabled', 'disabled', 'weakDotNet'],
    fixes: ['enableTls12'],
  }),
  'certificates.roots': row({
    code: 'CW1305',
    group: 'certificates',
    severity: 'warn',
    overridable: true,
    needs: ['network.proxy-auth', 'network.tcp-443', 'certificates.tls'],
    findings: ['present', 'presentUpdateOff', 'rootMissing', 'rootMissingUpdateOff', 'intermediateMissing'],
    budget: 10_000,
  }),
} as const satisfies Record<string, CatalogueRow>

export type CheckId = keyof typeof checkCatalogue
export type CheckCode = (typeof checkCatalogue)[CheckId]['code']
export type FindingOf<Id extends CheckId> = (typeof checkCatalogue)[Id]['findings'][number]
export type FixOf<Id extends CheckId> = (typeof checkCatalogue)[Id] extends { fixes: readonly (infer F)[] } ? F : never
export const checkIds = Object.keys(checkCatalogue) as CheckId[]

/** The row with the types of all rows, for code that walks the catalogue. */
export const catalogueRow = (id: CheckId): CatalogueRow => checkCatalogue[id]
