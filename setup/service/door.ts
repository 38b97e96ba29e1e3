/** The connector service as set-up sees it: through its local status API, never over the network. */
import { type Result } from '../../contract/error-codes.ts'
import { type RoundTripSample } from '../../contract/connectivity.ts'
import { type ConnectorLabelsReply, type ThroughputReply } from '../../contract/control-plane-api.ts'
import { type Label } from '../../contract/enrollment.ts'
import { type History, type HistoryRange } from '../../contract/history.ts'
import { type ServiceStatus } from '../../contract/local-status-api.ts'

export interface EchoAnswer {
  samples: RoundTripSample[]
  lost: number
}

export interface ConnectorServiceDoor {
  /** Fails with `CW4013` when nothing answers. */
  readonly status: (signal: AbortSignal) => Promise<Result<ServiceStatus>>
  /** Real bytes through the cloud and back. */
  readonly throughput: (bytes: number, signal: AbortSignal) => Promise<Result<ThroughputReply>>
  readonly history: (range: HistoryRange, signal: AbortSignal) => Promise<Result<History>>
  /** Of this connector, as the cloud has them. */
  readonly labels: (signal: AbortSignal) => Promise<Result<ConnectorLabelsReply>>
  /** All of them. */
  readonly changeLabels: (labels: Label[], signal: AbortSignal) => Promise<Result<ConnectorLabelsReply>>
  /** Round trips through the cloud, made by the service itself. */
  readonly echo: (count: number, signal: AbortSignal) => Promise<Result<EchoAnswer>>
}
