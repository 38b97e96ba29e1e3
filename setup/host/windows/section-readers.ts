/** How each section of facts is read on Windows. Where each comes from and what Wine answers: docs/windows-facts.md. */
import { statfsSync } from 'node:fs'
import { availableParallelism, hostname, totalmem } from 'node:os'
import { dataFolderFiles } from '../../../contract/local-status-api.ts'
import { enrolledFingerprint } from '../enrolled-identity.ts'
import { surveyDomainControllers, surveyLevels } from '../../directory/domain-controllers.ts'
import { executionPolicy } from '../execution-policy.ts'
import { absent, type Fact, known, type Section, type SectionName, type ServiceStart, unknown } from '../fact-sections.ts'
import { firewallPolicy } from '../firewall-policy.ts'
import { ownKeys, productNames, registryKeys } from '../registry-keys.ts'
import { serviceSid } from '../../../connector/identity/service-sid.ts'
import { ownerOfNewFiles } from '../../../connector/identity/windows-access.ts'
import { accountName, accountSid, isAdministrator } from './account.ts'
import { allAdapters } from './adapters.ts'
import { domainRole, joinedDomain } from './domain.ts'
import { firewallRuleNames } from './firewall.ts'
import { folderAccess } from './folder-access.ts'
import { accountsWithRight } from './logon-rights.ts'
import { machineSignIn } from './machine-sign-in.ts'
import { askSecureChannel, askTrusts } from './native-child.ts'
import { fileContent, pathKindOf } from './paths.ts'
import { type PowerShellFacts } from './powershell/power-shell-facts.ts'
import { installedPrograms } from './programs.ts'
import { machineProxySetting, serviceProxySetting, userProxySetting } from './proxies.ts'
import { registryFlag, registryKeyExists, registryLines, registryNumber, registryText, registryValueNames } from './registry.ts'
import { allServices, serviceNamed } from './services.ts'
import { architecture, osBuild, productType, systemUuid, wineVersion } from './system.ts'

export interface SectionSources {
  /** Program for calls that may hang or end their process. */
  readonly nativeCall: string
  readonly powerShell: PowerShellFacts
  readonly signal: AbortSignal
}

type Reader<S extends SectionName> = (sources: SectionSources) => Section<S> | Promise<Section<S>>

const computerRename = (): Fact<string> => {
  const active = registryText(registryKeys.activeComputerName, 'ComputerName')
  const next = registryText(registryKeys.computerName, 'ComputerName')
  if (active.is !== 'known' || next.is !== 'known') return active.is === 'unknown' ? active : next.is === 'unknown' ? next : absent
  return active.value.toLowerCase() === next.value.toLowerCase() ? absent : next
}

const startOf = (name: string): Fact<ServiceStart> => {
  const service = serviceNamed(name)
  return service.is === 'known' ? known(service.value.start) : service
}

const runningOrNot = (name: string): Fact<'running' | 'stopped'> => {
  const service = serviceNamed(name)
  return service.is === 'known' ? known(service.value.state === 'running' ? 'running' : 'stopped') : service
}

const roles = ({ powerShell, signal }: SectionSources): Fact<string[]> | Promise<Fact<string[]>> => {
  const product = productType()
  return product.is === 'known' && product.value === 'client' ? known([]) : powerShell.roles(signal)
}

const disk = (): Section<'disk'> => {
  const drive = process.env['SystemDrive'] ?? 'C:'
  try {
    const { bsize, blocks, bavail } = statfsSync(`${drive}\\`)
    return { systemDrive: known(drive), totalBytes: known(bsize * blocks), freeBytes: known(bsize * bavail) }
  } catch (error) {
    const why = unknown((error as Error).message)
    return { systemDrive: known(drive), totalBytes: why, freeBytes: why }
  }
}

const secureChannel = async ({ nativeCall, signal }: SectionSources): Promise<Section<'secureChannel'>> => {
  const domain = joinedDomain()
  if (domain.is !== 'known') return { status: domain, domainController: domain }
  const answer = await askSecureChannel(nativeCall, domain.value, signal)
  if (answer.is !== 'known') return { status: answer, domainController: answer }
  const { status, channel, domainController } = answer.value
  if (channel === undefined) {
    const why = unknown(`I_NetLogonControl2 answered ${status}`)
    return { status: why, domainController: why }
  }
  return { status: known(channel), domainController: domainController === undefined ? absent : known(domainController) }
}

/** Absent outside a domain. */
const inDomain = async <T>(ask: (domain: string) => Promise<T>, none: (why: Fact<never>) => T): Promise<T> => {
  const domain = joinedDomain()
  return domain.is === 'known' ? ask(domain.value) : none(domain)
}

const trustedInstaller = serviceSid('TrustedInstaller')

const programData = (): Section<'programData'> => {
  const path = productNames.dataFolder
  const kind = pathKindOf(path)
  if (kind.is === 'absent') return { path: known(path), owner: absent, writableByOthers: absent, redirected: absent }
  if (kind.is === 'unknown') return { path: known(path), owner: kind, writableByOthers: kind, redirected: kind }
  return {
    path: known(path),
    // Wine has no account "Administrators" that could own what an administrator makes: there it belongs to the person.
    ...folderAccess(path, [
      serviceSid(productNames.service),
      trustedInstaller,
      ...(wineVersion() === undefined ? [] : [ownerOfNewFiles()]),
    ]),
    redirected: known(kind.value === 'link'),
  }
}

const dataFile = (name: string): string => `${productNames.dataFolder}\\${name.replaceAll('/', '\\')}`

/** Defender itself first; its keys in the registry where PowerShell does not say. */
const exclusions = async ({ powerShell, signal }: SectionSources): Promise<Fact<string[]>> => {
  const told = await powerShell.defenderExclusions(signal)
  return told.is === 'unknown' ? exclusionsInRegistry(told.why) : told
}

const exclusionsInRegistry = (otherwise: string): Fact<string[]> => {
  const lists = [registryKeys.defenderExclusions, registryKeys.defenderExclusionsByPolicy].map(registryValueNames)
  const unreadable = lists.find(({ is }) => is === 'unknown')
  if (unreadable?.is === 'unknown') return unknown(`${unreadable.why}; ${otherwise}`)
  const all = lists.flatMap((list) => (list.is === 'known' ? list.value : []))
  return all.length === 0 ? absent : known(all)
}

const folder = (path: string): Fact<string> => {
  const kind = pathKindOf(path)
  return kind.is === 'known' ? known(path) : kind
}

const existingInstall = (): Section<'existingInstall'> => {
  const needed = [dataFolderFiles.configuration, dataFolderFiles.certificate].map((name) => pathKindOf(dataFile(name)))
  const unreadable = needed.find((fact) => fact.is === 'unknown')
  const keys = ownKeys.map((key) => ({ key, there: registryKeyExists(key) }))
  const unreadableKey = keys.find(({ there }) => there.is === 'unknown')?.there
  const present = keys.filter(({ there }) => there.is === 'known' && there.value).map(({ key }) => key)
  return {
    service: serviceNamed(productNames.service),
    version: registryText(registryKeys.uninstall, 'DisplayVersion'),
    programFolder: folder(productNames.programFolder),
    dataFolder: folder(productNames.dataFolder),
    firewallRules: firewallRuleNames(productNames.firewallRulePrefix),
    registryKeys: unreadableKey?.is === 'unknown' ? unreadableKey : present.length === 0 ? absent : known(present),
    enrolled: unreadable?.is === 'unknown' ? unreadable : known(needed.every((fact) => fact.is === 'known')),
  }
}

/** `Type` of W32Time: NT5DS takes the time from the domain, NTP from the named servers, NoSync from nowhere. */
const timeSource = (): Fact<string> => {
  const type = registryText(registryKeys.timeParameters, 'Type')
  if (type.is !== 'known' || type.value !== 'NTP') return type
  return registryText(registryKeys.timeParameters, 'NtpServer')
}

export const sectionReaders: { readonly [S in SectionName]: Reader<S> } = {
  operatingSystem: () => ({
    name: registryText(registryKeys.currentVersion, 'ProductName'),
    build: osBuild(),
    revision: registryNumber(registryKeys.currentVersion, 'UBR'),
    productType: productType(),
    edition: registryText(registryKeys.currentVersion, 'EditionID'),
    installationType: registryText(registryKeys.currentVersion, 'InstallationType'),
    architecture: architecture(),
  }),
  machine: () => ({
    name: known(hostname()),
    machineGuid: registryText(registryKeys.cryptography, 'MachineGuid'),
    systemUuid: systemUuid(),
  }),
  processor: () => ({ logicalProcessors: known(availableParallelism()) }),
  memory: () => ({ totalBytes: known(totalmem()) }),
  disk,
  elevation: () => ({ administrator: isAdministrator() }),
  account: () => ({ name: accountName(), sid: accountSid() }),
  membership: () => {
    const domain = joinedDomain()
    return { domain, role: domainRole(productType(), domain) }
  },
  secureChannel,
  domainControllers: ({ signal }) =>
    inDomain(
      (domain) => surveyDomainControllers({ domain, signal }),
      (why) => ({ controllers: why, forestRoot: why, rootControllers: why }),
    ),
  directoryLevels: ({ signal }) =>
    inDomain(
      (domain) => surveyLevels({ domain, signal }),
      (why) => ({ domainLevel: why, forestLevel: why, domainController: why }),
    ),
  machineSignIn: ({ nativeCall, signal }) =>
    inDomain(
      (domain) => machineSignIn(nativeCall, domain, signal),
      (why) => ({ ticket: why, bind: why, domainController: why }),
    ),
  trusts: ({ nativeCall, signal }) =>
    inDomain(
      async () => ({ all: await askTrusts(nativeCall, signal) }),
      (all) => ({ all }),
    ),
  services: () => ({ all: allServices() }),
  programs: () => ({ all: installedPrograms() }),
  roles: async (sources) => ({ installed: await roles(sources) }),
  pendingRestart: () => ({
    componentServicing: registryKeyExists(registryKeys.componentServicing),
    windowsUpdate: registryKeyExists(registryKeys.windowsUpdateRestart),
    fileRenames: registryLines(registryKeys.sessionManager, 'PendingFileRenameOperations'),
    computerRename: computerRename(),
  }),
  dotnet: () => ({ release: registryNumber(registryKeys.dotnetFull, 'Release') }),
  fips: () => ({ enabled: registryFlag(registryKeys.fips, 'Enabled') }),
  ieEsc: () => ({
    administrators: registryFlag(registryKeys.ieEscAdministrators, 'IsInstalled'),
    users: registryFlag(registryKeys.ieEscUsers, 'IsInstalled'),
  }),
  power: () => ({ scheme: registryText(registryKeys.powerSchemes, 'ActivePowerScheme') }),
  windowsUpdate: () => ({
    turnedOff: registryFlag(registryKeys.windowsUpdatePolicy, 'NoAutoUpdate'),
    option: registryNumber(registryKeys.windowsUpdatePolicy, 'AUOptions'),
    noRestartWithUsers: registryFlag(registryKeys.windowsUpdatePolicy, 'NoAutoRebootWithLoggedOnUsers'),
    serviceStart: startOf('wuauserv'),
  }),
  proxy: () => ({ user: userProxySetting(), machine: machineProxySetting(), service: serviceProxySetting() }),
  adapters: () => ({ all: allAdapters() }),
  tlsSettings: () => ({
    tls12ClientEnabled: registryFlag(registryKeys.tls12Client, 'Enabled'),
    tls12ClientDisabledByDefault: registryFlag(registryKeys.tls12Client, 'DisabledByDefault'),
    strongCrypto64: registryFlag(registryKeys.dotnet64, 'SchUseStrongCrypto'),
    strongCrypto32: registryFlag(registryKeys.dotnet32, 'SchUseStrongCrypto'),
  }),
  powerShell: async ({ powerShell, signal }) => ({
    version: registryText(registryKeys.powerShellEngine, 'PowerShellVersion'),
    executionPolicy: executionPolicy({ text: registryText, number: registryNumber, productType: productType() }),
    languageMode: await powerShell.languageMode(signal),
    modules: await powerShell.modules(signal),
  }),
  antivirus: async (sources) => ({ defenderExclusions: await exclusions(sources) }),
  logonRights: () => ({
    logOnAsService: accountsWithRight('SeServiceLogonRight'),
    deniedAsService: accountsWithRight('SeDenyServiceLogonRight'),
  }),
  enrollment: () => ({ fingerprint: enrolledFingerprint(fileContent(dataFile(dataFolderFiles.configuration))) }),
  firewall: () => firewallPolicy({ number: registryNumber, text: registryText, valueNames: registryValueNames }),
  rootUpdate: () => ({ turnedOff: registryFlag(registryKeys.rootUpdatePolicy, 'DisableRootAutoUpdate') }),
  programData,
  existingInstall,
  clock: () => ({ source: timeSource(), timeService: runningOrNot('W32Time') }),
}
