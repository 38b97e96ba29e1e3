/**
 * The local status API of the connector service: JSON-RPC 2.0 (vscode-jsonrpc framing) on a named pipe (Windows) or a
 * Unix socket (elsewhere), never on a network interface.
 */
import { z } from 'zod'
import { ErrorCode, Failure, MessageValues, resultOf } from './error-codes.ts'
import { ConnectorId, Instant, LocationId, OrganizationId } from './ids.ts'
import { RoundTripSample, throughputLimits } from './connectivity.ts'
import { ConnectorLabels, ConnectorLabelsReply, ConnectorLoad, ExpectedIssuer, ThroughputReply } from './control-plane-api.ts'
import { ChannelState, History, HistoryRange } from './history.ts'
import { StoredServiceProxy, ToldProxyStatus } from './proxy.ts'

export const SessionStatus = z.object({
  relay: z.string(),
  purpose: z.enum(['interactive', 'bulk']),
  carrier: z.enum(['causeway', 'websocket']),
  state: z.enum(['connecting', 'open', 'draining', 'waiting', 'stopped']),
  since: Instant,
  /** Milliseconds of the last PING. */
  ping: z.number().optional(),
  reconnects: z.number().int(),
  /** When and why the last session ended that had been open; it stays when the next one opens. */
  lastReconnect: z.object({ at: Instant, why: Failure }).optional(),
  /** Why the last session ended or could not be opened. */
  lastFailure: Failure.optional(),
  /** Common name of whoever re-signs the relay's certificate on the way, when that is not the expected issuer. */
  inspectedBy: z.string().optional(),
  nextAttemptAt: Instant.optional(),
})
export type SessionStatus = z.infer<typeof SessionStatus>

export const ServiceStatus = z.object({
  schema: z.literal('causeway.service-status/1'),
  version: z.string(),
  pid: z.number().int(),
  startedAt: Instant,
  workerRestarts: z.number().int(),
  /** `enrollAgain`: certificate expired, revoked, or the machine was cloned or renamed; `failure` says which. */
  channel: ChannelState,
  channelSince: Instant,
  failure: Failure.optional(),
  sessions: z.array(SessionStatus),
  connector: z.object({
    id: ConnectorId,
    name: z.string(),
    locationId: LocationId,
    locationName: z.string(),
    organizationId: OrganizationId,
    organizationName: z.string(),
    controlPlane: z.string(),
  }),
  certificate: z.object({ expiresAt: Instant, renewsAt: Instant, serial: z.string() }),
  load: ConnectorLoad,
  resources: z.number().int(),
  proxy: ToldProxyStatus.optional(),
})
export type ServiceStatus = z.infer<typeof ServiceStatus>

/** Configuration file of the connector service, written by set-up (`connector.json` in the data folder). Holds no secret. */
export const ConnectorConfiguration = z.object({
  schema: z.literal('causeway.connector/1'),
  connectorId: ConnectorId,
  connectorName: z.string(),
  organization: z.object({ id: OrganizationId, name: z.string() }),
  location: z.object({ id: LocationId, name: z.string() }),
  /** https origin. */
  controlPlane: z.url({ protocol: /^https$/ }),
  relays: z.array(z.object({ name: z.string(), url: z.url({ protocol: /^https$/ }) })).min(1),
  /** PEM of authorities trusted besides the system's store (from the connection file). */
  certificateAuthorities: z.array(z.string()).default([]),
  /** Who is expected to have signed the relays' certificates (from discovery); others mean inspection. Empty means: not known. */
  expectedIssuers: z.array(ExpectedIssuer).max(16).default([]),
  proxy: StoredServiceProxy,
  /** Domain of the machine, in which a script is looked for by name. */
  domain: z.string().max(255).optional(),
  /** Name of the only relay to use; one that the location does not have any more counts as none. */
  pinnedRelay: z.string().optional(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  /** Host names or CIDR blocks that narrow what may be dialled; empty means: as published. */
  allow: z.array(z.string()).default([]),
  simulated: z.boolean().default(false),
})
export type ConnectorConfiguration = z.infer<typeof ConnectorConfiguration>

/** Files in the data folder. */
export const dataFolderFiles = {
  configuration: 'connector.json',
  key: 'identity/machine.key',
  certificate: 'identity/machine.crt',
  /** Whom the proxy knows this machine as, where it asks. */
  proxyAccount: 'identity/proxy.account',
  /** Why this certificate may not be used any more (`RevokedRecord`). */
  revoked: 'identity/revoked.json',
  journal: 'journal.jsonl',
  /** Fixes that were made for checks. */
  fixes: 'fixes.jsonl',
  log: 'logs/connector.log',
  /** `contract/history.ts`, docs/history.md. */
  history: 'history.jsonl',
  socket: 'status.sock',
  lock: 'service.lock',
} as const

/** Content of `dataFolderFiles.revoked`; it is about one certificate, so that a new enrollment makes it void. */
export const RevokedRecord = z.object({ serial: z.string().max(64), failure: Failure })
export type RevokedRecord = z.infer<typeof RevokedRecord>

export const localStatusCalls = {
  status: { argument: z.object({}), result: ServiceStatus },
  /** Round trips through the cloud, as the service. */
  echo: {
    argument: z.object({ count: z.number().int().min(1).max(20) }),
    result: z.object({ samples: z.array(RoundTripSample), lost: z.number().int(), failure: Failure.optional() }),
  },
  /** Real bytes through the cloud and back; see `throughputLimits`. */
  throughput: {
    argument: z.object({ bytes: z.number().int().min(65_536).max(throughputLimits.mostBytes) }),
    result: resultOf(ThroughputReply),
  },
  /** The labels of this connector, which are kept in the cloud; only the service has the key to ask for them. */
  labels: { argument: z.object({}), result: resultOf(ConnectorLabelsReply) },
  changeLabels: { argument: ConnectorLabels, result: resultOf(ConnectorLabelsReply) },
  /** What the service remembers of the last day, week or month. */
  history: { argument: z.object({ range: HistoryRange }), result: History },
  /** Dial again now instead of after the back-off. */
  reconnect: { argument: z.object({}), result: z.object({}) },
  /** Finish open streams, then end the channel. */
  drain: { argument: z.object({}), result: z.object({}) },
} as const
export type LocalStatusCall = keyof typeof localStatusCalls

/** Notifications of the service to whoever listens. */
export const localStatusEvents = {
  statusChanged: ServiceStatus,
  logged: z.object({
    at: Instant,
    level: z.string(),
    topic: z.string(),
    message: z.string(),
    code: ErrorCode.optional(),
    values: MessageValues.optional(),
  }),
} as const
