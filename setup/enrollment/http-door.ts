/**
 * The one way in which set-up speaks HTTP: TLS with the system's store plus the authorities of the connection file, the
 * service's proxy, no redirects followed, bodies bounded.
 */
import { rootCertificates, getCACertificates } from 'node:tls'
import { type Failure, failed } from '../../contract/error-codes.ts'
import { isDistrust } from '../../connector/way-out/distrust.ts'
import { connectorBy, type DoorWay, RefusedByProxy } from './door-way.ts'

export interface HttpRequest {
  readonly method: string
  readonly headers?: Record<string, string>
  readonly body?: string | Uint8Array | URLSearchParams | null
  readonly signal?: AbortSignal
}

export interface HttpDoor {
  /** Rejects as `fetch` does; `networkFailure` makes a value of it. */
  fetch(url: string | URL, request: HttpRequest): Promise<Response>
  close(): Promise<void>
}

export interface HttpDoorOptions {
  /** PEM; trusted beside the system's store. */
  readonly certificateAuthorities: readonly string[]
  /** Absent: the direct way. */
  readonly way?: DoorWay | undefined
}

/** Larger than any answer of the control plane; a page of 200 connectors is about 120 KB. */
const maximumBytes = 2 * 1024 * 1024
const timeLimitMilliseconds = 15_000

export const trustedAuthorities = (extra: readonly string[]): string[] => [
  ...new Set([...rootCertificates, ...getCACertificates('system'), ...extra]),
]

/** One of its own: no setting is asked. */
const straight: DoorWay = {
  wayOut: { ways: async () => [{ is: 'direct' }], worked: () => undefined, failed: () => undefined, lost: () => undefined },
  account: undefined,
}

export const openHttpDoor = ({ certificateAuthorities, way = straight }: HttpDoorOptions): HttpDoor => {
  const ended = new AbortController()
  const tls = { ca: trustedAuthorities(certificateAuthorities), minVersion: 'TLSv1.2' } as const
  // A megabyte of code: checks of this server do not wait for it.
  const load = async () => {
    const { Agent, fetch } = await import('undici')
    return { fetch, dispatcher: new Agent({ connect: connectorBy(way, tls, ended.signal) }) }
  }
  let loaded: ReturnType<typeof load> | undefined
  return {
    fetch: async (url, { method, headers = {}, body = null, signal }) => {
      const limit = AbortSignal.timeout(timeLimitMilliseconds)
      const { fetch, dispatcher } = await (loaded ??= load())
      const answer = await fetch(url, {
        method,
        headers,
        body,
        redirect: 'manual',
        dispatcher,
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      })
      const empty = answer.status === 204 || answer.status === 304
      const content = empty ? null : await readBounded(answer.body)
      return new Response(content, { status: answer.status, statusText: answer.statusText, headers: [...answer.headers] })
    },
    close: async () => {
      // Calls end by themselves; nobody waits any more for a connection that does not come.
      ended.abort()
      await (await loaded)?.dispatcher.close()
    },
  }
}

const readBounded = async (body: AsyncIterable<unknown> | null): Promise<Uint8Array<ArrayBuffer>> => {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body ?? []) {
    if (!(part instanceof Uint8Array)) continue
    size += part.byteLength
    if (size > maximumBytes) throw new RangeError(`answer larger than ${maximumBytes} bytes`)
    parts.push(part)
  }
  return new Uint8Array(Buffer.concat(parts))
}

/** The innermost cause that carries a code: fetch wraps it, and several addresses of one name are wrapped once more. */
const rootCause = (error: unknown): Error & { code?: unknown } => {
  if (error instanceof AggregateError && error.errors.length > 0) return rootCause(error.errors[0])
  if (error instanceof Error && error.cause instanceof Error) return rootCause(error.cause)
  return error instanceof Error ? error : new Error(String(error))
}

/**
 * What a rejected fetch means: `CW2005` for a certificate that is not trusted, `CW2011` for a cancelled call, `CW4014` to `CW4016` for a
 * proxy that wants an account, `CW4019` for one that is not trusted itself, else `CW2002`.
 */
export const networkFailure = (error: unknown, url: string | URL, signal?: AbortSignal): Failure => {
  const { host } = new URL(url)
  if (signal?.aborted === true) return failed('CW2011').failure
  const cause = rootCause(error)
  if (cause instanceof RefusedByProxy) return cause.failure
  const code = typeof cause.code === 'string' ? cause.code : cause.name
  if (isDistrust(code)) return failed('CW2005', { host, issuer: issuerOf(cause), reason: code }, cause.message).failure
  return failed('CW2002', { host, reason: code === 'Error' ? cause.message : code }, cause.message).failure
}

/** Node hands the certificate over on a name mismatch only; for the others the code is all there is. */
const issuerOf = (cause: Error): string => {
  if (!('cert' in cause) || typeof cause.cert !== 'object' || cause.cert === null || !('issuer' in cause.cert)) return '?'
  const { issuer } = cause.cert
  return typeof issuer === 'object' && issuer !== null && 'CN' in issuer && typeof issuer.CN === 'string' ? issuer.CN : '?'
}
