/** Connections to every address of a host, IPv4 and IPv6, in the order and with the head starts of RFC 8305. */
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { addressesOf, headStart, type HostAddress, interleaved, type ResolveHost } from '../../connector/way-out/first-connection.ts'
import { codeOf, elapsedSince, limits, within } from '../../connector/way-out/limits.ts'
import { type Address } from '../../connector/way-out/address.ts'

export type TcpOutcome = 'connected' | 'refused' | 'timedOut' | 'unreachable' | 'failed' | 'notNeeded'

export interface TcpAttempt {
  readonly address: string
  readonly family: 4 | 6
  readonly outcome: TcpOutcome
  readonly error?: string
  readonly milliseconds: number
}

export interface TcpObservation {
  readonly host: string
  readonly port: number
  /** The best of the attempts; `noAddress` when the name did not resolve. */
  readonly outcome: Exclude<TcpOutcome, 'notNeeded'> | 'noAddress'
  readonly attempts: readonly TcpAttempt[]
  readonly milliseconds: number
}

const outcomes: Readonly<Record<string, TcpOutcome>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'refused',
  ETIMEDOUT: 'timedOut',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EHOSTDOWN: 'unreachable',
  EACCES: 'unreachable',
  EPERM: 'unreachable',
}
/** Time that another family gets after the first success, to be seen as well. */
const grace = 250

const attempt = (address: string, family: 4 | 6, port: number, signal: AbortSignal): Promise<TcpAttempt> =>
  new Promise((resolve) => {
    const began = performance.now()
    const socket = connect({ host: address, port, family })
    const end = (outcome: TcpOutcome, error?: string) => {
      signal.removeEventListener('abort', stop)
      socket.destroy()
      resolve({ address, family, outcome, ...(error === undefined ? {} : { error }), milliseconds: elapsedSince(began) })
    }
    const stop = () => end((signal.reason as Error | undefined)?.name === 'TimeoutError' ? 'timedOut' : 'notNeeded')
    signal.addEventListener('abort', stop, { once: true })
    socket.once('connect', () => end('connected'))
    socket.once('error', (error) => end(outcomes[codeOf(error)] ?? 'failed', codeOf(error)))
    if (signal.aborted) stop()
  })

const rank: readonly TcpOutcome[] = ['connected', 'refused', 'timedOut', 'unreachable', 'failed', 'notNeeded']

export interface TcpOptions {
  /** Milliseconds. */
  readonly limit?: number
  /** The system's resolver when absent. */
  readonly resolve?: ResolveHost
}

export const probeTcp = async (
  { host, port }: Address,
  signal: AbortSignal,
  { limit = limits.tcp, resolve = addressesOf }: TcpOptions = {},
): Promise<TcpObservation> => {
  signal.throwIfAborted()
  const began = performance.now()
  const limited = within(signal, limit)
  const seen = (outcome: TcpObservation['outcome'], attempts: readonly TcpAttempt[]) => ({
    host,
    port,
    outcome,
    attempts,
    milliseconds: elapsedSince(began),
  })
  let addresses: HostAddress[]
  try {
    addresses = await resolve(host, limited)
  } catch {
    signal.throwIfAborted()
    return seen('noAddress', [])
  }
  const enough = new AbortController()
  const own = AbortSignal.any([limited, enough.signal])
  const attempts = interleaved(addresses).map(async (target, i) => {
    await pause(i * headStart, undefined, { signal: own }).catch(() => undefined)
    const result = await attempt(target.address, target.family, port, own)
    if (result.outcome === 'connected') setTimeout(() => enough.abort(), grace).unref()
    return result
  })
  // With one address nothing else is waited for.
  const results = await Promise.all(attempts)
  signal.throwIfAborted()
  const best = rank.find((outcome) => results.some((r) => r.outcome === outcome)) ?? 'failed'
  return seen(best === 'notNeeded' ? 'failed' : best, results)
}
