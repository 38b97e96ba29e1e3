/** What one layer of the connectivity test is: a function from an endpoint to what was found there. */
import { type ExpectedIssuer } from '../../contract/control-plane-api.ts'
import { type Endpoint, type LayerRow } from '../../contract/connectivity.ts'
import { type HostReader } from '../host/host-reader.ts'
import { type Address } from '../../connector/way-out/address.ts'
import { type Network } from '../network/network.ts'

export interface LayerContext {
  readonly reader: HostReader
  readonly network: Network
  readonly role: Endpoint['role']
  /** https origin of the endpoint. */
  readonly origin: string
  readonly address: Address
  /** https origin of the control plane. */
  readonly controlPlane: string
  /** Empty when nobody said whom to expect. */
  readonly expectedIssuers: readonly ExpectedIssuer[]
  readonly signal: AbortSignal
}

export type LayerOutcome = Pick<LayerRow, 'state'> & Partial<Pick<LayerRow, 'milliseconds' | 'summary' | 'code' | 'values' | 'evidence'>>

/** Never rejects but for cancellation: what cannot be found out is `unknown`. */
export type ProbeLayer = (context: LayerContext) => Promise<LayerOutcome>
