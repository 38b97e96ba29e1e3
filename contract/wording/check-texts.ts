/** The shape of the texts of checks, derived from the catalogue: a finding or fix without a sentence does not compile. */
import type { CheckGroup, CheckId, FindingOf, FixOf } from '../check-catalogue.ts'

export interface CheckText<Id extends CheckId> {
  /** Short, for a passed or waiting row: "Memory". */
  readonly name: string
  /** What the page of the check answers: "Does this server have enough memory?" */
  readonly question: string
  /** What is needed, in one sentence. */
  readonly needed: string
  /** Why it is needed. */
  readonly why: string
  /** The title of a result. Completed with the result's values. */
  readonly findings: Readonly<Record<FindingOf<Id>, string>>
  /** The short text at the right of a row, for findings where it adds something to the name. */
  readonly summaries: Readonly<Partial<Record<FindingOf<Id>, string>>>
  /** What a person can do, in order. */
  readonly steps: readonly string[]
  /** For each fix exactly what it will change, ending with "Changes nothing else." */
  readonly fixes: Readonly<Record<FixOf<Id> & string, string>>
  /** A command that shows the same by hand. */
  readonly confirm: string
  /** Where the requirement comes from. */
  readonly source: string
}

export const skipReasons = [
  'noControlPlane',
  'heldUp',
  'proxyUsed',
  'noProxy',
  'noScript',
  'clockIsOff',
  'nothingToCompare',
  'noCertificate',
  'notInstalled',
] as const
export type SkipReason = (typeof skipReasons)[number]

export const factLabels = [
  'account',
  'administrator',
  'operatingSystem',
  'build',
  'productType',
  'edition',
  'installationType',
  'architecture',
  'processors',
  'memory',
  'systemDrive',
  'diskSize',
  'diskFree',
  'dotnetRelease',
  'services',
  'programs',
  'roles',
  'componentServicing',
  'windowsUpdateRestart',
  'fileRenames',
  'computerRename',
  'clockOffset',
  'clockSamples',
  'timeSource',
  'timeService',
  'ieEscAdministrators',
  'ieEscUsers',
  'fipsMode',
  'powerScheme',
  'updateOption',
  'updateTurnedOff',
  'updateNoRestart',
  'updateService',
  'folder',
  'owner',
  'writableByOthers',
  'redirected',
  'version',
  'service',
  'programFolder',
  'dataFolder',
  'firewallRules',
  'registryKeys',
  'enrolled',
  'domain',
  'domainRole',
  'secureChannelStatus',
  'domainController',
  'forestRoot',
  'domainLevel',
  'forestLevel',
  'ticketStatus',
  'bindResult',
  'trust',
  'firewallProfile',
  'firewallRule',
  'channel',
  'session',
  'rootUpdateOff',
  'adapter',
  'addresses',
  'gateways',
  'dnsServers',
  'dnsServer',
  'proxyUser',
  'proxyMachine',
  'proxyService',
  'proxyUsed',
  'proxyScript',
  'revocationSource',
  'host',
  'connection',
  'ipv4',
  'ipv6',
  'familyUsed',
  'httpStatus',
  'httpServer',
  'httpBody',
  'location',
  'authentication',
  'carrierCauseway',
  'carrierWebSocket',
  'roundTripMedian',
  'roundTrips',
  'tlsVersion',
  'cipher',
  'certificate',
  'issuer',
  'expectedIssuer',
  'validFrom',
  'validTo',
  'chain',
  'error',
  'tls12Enabled',
  'tls12Disabled',
  'strongCrypto64',
  'strongCrypto32',
  'powerShellVersion',
  'executionPolicy',
  'policyOrigin',
  'languageMode',
  'shellModules',
  'scanners',
  'defenderExclusions',
  'logOnAsService',
  'deniedAsService',
  'enrolledFingerprint',
  'presentFingerprint',
  'machineName',
  'machineGuid',
  'systemUuid',
] as const
export type FactLabel = (typeof factLabels)[number]

export const evidenceWords = [
  'true',
  'false',
  '-',
  'direct',
  'client',
  'server',
  'domainController',
  'standaloneWorkstation',
  'memberWorkstation',
  'standaloneServer',
  'memberServer',
  'backupDomainController',
  'primaryDomainController',
  'running',
  'stopped',
  'automatic',
  'delayedAutomatic',
  'manual',
  'disabled',
  'machinePolicy',
  'userPolicy',
  'userSetting',
  'machineSetting',
  'default',
] as const
export type EvidenceWord = (typeof evidenceWords)[number]

export interface CheckWording {
  readonly checks: { readonly [Id in CheckId]: CheckText<Id> }
  readonly groups: Readonly<Record<CheckGroup, string>>
  /** Labels of evidence. */
  readonly facts: Readonly<Record<FactLabel, string>>
  /** Why a check was not made. `heldUp` is completed with `{checks}`. */
  readonly skipped: Readonly<Record<SkipReason, string>>
  readonly words: Readonly<Record<'yes' | 'no', string>>
  /** Values of evidence that are words of ours; everything else in evidence is shown as measured. */
  readonly values: Readonly<Record<EvidenceWord, string>>
}
