/** Which headers pass between a cloud service and a web resource, and how those that name a place are rewritten. */
import { type IncomingHttpHeaders } from 'node:http'

/** RFC 9110, section 7.6.1, and what proxies add to it. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'proxy-connection',
  'http2-settings',
])
/** Said by us alone: a service could otherwise claim to be somebody else. */
const forged = /^(?:forwarded|x-forwarded-.*|x-real-ip|x-causeway-.*|causeway-.*|proxy-.*)$/
const ownCookie = /^__Host-cw/
/** They speak for the whole host name, which is ours. */
const hostWide = ['strict-transport-security', 'alt-svc', 'public-key-pins', 'public-key-pins-report-only']

/** Where a web resource is seen from outside and from inside. */
export interface WebPlace {
  /** Origin of the resource inside (`http://intranet.contoso.com`). */
  readonly inside: URL
  /** Host by which the service asked. */
  readonly outsideHost: string
  /** `/connect/<location>/<resource>`. */
  readonly prefix: string
  readonly clientAddress: string
}

const cookiesForInside = (cookie: string): string =>
  cookie
    .split(/;\s*/)
    .filter((pair) => !ownCookie.test(pair))
    .join('; ')

/** Headers for the resource. `Upgrade` passes only for WebSocket, `Authorization` only when it was not our key. */
export const headersInward = (
  headers: IncomingHttpHeaders,
  place: WebPlace,
  keep: { readonly webSocket: boolean; readonly authorization: boolean },
): IncomingHttpHeaders => {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  const passed: IncomingHttpHeaders = {}
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(':') || hopByHop.has(name) || forged.test(name) || named.includes(name)) continue
    if (name === 'authorization' && !keep.authorization) continue
    passed[name] = name === 'cookie' && typeof value === 'string' ? cookiesForInside(value) : value
  }
  if (passed.cookie === '') delete passed.cookie
  if (keep.webSocket) Object.assign(passed, { connection: 'Upgrade', upgrade: 'websocket' })
  // The body's framing is between this hop and the next: a body of unknown length goes on in chunks.
  else if (headers['transfer-encoding'] !== undefined) passed['transfer-encoding'] = 'chunked'
  if (passed.origin !== undefined) passed.origin = place.inside.origin
  return Object.assign(passed, {
    host: place.inside.host,
    'x-forwarded-for': place.clientAddress,
    'x-forwarded-proto': 'https',
    'x-forwarded-host': place.outsideHost,
    'x-forwarded-prefix': place.prefix,
  })
}

/** An address the resource names, as seen from outside. Untouched when it is not the resource's own. */
const outward = (address: string, { inside, prefix }: WebPlace): string => {
  // A path starts with one slash; two name another host.
  if (address.startsWith('/') && !address.startsWith('//')) return prefix + address
  try {
    const url = new URL(address, inside)
    if (!/^https?:|^\/\//i.test(address) || url.host !== inside.host) return address
    return `${prefix}${url.pathname}${url.search}${url.hash}`
  } catch {
    return address
  }
}

const cookieOutward = (cookie: string, prefix: string): string => {
  const [pair = '', ...attributes] = cookie.split(/;\s*/)
  const kept = attributes.filter((attribute) => !/^(?:domain|path|secure)(?:=|$)/i.test(attribute))
  const path = attributes.find((attribute) => /^path=\//i.test(attribute))?.slice('path='.length) ?? '/'
  // The host is shared by all resources: a path keeps each one's cookies to itself. `__Host-` demands the path `/`, so it cannot be kept.
  return [pair, ...kept, `Path=${prefix}${path}`, 'Secure'].join('; ')
}

/** Rewrites the resource's response headers in place. */
export const rewriteOutward = (headers: IncomingHttpHeaders, place: WebPlace): void => {
  for (const name of [...hostWide, ...hopByHop]) Reflect.deleteProperty(headers, name)
  for (const name of ['location', 'content-location'] as const) {
    const value = headers[name]
    if (typeof value === 'string') headers[name] = outward(value, place)
  }
  const refresh = headers['refresh']
  if (typeof refresh === 'string')
    headers['refresh'] = refresh.replace(
      /^(\s*\d+\s*;\s*url=)(.*)$/i,
      (_all, start: string, address: string) => start + outward(address, place),
    )
  const cookies = headers['set-cookie']
  if (cookies !== undefined) headers['set-cookie'] = cookies.map((cookie) => cookieOutward(cookie, place.prefix))
}

/** True when the two ways to say where a body ends are both there (RFC 9112, section 6.3): a way to smuggle a second request. */
export const hasTwoLengths = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined && headers['content-length'] !== undefined
