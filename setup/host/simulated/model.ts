/** The state of a simulated server: what a profile describes, what steps change and checks see. */
import { z } from 'zod'
import { ProxySetting } from '../../../contract/proxy.ts'
import { serviceEventNames } from '../../../contract/service-events.ts'
import { wellKnownSids } from '../registry-keys.ts'
import { isServerPath } from './server-path.ts'
import {
  Adapter,
  DomainController,
  domainRoles,
  languageModes,
  Program,
  Service,
  ShellModule,
  sectionNames,
  type SectionName,
  Trust,
} from '../fact-sections.ts'

const name = z.string().min(1).max(256)
const serverPath = z.string().max(1024).refine(isServerPath, 'not an absolute path of Windows ("C:\\\\ProgramData\\\\...")')

export const RegistryValueModel = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(['dword', 'qword']), value: z.number().int().nonnegative() }),
  z.strictObject({ type: z.enum(['string', 'expandString']), value: z.string().max(65_536) }),
  z.strictObject({ type: z.literal('multiString'), value: z.array(z.string().max(4096)).max(4096) }),
])

/** Key -> value name -> value. A key without values exists all the same, as in Windows. */
const Registry = z.record(
  z
    .string()
    .regex(/^HK(LM|CU)\\/)
    .max(512),
  z.record(z.string().max(256), RegistryValueModel),
)

export const FirewallRuleModel = z.strictObject({
  name,
  direction: z.enum(['in', 'out']),
  action: z.enum(['allow', 'block']),
  protocol: z.enum(['tcp', 'udp', 'any']),
  remotePorts: z.array(z.number().int().min(1).max(65_535)).max(100).optional(),
  program: serverPath.optional(),
  service: name.optional(),
})

export const ServiceModel = Service.omit({ pid: true }).extend({
  description: z.string().max(1000).default(''),
  /** The real process behind it on this machine. `mark` is in its environment, so that it is found again after a crash of set-up. */
  process: z.strictObject({ mark: z.string(), pid: z.number().int().positive().optional(), startedAt: z.string().optional() }).optional(),
  /** Deleted while a program held it open: gone at the next restart. */
  markedForDeletion: z.boolean().optional(),
})
export type ServiceModel = z.infer<typeof ServiceModel>

const machineModel = {
  machine: z.strictObject({ name: z.string().min(1).max(63), systemUuid: z.string().max(64) }),
  operatingSystem: z.strictObject({
    build: z.number().int().positive(),
    productType: z.enum(['client', 'server', 'domainController']),
    architecture: z.enum(['x64', 'arm64', 'x86']).default('x64'),
  }),
  processor: z.strictObject({ logicalProcessors: z.number().int().positive() }),
  memory: z.strictObject({ totalBytes: z.number().int().positive() }),
  disk: z.strictObject({ totalBytes: z.number().int().positive(), freeBytes: z.number().int().nonnegative() }),
  account: z.strictObject({ name, sid: z.string().regex(/^S-1-/), administrator: z.boolean() }),
  membership: z.strictObject({
    domain: z.string().min(1).max(253).optional(),
    role: z.enum(domainRoles),
    /** Win32 status of the trust to the domain; 0 is trusted. */
    secureChannelStatus: z.number().int().nonnegative().default(0),
    domainController: z.string().max(253).optional(),
  }),
  /** What this server sees of its domain. */
  directory: z
    .strictObject({
      /** `network`: not what stands here, but what really answers for `membership.domain` from this machine. */
      from: z.enum(['model', 'network']).default('model'),
      /** Absent: one writable domain controller, on which everything answers. */
      controllers: z.array(DomainController).max(64).optional(),
      /** Absent: the own domain. */
      forestRoot: z.string().min(1).max(253).optional(),
      rootControllers: z.array(DomainController).max(64).optional(),
      domainLevel: z.number().int().nonnegative().default(7),
      forestLevel: z.number().int().nonnegative().default(7),
      /** NTSTATUS of a new ticket for the machine's account. */
      ticketStatus: z.number().int().nonnegative().default(0),
      /** Absent: set-up does not run as the machine. */
      bindResult: z.number().int().nonnegative().optional(),
      trusts: z.array(Trust).max(1000).default([]),
    })
    .prefault({}),
  clock: z.strictObject({
    /** Added to this machine's time. */
    offsetSeconds: z.number().default(0),
    source: z.string().max(253).default('time.windows.com'),
  }),
  powerShell: z
    .strictObject({
      version: z.string().max(50).default('5.1.20348.1366'),
      languageMode: z.enum(languageModes).default('FullLanguage'),
      modules: z.array(ShellModule).max(100).default([]),
    })
    .prefault({}),
  /** SIDs; "all services" has the right on every Windows until a policy takes it. */
  logonRights: z
    .strictObject({
      logOnAsService: z.array(z.string().regex(/^S-1-/)).max(100).default([wellKnownSids.allServices]),
      deniedAsService: z.array(z.string().regex(/^S-1-/)).max(100).default([]),
    })
    .prefault({}),
  roles: z.array(z.string().max(100)).max(500).default([]),
  programs: z.array(Program).max(1000).default([]),
  services: z.array(ServiceModel).max(1000).default([]),
  registry: Registry.default({}),
  firewallRules: z.array(FirewallRuleModel).max(1000).default([]),
  /** What was written into the event log under the connector's name. */
  events: z
    .array(z.strictObject({ name: z.enum(serviceEventNames), values: z.record(z.string(), z.string().max(1000)) }))
    .max(10_000)
    .default([]),
  /** Who owns a folder and who may write there; a folder not named here inherits from SYSTEM. */
  folderAccess: z
    .record(
      serverPath,
      z.strictObject({ owner: z.string().regex(/^S-1-/), writableByOthers: z.boolean(), redirected: z.boolean().default(false) }),
    )
    .default({}),
  /** What other programs have open: files and folders that cannot be replaced or removed, services that cannot be deleted at once. */
  held: z.strictObject({ paths: z.array(serverPath).max(100).default([]), services: z.array(name).max(100).default([]) }).prefault({}),
  /** Where given, these stand in for what this machine really has. */
  overrides: z
    .strictObject({
      adapters: z.array(Adapter).max(64).optional(),
      proxy: z
        .strictObject({ user: ProxySetting.optional(), machine: ProxySetting.optional(), service: ProxySetting.optional() })
        .optional(),
    })
    .default({}),
  /** Sections whose facts cannot be read on this server, with the reason. */
  unreadable: z.partialRecord(z.enum(sectionNames as [SectionName, ...SectionName[]]), z.string().min(1).max(500)).default({}),
}

/** A profile file (`tests/servers/*.json`). Unknown names are refused, so that a misspelt one is seen. */
export const ServerProfile = z.strictObject({
  schema: z.literal('causeway.server-profile/1'),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/),
  /** One line for people. */
  description: z.string().min(1).max(300),
  /** Where its values come from: recorded from a server, or written from documentation. */
  source: z.string().min(1).max(500),
  ...machineModel,
  /** Files that are there from the beginning; `null` is an empty folder. */
  files: z.record(serverPath, z.string().max(100_000).nullable()).default({}),
})
export type ServerProfile = z.infer<typeof ServerProfile>

/** What stands in the state folder. */
export const ServerState = z.strictObject({ schema: z.literal('causeway.simulated-server/1'), profile: z.string(), ...machineModel })
export type ServerState = z.infer<typeof ServerState>
