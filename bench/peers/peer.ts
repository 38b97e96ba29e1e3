/** A way from the cloud side to the resource, and its end. */
import { type Network } from '../network.ts'
import { type Reaching } from '../reaching.ts'

export interface Peer {
  readonly name: string
  readonly reach: Reaching
  /** Processes whose CPU time, with that of their children, is its cost. */
  readonly processes: readonly number[]
  stop(): Promise<void>
}

export interface PeerPlace {
  readonly network: Network
  /** The resource, as the site sees it. */
  readonly resource: { readonly host: string; readonly port: number }
}

/** Starts it, or says why it cannot be measured here. */
export type StartPeer = (place: PeerPlace) => Promise<Peer | { readonly skipped: string }>
