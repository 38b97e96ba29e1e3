/**
 * What the relay asks of the rest of the control plane. The database implements these; tests implement them in memory.
 *
 * Every answer may be remembered by the implementation while its source is away, revocation for at most 60 seconds.
 */
import { type AuditEntry, type PublishedResource } from '../../contract/control-plane-api.ts'
import { type ChannelConfiguration, type ChannelHealth } from '../../contract/channel.ts'
import { type ConnectorId, type LocationId, type OrganizationId, type ServiceKeyId } from '../../contract/ids.ts'
import { type MessageValues } from '../../contract/error-codes.ts'
import { type Secret } from '../../contract/secret.ts'

/** A connector as the store knows it. */
export interface RegisteredConnector {
  readonly id: ConnectorId
  readonly organizationId: OrganizationId
  readonly locationId: LocationId
  /** `revoked` when it was removed in the console or replaced by a later enrollment. */
  readonly standing: 'active' | 'revoked'
}

/** Where a certificate stands that our own authority signed. */
export type CertificateStanding = 'valid' | 'revoked'

/** Connectors and their certificates. */
export interface ConnectorDirectory {
  /** Absent when no such connector was ever enrolled. */
  connector(id: ConnectorId): Promise<RegisteredConnector | undefined>
  /** `serial` is lower-case hex without colons or leading zeros. A certificate the store does not know is `revoked`. */
  certificate(connectorId: ConnectorId, serial: string): Promise<CertificateStanding>
  /** What every connector of the location may dial now. `revision` grows with each change. */
  configuration(locationId: LocationId): Promise<ChannelConfiguration>
}

/** A cloud service that showed a valid key. */
export interface CloudService {
  readonly keyId: ServiceKeyId
  readonly name: string
  readonly organizationId: OrganizationId
}

/** Who may reach what. */
export interface ServiceAccess {
  /** Absent when the key is unknown or revoked. Implementations compare hashes, never keys. */
  authenticate(key: Secret): Promise<CloudService | undefined>
  /** `location` is an id. Absent when it does not exist *in this organization*: another organization's resource is not found. */
  resource(organizationId: OrganizationId, location: string, name: string): Promise<PublishedResource | undefined>
}

export interface RelayAuditEntry {
  readonly organizationId: OrganizationId
  readonly actor: string
  readonly action: AuditAction
  readonly object: string
  readonly outcome: AuditEntry['outcome']
  readonly code?: AuditEntry['code']
  readonly values: MessageValues
}

/** The audit log. An entry that cannot be written must reject: the relay then refuses to open the stream. */
export interface RelayAudit {
  /** `mayWait`: of something that is over, so that a moment's delay holds nobody up. */
  record(entry: RelayAuditEntry, mayWait: boolean): Promise<void>
}
/** `stream.opened`, `stream.closed` and `stream.refused` for `/connect`; the others for channels. */
export type AuditAction = 'stream.opened' | 'stream.closed' | 'stream.refused' | 'channel.attached' | 'channel.detached' | 'channel.refused'

/** One channel session of a connector at this relay. */
export interface PresentSession {
  readonly connectorId: ConnectorId
  readonly locationId: LocationId
  readonly organizationId: OrganizationId
  readonly sessionId: string
  /** Name of the relay by which it came. */
  readonly relay: string
  readonly purpose: 'interactive' | 'bulk'
  readonly carrier: 'causeway' | 'websocket'
}

/** Which connector is where. Rows change only on attach, detach and report; nothing is refreshed per PING. */
export interface Presence {
  attached(session: PresentSession): void
  detached(session: PresentSession): void
  /** Load and version, about every 15 seconds for each connector, whichever session brought it. */
  reported(connectorId: ConnectorId, health: ChannelHealth): void
}

/** Milliseconds since 1970. */
export type Clock = () => number

/** A log line with a topic, structured. */
export interface RelayLog {
  info(values: object, message: string): void
  warn(values: object, message: string): void
}

export interface RelayPorts {
  readonly directory: ConnectorDirectory
  readonly access: ServiceAccess
  readonly audit: RelayAudit
  readonly presence: Presence
  readonly log: RelayLog
  readonly now: Clock
}
