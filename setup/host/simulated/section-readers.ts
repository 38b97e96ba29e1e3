/** How each section of facts follows from the state of a simulated server, from the same places as on Windows. */
import { existsSync, readFileSync } from 'node:fs'
import { environmentProxy } from '../../../connector/way-out/machine-setting.ts'
import { dataFolderFiles } from '../../../contract/local-status-api.ts'
import { enrolledFingerprint } from '../enrolled-identity.ts'
import { executionPolicy } from '../execution-policy.ts'
import { firewallPolicy } from '../firewall-policy.ts'
import { absent, known, type Fact, type OutboundRule, type Section, type SectionName, type Service } from '../fact-sections.ts'
import { ownKeys, productNames, registryKeys, wellKnownSids } from '../registry-keys.ts'
import { type ServerState } from './model.ts'
import { realAdapters } from './machine-network.ts'
import { directorySections } from './directory-sections.ts'
import { dword, flag, keyExists, registryValue, text, valueNames } from './registry-model.ts'

export interface SectionSources {
  readonly state: ServerState
  readonly services: readonly Service[]
  readonly localPath: (path: string) => string
}

const optional = <T>(value: T | undefined): Fact<T> => (value === undefined ? absent : known(value))
const folderFact = (exists: boolean, path: string): Fact<string> => (exists ? known(path) : absent)
const listFact = (names: string[]): Fact<string[]> => (names.length === 0 ? absent : known(names))

const programData = ({ state, localPath }: SectionSources): Section<'programData'> => {
  const path = productNames.dataFolder
  if (!existsSync(localPath(path))) return { path: known(path), owner: absent, writableByOthers: absent, redirected: absent }
  const access = Object.entries(state.folderAccess).find(([p]) => p.toLowerCase() === path.toLowerCase())?.[1]
  return {
    path: known(path),
    owner: known(access?.owner ?? wellKnownSids.system),
    writableByOthers: known(access?.writableByOthers ?? false),
    redirected: known(access?.redirected ?? false),
  }
}

const existingInstall = ({ state, services, localPath }: SectionSources): Section<'existingInstall'> => {
  const here = (path: string) => existsSync(localPath(path))
  const file = (name: string) => `${productNames.dataFolder}\\${name.replaceAll('/', '\\')}`
  return {
    service: optional(services.find((s) => s.name.toLowerCase() === productNames.service.toLowerCase())),
    version: text(state.registry, registryKeys.uninstall, 'DisplayVersion'),
    programFolder: folderFact(here(productNames.programFolder), productNames.programFolder),
    dataFolder: folderFact(here(productNames.dataFolder), productNames.dataFolder),
    firewallRules: listFact(state.firewallRules.map((r) => r.name).filter((n) => n.startsWith(productNames.firewallRulePrefix))),
    registryKeys: listFact(ownKeys.filter((key) => keyExists(state.registry, key))),
    enrolled: known(here(file(dataFolderFiles.configuration)) && here(file(dataFolderFiles.certificate))),
  }
}

const enrollment = ({ localPath }: SectionSources): Section<'enrollment'> => {
  const file = localPath(`${productNames.dataFolder}\\${dataFolderFiles.configuration.replaceAll('/', '\\')}`)
  return { fingerprint: enrolledFingerprint(existsSync(file) ? known(new Uint8Array(readFileSync(file))) : absent) }
}

const exclusions = (registry: ServerState['registry']): Fact<string[]> =>
  listFact([registryKeys.defenderExclusions, registryKeys.defenderExclusionsByPolicy].flatMap((key) => valueNames(registry, key)))

const computerRename = (registry: ServerState['registry']): Fact<string> => {
  const active = text(registry, registryKeys.activeComputerName, 'ComputerName')
  const next = text(registry, registryKeys.computerName, 'ComputerName')
  if (next.is !== 'known') return next
  return active.is === 'known' && active.value.toLowerCase() !== next.value.toLowerCase() ? next : active.is === 'unknown' ? active : absent
}

const fileRenames = (registry: ServerState['registry']): Fact<string[]> => {
  const value = registryValue(registry, registryKeys.sessionManager, 'PendingFileRenameOperations')
  if (value.is !== 'known') return value
  if (value.value.type !== 'multiString') return { is: 'unknown', why: `PendingFileRenameOperations is ${value.value.type}` }
  return listFact(value.value.value.filter((line) => line !== ''))
}

/** Rules that set-up added lie beside the registry in this model. */
const firewall = (state: ServerState): Section<'firewall'> => {
  const { registry } = state
  const fromRegistry = firewallPolicy({
    number: (key, name) => dword(registry, key, name),
    text: (key, name) => text(registry, key, name),
    valueNames: (key) => known(valueNames(registry, key)),
  })
  const { outboundRules } = fromRegistry
  if (outboundRules.is !== 'known') return fromRegistry
  const added = state.firewallRules
    .filter(({ direction }) => direction === 'out')
    .map(({ name, action, protocol, remotePorts = [], program, service }): OutboundRule => ({
      name,
      origin: 'machineSetting',
      action,
      ...(protocol === 'any' ? {} : { protocol: protocol === 'tcp' ? 6 : 17 }),
      remotePorts: remotePorts.map(String),
      ...(program === undefined ? {} : { program }),
      ...(service === undefined ? {} : { service }),
      limitedAddresses: false,
      profiles: [],
    }))
  return { ...fromRegistry, outboundRules: known([...outboundRules.value, ...added]) }
}

export const sectionReaders: { readonly [S in SectionName]: (sources: SectionSources) => Section<S> } = {
  operatingSystem: ({ state: { registry, operatingSystem } }) => ({
    name: text(registry, registryKeys.currentVersion, 'ProductName'),
    build: known(operatingSystem.build),
    revision: dword(registry, registryKeys.currentVersion, 'UBR'),
    productType: known(operatingSystem.productType),
    edition: text(registry, registryKeys.currentVersion, 'EditionID'),
    installationType: text(registry, registryKeys.currentVersion, 'InstallationType'),
    architecture: known(operatingSystem.architecture),
  }),
  machine: ({ state }) => ({
    name: known(state.machine.name),
    machineGuid: text(state.registry, registryKeys.cryptography, 'MachineGuid'),
    systemUuid: known(state.machine.systemUuid),
  }),
  processor: ({ state }) => ({ logicalProcessors: known(state.processor.logicalProcessors) }),
  memory: ({ state }) => ({ totalBytes: known(state.memory.totalBytes) }),
  disk: ({ state }) => ({ systemDrive: known('C:'), totalBytes: known(state.disk.totalBytes), freeBytes: known(state.disk.freeBytes) }),
  elevation: ({ state }) => ({ administrator: known(state.account.administrator) }),
  account: ({ state }) => ({ name: known(state.account.name), sid: known(state.account.sid) }),
  membership: ({ state }) => ({ domain: optional(state.membership.domain), role: known(state.membership.role) }),
  secureChannel: ({ state: { membership } }) => ({
    status: membership.domain === undefined ? absent : known(membership.secureChannelStatus),
    domainController: optional(membership.domainController),
  }),
  ...directorySections,
  services: ({ services }) => ({ all: known([...services]) }),
  programs: ({ state }) => ({ all: known(state.programs) }),
  roles: ({ state }) => ({ installed: known(state.roles) }),
  pendingRestart: ({ state: { registry } }) => ({
    componentServicing: known(keyExists(registry, registryKeys.componentServicing)),
    windowsUpdate: known(keyExists(registry, registryKeys.windowsUpdateRestart)),
    fileRenames: fileRenames(registry),
    computerRename: computerRename(registry),
  }),
  dotnet: ({ state }) => ({ release: dword(state.registry, registryKeys.dotnetFull, 'Release') }),
  fips: ({ state }) => ({ enabled: flag(state.registry, registryKeys.fips, 'Enabled') }),
  ieEsc: ({ state }) => ({
    administrators: flag(state.registry, registryKeys.ieEscAdministrators, 'IsInstalled'),
    users: flag(state.registry, registryKeys.ieEscUsers, 'IsInstalled'),
  }),
  power: ({ state }) => ({ scheme: text(state.registry, registryKeys.powerSchemes, 'ActivePowerScheme') }),
  windowsUpdate: ({ state, services }) => ({
    turnedOff: flag(state.registry, registryKeys.windowsUpdatePolicy, 'NoAutoUpdate'),
    option: dword(state.registry, registryKeys.windowsUpdatePolicy, 'AUOptions'),
    noRestartWithUsers: flag(state.registry, registryKeys.windowsUpdatePolicy, 'NoAutoRebootWithLoggedOnUsers'),
    serviceStart: optional(services.find((s) => s.name.toLowerCase() === 'wuauserv')?.start),
  }),
  proxy: ({ state }) => {
    const real = known(environmentProxy(process.env))
    const { user, machine, service } = state.overrides.proxy ?? {}
    return { user: user ? known(user) : real, machine: machine ? known(machine) : real, service: service ? known(service) : real }
  },
  adapters: ({ state }) => ({ all: state.overrides.adapters ? known(state.overrides.adapters) : realAdapters() }),
  tlsSettings: ({ state: { registry } }) => ({
    tls12ClientEnabled: flag(registry, registryKeys.tls12Client, 'Enabled'),
    tls12ClientDisabledByDefault: flag(registry, registryKeys.tls12Client, 'DisabledByDefault'),
    strongCrypto64: flag(registry, registryKeys.dotnet64, 'SchUseStrongCrypto'),
    strongCrypto32: flag(registry, registryKeys.dotnet32, 'SchUseStrongCrypto'),
  }),
  powerShell: ({ state }) => ({
    version: known(state.powerShell.version),
    executionPolicy: executionPolicy({
      text: (key, name) => text(state.registry, key, name),
      number: (key, name) => dword(state.registry, key, name),
      productType: known(state.operatingSystem.productType),
    }),
    languageMode: known(state.powerShell.languageMode),
    modules: known(state.powerShell.modules),
  }),
  antivirus: ({ state }) => ({ defenderExclusions: exclusions(state.registry) }),
  logonRights: ({ state }) => ({
    logOnAsService: known(state.logonRights.logOnAsService),
    deniedAsService: known(state.logonRights.deniedAsService),
  }),
  firewall: ({ state }) => firewall(state),
  rootUpdate: ({ state: { registry } }) => ({ turnedOff: flag(registry, registryKeys.rootUpdatePolicy, 'DisableRootAutoUpdate') }),
  enrollment,
  programData,
  existingInstall,
  clock: ({ state, services }) => {
    const time = services.find((s) => s.name.toLowerCase() === 'w32time')
    return {
      source: known(state.clock.source),
      timeService: time === undefined ? absent : known(time.state === 'running' ? 'running' : 'stopped'),
    }
  },
}
