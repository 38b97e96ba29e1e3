/**
 * TCP to the first of several addresses that answers, IPv6 and IPv4 in turn (RFC 8305, "happy eyeballs").
 *
 * Not Node's own `autoSelectFamily`: that gives an attempt up after 250 ms instead of leaving it beside the next one, so a name
 * with two families is never reached over a link slower than that.
 */
import { lookup } from 'node:dns/promises'
import { connect, isIP, type Socket } from 'node:net'
import { type Address } from './address.ts'
import { abandonedBy, codeOf } from './limits.ts'

export interface HostAddress {
  readonly address: string
  readonly family: 4 | 6
}

const asFamily = (family: number): 4 | 6 => (family === 6 ? 6 : 4)

/** Where a host is. */
export type ResolveHost = (host: string, signal: AbortSignal) => Promise<HostAddress[]>

/** In the order of the system's resolver; an address stands for itself. Rejects with the resolver's error or the signal's reason. */
export const addressesOf: ResolveHost = async (host, signal) => {
  const family = isIP(host)
  const found = family === 0 ? await abandonedBy(signal, lookup(host, { all: true })) : [{ address: host, family }]
  return found.map((one) => ({ address: one.address, family: asFamily(one.family) }))
}

/** Milliseconds between one attempt and the next; an attempt that failed is followed at once. */
export const headStart = 250

const mostAttempts = 8

/** Families take turns, beginning with the one the system prefers. */
export const interleaved = (addresses: readonly HostAddress[]): HostAddress[] => {
  const first = addresses[0]?.family
  const a = addresses.filter((x) => x.family === first)
  const b = addresses.filter((x) => x.family !== first)
  const order = a.flatMap((x, i) => (b[i] === undefined ? [x] : [x, b[i]])).concat(b.slice(a.length))
  return order.slice(0, mostAttempts)
}

/** That one family has no way out says less than that the other was refused. */
const withoutWay: ReadonlySet<string> = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'])

export interface ConnectionOptions {
  readonly allowHalfOpen?: boolean
}

/** The signal ends only the attempts, not the socket that comes of them. Rejects with the most telling error, or with the signal's reason. */
export const firstConnection = (
  addresses: readonly HostAddress[],
  port: number,
  signal: AbortSignal,
  options: ConnectionOptions = {},
): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const waiting = interleaved(addresses)
    const open = new Set<Socket>()
    const errors: Error[] = []
    let timer: NodeJS.Timeout | undefined
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      waiting.length = 0
      for (const socket of open) socket.destroy()
    }
    const stop = () => {
      end()
      reject(signal.reason as Error)
    }
    const attempt = () => {
      clearTimeout(timer)
      const next = waiting.shift()
      if (next === undefined) {
        if (open.size > 0) return
        end()
        reject(errors.find((error) => !withoutWay.has(codeOf(error))) ?? errors[0] ?? new Error('no address'))
        return
      }
      const socket = connect({ host: next.address, port, family: next.family, noDelay: true, ...options })
      open.add(socket)
      socket.once('connect', () => {
        open.delete(socket)
        socket.off('error', failed)
        end()
        resolve(socket)
      })
      const failed = (error: Error) => {
        open.delete(socket)
        errors.push(error)
        attempt()
      }
      socket.once('error', failed)
      if (waiting.length > 0) timer = setTimeout(attempt, headStart)
    }
    if (signal.aborted) stop()
    else {
      signal.addEventListener('abort', stop, { once: true })
      attempt()
    }
  })

/** The signal ends only the attempt, not the socket that comes of it. */
export const openTcp = async ({ host, port }: Address, signal: AbortSignal, resolve = addressesOf): Promise<Socket> =>
  firstConnection(await resolve(host, signal), port, signal)
