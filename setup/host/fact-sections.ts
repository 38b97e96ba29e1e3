/**
 * What can be known about a server, in named sections. Each value is known, absent or unknown by itself, so that one
 * unreadable value never hides another. A value that is missing or malformed becomes unknown with the reason, never a guess.
 */
import { z } from 'zod'
import { ProxySetting } from '../../contract/proxy.ts'
import { executionPolicies, policyOrigins } from './execution-policy.ts'

/** `absent` means: looked for and not there (often "the system's default"). `unknown` means: could not be found out. */
export type Fact<T> = { is: 'known'; value: T } | { is: 'absent' } | { is: 'unknown'; why: string }

export const known = <T>(value: T): Fact<T> => ({ is: 'known', value })
export const absent: Fact<never> = { is: 'absent' }
export const unknown = (why: string): Fact<never> => ({ is: 'unknown', why })

// One for all facts, like the facts of a kind below: what a schema makes ready when it is first used, it makes ready once.
const Absent = z.object({ is: z.literal('absent') })
const Unknown = z.object({ is: z.literal('unknown'), why: z.string().max(2000) })

const fact = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('is', [z.object({ is: z.literal('known'), value }), Absent, Unknown]).catch((context) => ({
    is: 'unknown' as const,
    why: `value is malformed: ${context.issues
      .map((issue) => `${(issue.path ?? []).map(String).join('.')} ${issue.message ?? ''}`.trim())
      .join('; ')
      .slice(0, 1000)}`,
  }))

export const ServiceStart = z.enum(['automatic', 'delayedAutomatic', 'manual', 'disabled'])
export type ServiceStart = z.infer<typeof ServiceStart>

export const Service = z.object({
  name: z.string().min(1).max(256),
  displayName: z.string().max(256),
  state: z.enum(['running', 'stopped', 'starting', 'stopping', 'paused']),
  start: ServiceStart,
  /** Account it runs as, as Windows writes it ("NT SERVICE\\CausewayConnector", "LocalSystem"). */
  account: z.string().max(256),
  /** Program and arguments. */
  command: z.array(z.string().max(4096)).max(64),
  /** Present while it runs. */
  pid: z.number().int().positive().optional(),
})
export type Service = z.infer<typeof Service>

export const Program = z.object({ name: z.string().min(1).max(300), version: z.string().max(100), publisher: z.string().max(300) })
export type Program = z.infer<typeof Program>

export const Adapter = z.object({
  name: z.string().max(256),
  up: z.boolean(),
  addresses: z.array(z.string().max(64)).max(64),
  /** A gateway makes the adapter a default route. */
  gateways: z.array(z.string().max(64)).max(16),
  dnsServers: z.array(z.string().max(64)).max(16),
})
export type Adapter = z.infer<typeof Adapter>

/** A management module of PowerShell that is there to be loaded. */
export const ShellModule = z.object({ name: z.string().min(1).max(100), version: z.string().max(50) })
export type ShellModule = z.infer<typeof ShellModule>

export const directoryServices = ['ldap', 'kerberos', 'smb', 'globalCatalog', 'dns'] as const
export type DirectoryService = (typeof directoryServices)[number]

export const DomainController = z.object({
  host: z.string().min(1).max(253),
  domain: z.string().min(1).max(253),
  /** Absent when it did not say; false is a read-only domain controller. */
  writable: z.boolean().optional(),
  site: z.string().max(256).optional(),
  ports: z
    .array(
      z.object({
        service: z.enum(directoryServices),
        port: z.number().int().min(1).max(65_535),
        outcome: z.enum(['connected', 'refused', 'timedOut', 'unreachable', 'failed', 'noAddress']),
        milliseconds: z.number().nonnegative(),
      }),
    )
    .max(16),
})
export type DomainController = z.infer<typeof DomainController>

/** A trust as `DsEnumerateDomainTrusts` gives it; the numbers are those of MS-ADTS 6.1.6.7.9 (attributes) and ntdsapi (flags). */
export const Trust = z.object({
  dnsName: z.string().max(253),
  netbiosName: z.string().max(64),
  flags: z.number().int().nonnegative(),
  attributes: z.number().int().nonnegative(),
})
export type Trust = z.infer<typeof Trust>

export const firewallProfiles = ['domain', 'private', 'public'] as const

/** How a profile of the Windows firewall treats what leaves this server, and who said so. */
export const FirewallProfile = z.object({
  profile: z.enum(firewallProfiles),
  enabled: z.boolean(),
  outbound: z.enum(['allow', 'block']),
  origin: z.enum(['machinePolicy', 'machineSetting', 'default']),
  /** False: a policy makes rules of this machine void. */
  localRules: z.boolean(),
})
export type FirewallProfile = z.infer<typeof FirewallProfile>

/** An outbound rule that is active. Numbers and texts as the registry has them (MS-GPFAS 2.2.2.19). */
export const OutboundRule = z.object({
  name: z.string().max(300),
  origin: z.enum(['machinePolicy', 'machineSetting']),
  action: z.enum(['allow', 'block']),
  /** IANA protocol number; absent: any. */
  protocol: z.number().int().min(0).max(256).optional(),
  /** As written: "443", "80-89"; empty: any. */
  remotePorts: z.array(z.string().max(50)).max(500),
  program: z.string().max(1000).optional(),
  service: z.string().max(300).optional(),
  /** Only to certain addresses. */
  limitedAddresses: z.boolean(),
  /** Empty: all profiles. */
  profiles: z.array(z.enum(firewallProfiles)).max(3),
})
export type OutboundRule = z.infer<typeof OutboundRule>

/** `Win32_ComputerSystem.DomainRole`, 0 to 5. */
export const domainRoles = [
  'standaloneWorkstation',
  'memberWorkstation',
  'standaloneServer',
  'memberServer',
  'backupDomainController',
  'primaryDomainController',
] as const

/** `$ExecutionContext.SessionState.LanguageMode`. */
export const languageModes = ['FullLanguage', 'ConstrainedLanguage', 'RestrictedLanguage', 'NoLanguage'] as const

const text = z.string().max(1000)
const count = z.number().int().nonnegative()

const textFact = fact(text)
const textsFact = fact(z.array(text).max(10_000))
const countFact = fact(count)
const bytesFact = fact(z.number().nonnegative())
const flagFact = fact(z.boolean())
const proxyFact = fact(ProxySetting)
const controllersFact = fact(z.array(DomainController).max(64))

export const factSections = {
  /** Source: `RtlGetVersion`, registry `Windows NT\CurrentVersion`, `IsWow64Process2`. */
  operatingSystem: z.object({
    name: textFact,
    build: countFact,
    /** UBR: the last number of the version. */
    revision: countFact,
    productType: fact(z.enum(['client', 'server', 'domainController'])),
    /** `EditionID`: "ServerStandard". */
    edition: textFact,
    /** `InstallationType`: "Server", "Server Core", "Client". */
    installationType: textFact,
    architecture: fact(z.enum(['x64', 'arm64', 'x86'])),
  }),
  /** What identifies the machine; goes only into the fingerprint. */
  machine: z.object({ name: textFact, machineGuid: textFact, systemUuid: textFact }),
  processor: z.object({ logicalProcessors: fact(z.number().int().positive()) }),
  memory: z.object({ totalBytes: bytesFact }),
  disk: z.object({ systemDrive: textFact, totalBytes: bytesFact, freeBytes: bytesFact }),
  /** Source: `CheckTokenMembership` for the administrators' group. */
  elevation: z.object({ administrator: flagFact }),
  account: z.object({ name: textFact, sid: textFact }),
  membership: z.object({ domain: textFact, role: fact(z.enum(domainRoles)) }),
  /** Source: `I_NetLogonControl2(TC_VERIFY)`; a Win32 status, 0 is trusted. */
  secureChannel: z.object({ status: countFact, domainController: textFact }),
  /** Source: SRV records, then every port dialled and the rootDSE asked, from this process. `controllers` absent: the DNS knows none. */
  domainControllers: z.object({
    controllers: controllersFact,
    forestRoot: textFact,
    /** Absent when the own domain is the root of its forest. */
    rootControllers: controllersFact,
  }),
  /** `msDS-Behavior-Version` of domain and forest, and who told. */
  directoryLevels: z.object({ domainLevel: countFact, forestLevel: countFact, domainController: textFact }),
  /**
   * A Kerberos ticket for the machine's account, fetched anew, and a signed bind to LDAP with it. `ticket` is an NTSTATUS or a status
   * of SSPI, `bind` a result code of LDAP; 0 is success. `bind` is absent where set-up does not run as the machine.
   */
  machineSignIn: z.object({ ticket: countFact, bind: countFact, domainController: textFact }),
  /** Source: `DsEnumerateDomainTrusts`. */
  trusts: z.object({ all: fact(z.array(Trust).max(1000)) }),
  services: z.object({ all: fact(z.array(Service).max(5000)) }),
  /** Source: both views of the `Uninstall` keys. */
  programs: z.object({ all: fact(z.array(Program).max(10_000)) }),
  /** Names of installed roles and features as `Get-WindowsFeature` gives them ("Web-Server"). */
  roles: z.object({ installed: fact(z.array(text).max(500)) }),
  /** Each signal on its own; `fileRenames` lists targets, `computerRename` the name after the restart (absent: none waits). */
  pendingRestart: z.object({
    componentServicing: flagFact,
    windowsUpdate: flagFact,
    fileRenames: fact(z.array(text).max(100_000)),
    computerRename: textFact,
  }),
  /** `Release` of `NET Framework Setup\NDP\v4\Full`. */
  dotnet: z.object({ release: countFact }),
  fips: z.object({ enabled: flagFact }),
  ieEsc: z.object({ administrators: flagFact, users: flagFact }),
  /** GUID of the active power scheme. */
  power: z.object({ scheme: fact(z.string().regex(/^[0-9a-fA-F-]{36}$/)) }),
  windowsUpdate: z.object({
    /** Policy `NoAutoUpdate`. */
    turnedOff: flagFact,
    /** Policy `AUOptions`, 2 to 5; 4 installs and restarts by schedule. */
    option: countFact,
    /** Policy `NoAutoRebootWithLoggedOnUsers`. */
    noRestartWithUsers: flagFact,
    serviceStart: fact(ServiceStart),
  }),
  /** Proxies as each party sees them; `service` is what the connector service will use. */
  proxy: z.object({ user: proxyFact, machine: proxyFact, service: proxyFact }),
  adapters: z.object({ all: fact(z.array(Adapter).max(256)) }),
  /** SCHANNEL client values and .NET strong crypto in both views; absent is the system's default. */
  tlsSettings: z.object({
    tls12ClientEnabled: flagFact,
    tls12ClientDisabledByDefault: flagFact,
    strongCrypto64: flagFact,
    strongCrypto32: flagFact,
  }),
  /** Source: registry `FirewallPolicy`, the one of Group Policy first. */
  firewall: z.object({ profiles: fact(z.array(FirewallProfile).max(3)), outboundRules: fact(z.array(OutboundRule).max(5000)) }),
  /** Policy `DisableRootAutoUpdate`: missing roots are not fetched from Windows Update. */
  rootUpdate: z.object({ turnedOff: flagFact }),
  /** The data folder before installation. All but `path` are absent when there is no folder. */
  programData: z.object({
    path: textFact,
    /** SID of the owner. */
    owner: textFact,
    /** Somebody else than SYSTEM, administrators and the service may write. */
    writableByOthers: flagFact,
    /** A junction or symbolic link stands there. */
    redirected: flagFact,
  }),
  /** What is there of this product. */
  existingInstall: z.object({
    service: fact(Service),
    version: textFact,
    programFolder: textFact,
    dataFolder: textFact,
    firewallRules: fact(z.array(text).max(100)),
    registryKeys: fact(z.array(text).max(100)),
    /** Configuration and certificate of a completed enrollment are there. */
    enrolled: flagFact,
  }),
  /** Windows PowerShell. The policy comes from the registry; only PowerShell itself knows its language mode. */
  powerShell: z.object({
    /** "5.1.20348.1366". */
    version: textFact,
    executionPolicy: fact(z.object({ policy: z.enum(executionPolicies), origin: z.enum(policyOrigins) })),
    languageMode: fact(z.enum(languageModes)),
    /** Those of ActiveDirectory and Hyper-V that are installed. */
    modules: fact(z.array(ShellModule).max(100)),
  }),
  /** Folders that Defender does not scan, by policy or by setting. */
  antivirus: z.object({ defenderExclusions: textsFact }),
  /** SIDs with `SeServiceLogonRight` and with `SeDenyServiceLogonRight`. */
  logonRights: z.object({ logOnAsService: textsFact, deniedAsService: textsFact }),
  /** Fingerprint of the machine that was enrolled, from the configuration of the service; absent when none was. */
  enrollment: z.object({ fingerprint: textFact }),
  /** Where the Windows time service gets its time from; the time itself is `HostReader.now`. */
  clock: z.object({ source: textFact, timeService: fact(z.enum(['running', 'stopped'])) }),
} as const

export type SectionName = keyof typeof factSections
export type Section<S extends SectionName> = z.output<(typeof factSections)[S]>
export const sectionNames = Object.keys(factSections) as SectionName[]

/**
 * Reads a section from data of any origin. Values that do not fit become unknown with the reason; when nothing fits,
 * all of them do.
 */
export const parseSection = <S extends SectionName>(name: S, raw: unknown): Section<S> => {
  const schema: z.ZodType = factSections[name]
  // Each schema is used once or twice: to compile it first would take longer than to read with it.
  const parsed = schema.safeParse(raw, { jitless: true })
  return (parsed.success ? parsed.data : schema.parse({})) as Section<S>
}
