/** What the control plane's server holds of the relay, and what it must hand to it. */
import { type IncomingMessage, type ServerResponse } from 'node:http'
import { type Http2ServerRequest, type Http2ServerResponse, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import { type Duplex } from 'node:stream'
import { type EchoReply, type ThroughputReply } from '../../contract/control-plane-api.ts'
import { type Failure, type Result } from '../../contract/error-codes.ts'
import { type ConnectorId, type LocationId, type OrganizationId } from '../../contract/ids.ts'
import { type CloudService, type PresentSession } from './ports.ts'

export interface RelayOptions {
  /** Shown to connectors and in samples of the echo. */
  readonly name: string
  /** The name for those who came by this `host[:port]`, where the relay has several addresses. */
  readonly nameAt?: (host: string) => string | undefined
  /** Origins (`https://host:port`) that a proof may name as its audience: the relay's and the API's own. Asked at each proof. */
  readonly audiences: () => readonly string[]
  /** PEM of the authorities that sign connector certificates. */
  readonly connectorAuthorities: readonly string[]
  /** Bytes that all sessions' windows together may promise. Default 1 GiB. */
  readonly windowBudgetBytes?: number
  /** Milliseconds after which a stream whose reader takes nothing is ended. Default 120,000. */
  readonly stalledReaderMs?: number
  /** Milliseconds between two PINGs of one session. Default 15,000. */
  readonly pingIntervalMs?: number
  /** Channels that this machine accepts in one second, for the told reconnect window. Default 500. */
  readonly acceptsPerSecond?: number
  /** Hand-shakes at work at once; the rest waits at most half a connector's time-out. Default 32. */
  readonly concurrentAccepts?: number
}

/** Whom a proof speaks for. */
export interface ProvenConnector {
  readonly connectorId: ConnectorId
  readonly organizationId: OrganizationId
  readonly locationId: LocationId
  /** Lower-case hex without leading zeros. */
  readonly serial: string
  readonly certificateExpiresAt: Date
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array
}

export interface RelayRequestHandlers {
  /** Plain requests: `GET /relay/nonce` and web resources below `/connect/`. False when the path is not the relay's. */
  handleRequest(request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse): boolean
  /** The server's `upgrade` event: channels on `/relay`, `Upgrade: tcp` and WebSocket below `/connect/`. False when the path is not the relay's. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /** The server's `connect` event of HTTP/2 (`request.stream`, `request.headers`); set `enableConnectProtocol` in the server's settings. */
  handleConnect(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void
}

export interface Relay extends RelayRequestHandlers {
  /** Verifies the `Causeway-Proof` header of an API request (`/v1/renewals`, `/v1/echo`, `/v1/connectors/self`). Each proof works once. */
  verifyProof(proof: string | undefined): Promise<Result<ProvenConnector>>
  /** Tells the connector why and ends all its sessions. Resolves when they are gone. */
  revoke(connectorId: ConnectorId, reason: Failure): Promise<void>
  /** A draining connector keeps its sessions and open streams, and gets no new ones. */
  setDraining(connectorId: ConnectorId, draining: boolean): void
  /** Asks one connector, or all, to finish and go elsewhere (GOAWAY). */
  drain(connectorId?: ConnectorId): void
  sessionsOf(connectorId: ConnectorId): readonly PresentSession[]
  /** Round trips to the connector's own echo, one after the other, over its sessions in turn. */
  echo(connectorId: ConnectorId, count: number, bytes: number): Promise<EchoReply>
  /** So many bytes to the connector's echo and back, in bounded time. */
  throughput(connectorId: ConnectorId, bytes: number): Promise<Result<ThroughputReply>>
  /**
   * Joins a connection with a published resource on behalf of a service, without a request: for programs of the control
   * plane itself. The socket should allow half-open ends. Resolves when it is over; fails with a code when it could not begin.
   */
  join(service: CloudService, location: LocationId, resource: string, socket: Duplex): Promise<Result<void>>
  /** Sends the location's configuration to its connectors again. */
  configurationChanged(locationId: LocationId): Promise<void>
  /** Seconds over which connectors should spread their return, for discovery. */
  reconnectWindowSeconds(): number
  /** With `drain`, open streams get up to that many milliseconds to end. */
  close(options: { readonly drainMs: number }): Promise<void>
}
