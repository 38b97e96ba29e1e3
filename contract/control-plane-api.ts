/** The control plane's HTTP boundary: discovery, API `/v1`, problem documents. OpenAPI is generated from these schemas. */
import { z } from 'zod'
import { ErrorCode, MessageValues } from './error-codes.ts'
import {
  ConnectorHealth,
  ConnectorName,
  Label,
  Labels,
  LocationName,
  MatchingWords,
  SeenBefore,
  SeenBeforeChoice,
  SignInMethod,
} from './enrollment.ts'
import {
  AuditId,
  ConnectorId,
  EnrollmentId,
  EnrollmentTokenId,
  Instant,
  LocationId,
  MachineFingerprint,
  OrganizationId,
  ResourceId,
  ServiceKeyId,
} from './ids.ts'

export const discoveryPath = '/.well-known/causeway'

/** A certificate authority whose certificates a connector expects at the control plane and relays; others mean inspection. */
export const ExpectedIssuer = z.object({ commonName: z.string().max(200), sha256: z.string().regex(/^[0-9a-f]{64}$/) })
export type ExpectedIssuer = z.infer<typeof ExpectedIssuer>

export const Relay = z.object({ name: z.string().max(80), url: z.url({ protocol: /^https$/ }) })
export type Relay = z.infer<typeof Relay>

/** `GET /.well-known/causeway`. */
export const Discovery = z.object({
  schema: z.literal('causeway.discovery/1'),
  name: z.string().max(120),
  api: z.url({ protocol: /^https$/ }),
  /** OpenID Connect issuer (its own discovery document lies under it). */
  issuer: z.url({ protocol: /^https$/ }),
  relays: z.array(Relay).min(1).max(16),
  expectedIssuers: z.array(ExpectedIssuer).max(16),
  signInMethods: z.array(SignInMethod).min(1),
  /** Oldest version of setup and connector that is accepted (semver). */
  minimumVersion: z.string().regex(/^\d+\.\d+\.\d+/),
  /** Seconds over which connectors spread their return after a relay's loss. */
  reconnectWindowSeconds: z.number().min(0).max(3600),
})
export type Discovery = z.infer<typeof Discovery>

/** RFC 9457, always with one of our codes. Media type `application/problem+json`. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: ErrorCode,
  values: MessageValues.default({}),
  detail: z.string().optional(),
  /** Where the request does not match its schema. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** With CW2021: the enrollment that this machine has already. */
  seenBefore: SeenBefore.optional(),
})
export type Problem = z.infer<typeof Problem>

/** Cursor paging: `?limit=&cursor=`; `next` is absent on the last page. */
export const PageQuery = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().max(200).optional() })
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().optional() })

export const Role = z.enum(['owner', 'operator', 'reader'])
export type Role = z.infer<typeof Role>

export const Organization = z.object({ id: OrganizationId, name: z.string(), createdAt: Instant })
export type Organization = z.infer<typeof Organization>

/** `GET /v1/me`: who the token speaks for. */
export const Me = z.object({
  subject: z.string(),
  name: z.string(),
  email: z.string(),
  role: Role,
  organization: Organization,
  scopes: z.array(z.string()),
})
export type Me = z.infer<typeof Me>

export const Location = z.object({ id: LocationId, name: z.string(), createdAt: Instant, connectors: z.number().int() })
export type Location = z.infer<typeof Location>
export const NewLocation = z.object({ name: LocationName })

/** `PUT /v1/connectors/{id}/drain`. */
export const Draining = z.object({ draining: z.boolean() })

/** `GET /v1/health`: answered while the control plane takes requests. */
export const ControlPlaneHealth = z.object({ status: z.literal('ok'), version: z.string(), connectors: z.number().int() })

/** Load and state as the connector reports them with each PING interval. */
export const ConnectorLoad = z.object({
  cpu: z.number().min(0).max(1),
  memoryBytes: z.number(),
  streams: z.number().int(),
  bytesPerSecond: z.number(),
})
export type ConnectorLoad = z.infer<typeof ConnectorLoad>

export const Connector = z.object({
  id: ConnectorId,
  locationId: LocationId,
  name: z.string(),
  machineName: z.string(),
  operatingSystem: z.string(),
  version: z.string(),
  labels: z.array(Label),
  health: ConnectorHealth,
  reason: z.object({ code: ErrorCode, values: MessageValues }).optional(),
  sessions: z.number().int(),
  load: ConnectorLoad.optional(),
  lastContact: Instant.optional(),
  certificateExpiresAt: Instant,
  enrolledAt: Instant,
  draining: z.boolean(),
  simulated: z.boolean(),
})
export type Connector = z.infer<typeof Connector>

export const MachineFacts = z.object({
  machineName: z.string().min(1).max(63),
  operatingSystem: z.string().max(200),
  domain: z.string().max(253).optional(),
  fingerprint: MachineFingerprint,
  version: z.string().max(40),
  simulated: z.boolean().default(false),
})
export type MachineFacts = z.infer<typeof MachineFacts>

/** `POST /v1/enrollments/lookup`. */
export const EnrollmentLookup = z.object({ fingerprint: MachineFingerprint })
export const EnrollmentLookupReply = z.object({ seenBefore: SeenBefore.optional() })

/** `POST /v1/enrollments`, authorized by a DPoP-bound token of scope `connector:enroll` or by a one-time enrollment token (`Authorization: Enrollment <token>`). */
export const EnrollmentRequest = z.object({
  locationId: LocationId,
  connectorName: ConnectorName,
  /** With `replace` and `replaceAndMove`, none means those of the earlier enrollment. */
  labels: Labels.default([]),
  machine: MachineFacts,
  /** PKCS #10, PEM, P-256, signed by the key whose certificate is asked for. */
  csr: z.string().min(100).max(8192),
  onSeenBefore: SeenBeforeChoice.optional(),
})
export type EnrollmentRequest = z.infer<typeof EnrollmentRequest>

export const EnrollmentReply = z.object({
  enrollmentId: EnrollmentId,
  connectorId: ConnectorId,
  organization: Organization,
  location: z.object({ id: LocationId, name: z.string() }),
  /** PEM, leaf first. */
  certificate: z.string(),
  chain: z.array(z.string()),
  expiresAt: Instant,
  relays: z.array(Relay),
})
export type EnrollmentReply = z.infer<typeof EnrollmentReply>

export const Enrollment = z.object({
  id: EnrollmentId,
  connectorId: ConnectorId,
  locationId: LocationId,
  machineName: z.string(),
  by: z.string(),
  method: SignInMethod,
  at: Instant,
  replaced: ConnectorId.optional(),
})
export type Enrollment = z.infer<typeof Enrollment>

/** `POST /v1/renewals`, authorized by `Causeway-Proof` of the present key. The new CSR may carry a new key. */
export const RenewalRequest = z.object({ csr: z.string().min(100).max(8192) })
export const RenewalReply = z.object({ certificate: z.string(), chain: z.array(z.string()), expiresAt: Instant })

/** `PUT /v1/connectors/self/labels`, authorized by `Causeway-Proof`: all labels of the calling connector. */
export const ConnectorLabels = z.object({ labels: Labels })
/** Answered as they are stored. */
export const ConnectorLabelsReply = z.object({ labels: z.array(Label) })
export type ConnectorLabelsReply = z.infer<typeof ConnectorLabelsReply>

/** `POST /v1/echo`, authorized by `Causeway-Proof`: the control plane opens a stream to the connector's echo through a relay and times it. */
export const EchoRequest = z.object({
  count: z.number().int().min(1).max(20).default(1),
  bytes: z.number().int().min(1).max(65536).default(64),
})
export const EchoReply = z.object({ samples: z.array(z.object({ relay: z.string(), milliseconds: z.number() })), lost: z.number().int() })
export type EchoReply = z.infer<typeof EchoReply>

/** `POST /v1/throughput`, authorized by `Causeway-Proof`: so many bytes to the connector's echo and back, at most 15 seconds, one at a time. */
export const ThroughputRequest = z.object({ bytes: z.number().int().min(65_536).max(16_777_216) })
export const ThroughputReply = z.object({ relay: z.string(), bytes: z.number().int(), milliseconds: z.number(), whole: z.boolean() })
export type ThroughputReply = z.infer<typeof ThroughputReply>

export const NewEnrollmentToken = z.object({ locationId: LocationId, note: z.string().max(200).default('') })
export const EnrollmentToken = z.object({
  id: EnrollmentTokenId,
  locationId: LocationId,
  note: z.string(),
  createdBy: z.string(),
  createdAt: Instant,
  expiresAt: Instant,
  usedAt: Instant.optional(),
})
/** The token itself is told once, here. */
export const EnrollmentTokenCreated = EnrollmentToken.extend({ token: z.string() })
/** `POST /v1/enrollment-tokens/inspect` with `Authorization: Enrollment <token>`: what a token is for, without using it. */
export const EnrollmentTokenInspection = z.object({
  organization: Organization,
  location: z.object({ id: LocationId, name: z.string() }),
  expiresAt: Instant,
})

/** A target that cloud services may reach: `tcp` by host and port, `web` by address. */
export const PublishedResource = z.object({
  id: ResourceId,
  locationId: LocationId,
  /** The name in `/connect/<location>/<resource>`. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  protocol: z.enum(['tcp', 'web']),
  /** `host:port`, or for `web` an http(s) origin. */
  target: z.string().max(300),
  createdAt: Instant,
})
export type PublishedResource = z.infer<typeof PublishedResource>
export const NewPublishedResource = PublishedResource.pick({ name: true, protocol: true, target: true })

export const NewServiceKey = z.object({ name: z.string().trim().min(1).max(80) })
export const ServiceKey = z.object({ id: ServiceKeyId, name: z.string(), createdAt: Instant, lastUsedAt: Instant.optional() })
export const ServiceKeyCreated = ServiceKey.extend({ key: z.string() })

export const AuditEntry = z.object({
  id: AuditId,
  at: Instant,
  actor: z.string(),
  action: z.string(),
  object: z.string(),
  outcome: z.enum(['done', 'refused', 'failed']),
  code: ErrorCode.optional(),
  values: MessageValues,
})
export type AuditEntry = z.infer<typeof AuditEntry>

/** The client that setup signs in as. Its redirect is `http://127.0.0.1:<port>/callback` or `http://[::1]:<port>/callback`. */
export const setupClient = {
  id: 'causeway-setup',
  scope: 'openid profile connector:enroll',
  enrollScope: 'connector:enroll',
  redirectPath: '/callback',
} as const

/** Scope of an access token that may use all of `/v1` as far as the person's role goes; `enrollScope` covers only what set-up needs. */
export const apiScope = 'control-plane'

/** The client of programs that use `/v1` on a person's behalf. Same rules and redirects as `setupClient`, without device codes. */
export const apiClient = { id: 'causeway-api', scope: `openid profile ${apiScope}`, redirectPath: '/callback' } as const

/** Parameter `causeway_machine` (JSON) of the pushed request and of the device request: shown on the consent page, never trusted. */
export const SignInMachine = z.object({
  name: z.string().trim().min(1).max(63),
  operatingSystem: z.string().trim().max(120).optional(),
  domain: z.string().trim().max(253).optional(),
  /** Name of the resource location, when it is known already. */
  location: z.string().trim().max(80).optional(),
})
export type SignInMachine = z.infer<typeof SignInMachine>

/** What the answer to a pushed request carries beside RFC 9126. The device answer carries `matching_words` only. */
export const PushedSignInReply = z.object({
  request_uri: z.string(),
  /** Seconds. The short address lives longer than the request. */
  expires_in: z.number().int(),
  matching_words: MatchingWords,
  short_address: z.url({ protocol: /^https$/ }),
  short_address_expires_in: z.number().int(),
})
export type PushedSignInReply = z.infer<typeof PushedSignInReply>

/** Where the loopback listener sends the browser after it has its answer: pages that say the tab can be closed. */
export const afterSignInPaths = { done: '/sign-in/done', refused: '/sign-in/refused' } as const
