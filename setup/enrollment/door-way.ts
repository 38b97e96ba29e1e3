/** How the calls of set-up leave this machine: by the ways of the service, with its account. */
import { type TLSSocket } from 'node:tls'
// Types alone: anything else would load the library with this file.
import type { buildConnector } from 'undici'
import { addressOf } from '../../connector/way-out/address.ts'
import { distrustOf, isDistrust } from '../../connector/way-out/distrust.ts'
import { firstThrough, type Ways } from '../../connector/way-out/first-through.ts'
import { codeOf, within } from '../../connector/way-out/limits.ts'
import { openWay } from '../../connector/way-out/open-way.ts'
import { type Way } from '../../connector/way-out/proxy-choice.ts'
import { proxyHost, refusalOf } from '../../connector/way-out/proxy-account.ts'
import { secure } from '../../connector/way-out/secure.ts'
import { type Failure } from '../../contract/error-codes.ts'
import { type ProxyAccount } from '../../contract/proxy.ts'

/** A proxy that stands between, as the cause of a failed call. */
export class RefusedByProxy extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.code)
    this.failure = failure
  }
}

export interface DoorWay {
  readonly wayOut: Ways
  readonly account: ProxyAccount | undefined
}

/** Milliseconds for connection, proxy and TLS together, by one way. */
const limit = 10_000

type Tls = { readonly ca: string[]; readonly minVersion: 'TLSv1.2' }
type Opened = { readonly ok: true; readonly socket: TLSSocket } | { readonly ok: false; readonly error: Error }

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

const openBy = async (way: Way, origin: URL, account: ProxyAccount | undefined, tls: Tls, ended: AbortSignal): Promise<Opened> => {
  const target = addressOf(origin.href)
  const signal = within(ended, limit)
  const opened = await openWay(way, target, { account, trust: { ca: tls.ca } }, signal)
  if (opened.ok) {
    try {
      return { ok: true, socket: await secure(opened.socket, target.host, tls, signal) }
    } catch (error) {
      return { ok: false, error: asError(error) }
    }
  }
  const { seen } = opened
  if (way.is === 'direct') {
    const code = 'error' in seen ? seen.error : ''
    return { ok: false, error: Object.assign(new Error(code), { code }) }
  }
  const proxy = proxyHost(way.url)
  // What failed is the proxy: not the name, nor the certificate, of the control plane.
  const because = (reason: string): Failure => ({ code: 'CW2002', values: { host: origin.host, reason } })
  const failure =
    seen.outcome === 'failed'
      ? (distrustOf(proxy, seen.error) ?? because(`proxy ${proxy}: ${seen.error}`))
      : (refusalOf(proxy, seen) ?? because(`proxy: HTTP ${seen.status}`))
  return { ok: false, error: new RefusedByProxy(failure) }
}

const dial = async (origin: URL, { wayOut, account }: DoorWay, tls: Tls, ended: AbortSignal): Promise<TLSSocket> => {
  const opened = await firstThrough(
    addressOf(origin.href),
    wayOut,
    (way) => openBy(way, origin, account, tls, ended),
    (tried) => !tried.ok && isDistrust(codeOf(tried.error)),
  )
  if (opened?.ok === true) return opened.socket
  throw opened?.error ?? new Error('no way out')
}

/** `ended` gives up what is being connected to. */
export const connectorBy =
  (way: DoorWay, tls: Tls, ended: AbortSignal): buildConnector.connector =>
  ({ protocol, host, hostname, port }, done) => {
    const origin = new URL(`${protocol}//${host ?? `${hostname}:${port}`}`)
    dial(origin, way, tls, ended).then(
      (socket) => done(null, socket),
      (error: unknown) => done(asError(error), null),
    )
  }
