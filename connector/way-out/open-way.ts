/** A connection to an address by one way: straight, or through a proxy. */
import { type Socket } from 'node:net'
import { type Address } from './address.ts'
import { openTcp } from './first-connection.ts'
import { codeOf } from './limits.ts'
import { type Way } from './proxy-choice.ts'
import { openProxyTunnel, type TunnelObservation, type TunnelOptions } from './proxy-tunnel.ts'

export type OpenedWay =
  | { readonly ok: true; readonly socket: Socket }
  /** Of the proxy, where there is one. */
  | {
      readonly ok: false
      readonly seen: Extract<TunnelObservation, { outcome: 'refused' }> | { readonly outcome: 'failed'; readonly error: string }
    }

/** Never rejects. */
export const openWay = async (way: Way, target: Address, options: TunnelOptions, signal: AbortSignal): Promise<OpenedWay> => {
  try {
    if (way.is === 'direct') return { ok: true, socket: await openTcp(target, signal) }
    const seen = await openProxyTunnel(way.url, target, options, signal)
    return seen.outcome === 'open' ? { ok: true, socket: seen.socket } : { ok: false, seen }
  } catch (error) {
    return { ok: false, seen: { outcome: 'failed', error: signal.aborted ? 'ETIMEDOUT' : codeOf(error) } }
  }
}
