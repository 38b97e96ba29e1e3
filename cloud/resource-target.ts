/** The target of a published resource: `host:port` for `tcp`, an http(s) origin for `web`. */
import { isIPv6 } from 'node:net'
import { type PublishedResource } from '../contract/control-plane-api.ts'
import { type Result, failed, succeeded } from '../contract/error-codes.ts'

export interface Target {
  host: string
  port: number
}

const hostName = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/i

const refused = (reason: string) => failed('CW5004', { where: 'body/target', reason })

const portOf = (text: string): number | undefined => {
  const port = Number(text)
  return /^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535 ? port : undefined
}

/** CW5004 when the target does not fit the protocol. */
export const readTarget = ({ protocol, target }: Pick<PublishedResource, 'protocol' | 'target'>): Result<Target> => {
  if (protocol === 'tcp') {
    const match = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d+)$/.exec(target)
    const port = portOf(match?.[3] ?? '')
    const host = match?.[1] ?? match?.[2]
    if (host === undefined || port === undefined) return refused('host:port is expected, with a port from 1 to 65535; IPv6 in brackets')
    if (match?.[1] === undefined ? !hostName.test(host) : !isIPv6(host)) return refused(`“${host}” is not a host name or address`)
    return succeeded({ host, port })
  }
  const url = URL.parse(target)
  if (url === null || !/^https?:$/.test(url.protocol) || (url.origin !== target && `${url.origin}/` !== target))
    return refused('an origin is expected: http:// or https://, host and port, no path')
  return succeeded({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port),
  })
}

/** `host:port` as a connector dials it (IPv6 in brackets). */
export const authorityOf = ({ host, port }: Target): string => (isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`)
