/** How the calls of set-up leave this machine: by the ways of the service, with its account. */
import { type TLSSocket } from 'node:tls'
import { type buildConnector } from 'undici'
import { addressOf } from '../../connector/way-out/address.ts'
import { openWay } from '../../connector/way-out/open-way.ts'
import { proxyHost, refusalOf } from '../../connector/way-out/proxy-account.ts'
import { secure } from '../../connector/way-out/secure.ts'
import { type WayOut } from '../../connector/way-out/way-out.ts'
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
  readonly wayOut: Pick<WayOut, 'ways' | 'worked' | 'failed' | 'lost'>
  readonly account: ProxyAccount | undefined
}

/** Milliseconds for connection, proxy and TLS together, by one way. */
const limit = 10_000

type Tls = { readonly ca: string[]; readonly minVersion: 'TLSv1.2' }

const dial = async (origin: URL, { wayOut, account }: DoorWay, tls: Tls): Promise<TLSSocket> => {
  const target = addressOf(origin.href)
  let first: Error | undefined
  for (const way of await wayOut.ways(target)) {
    const signal = AbortSignal.timeout(limit)
    const opened = await openWay(way, target, { account, trust: { ca: tls.ca } }, signal)
    if (opened.ok) {
      wayOut.worked(target, way)
      return secure(opened.socket, target.host, tls, signal)
    }
    wayOut.failed(way)
    const { seen } = opened
    first ??=
      way.is === 'proxy' && seen.outcome === 'refused'
        ? new RefusedByProxy(
            refusalOf(proxyHost(way.url), seen) ?? { code: 'CW2002', values: { host: origin.host, reason: `proxy: HTTP ${seen.status}` } },
          )
        : Object.assign(new Error('error' in seen ? seen.error : ''), { code: 'error' in seen ? seen.error : '' })
  }
  wayOut.lost()
  throw first ?? new Error('no way out')
}

export const connectorBy =
  (way: DoorWay, tls: Tls): buildConnector.connector =>
  ({ protocol, host, hostname, port }, done) => {
    const origin = new URL(`${protocol}//${host ?? `${hostname}:${port}`}`)
    dial(origin, way, tls).then(
      (socket) => done(null, socket),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), null),
    )
  }
