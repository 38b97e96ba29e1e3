/**
 * Chromium refuses `app://` before requests can be intercepted, so a page of a custom scheme is loaded from
 * `https://<host>.<scheme>.test`, a name that never resolves (RFC 6761). Main always sees the custom scheme.
 */
export type ProtocolHandler = (request: Request) => Response | Promise<Response>

const handlers = new Map<string, ProtocolHandler | undefined>()

/** `app://causeway/x` as Chromium is told it; other addresses stay as they are. */
export const toWeb = (address: string): string =>
  address.replace(/^([a-z][a-z0-9+-]*):\/\/([^/?#]*)/i, (whole, scheme: string, host: string) =>
    handlers.has(scheme) ? `https://${host}.${scheme}.test` : whole,
  )

/** The way back. */
export const fromWeb = (address: string): string =>
  address.replace(/^https:\/\/([^/?#]+)\.([a-z0-9+-]+)\.test(?=[/?#]|$)/, (whole, host: string, scheme: string) =>
    handlers.has(scheme) ? `${scheme}://${host}` : whole,
  )

/** The handler of an address; `undefined` for schemes that are Chromium's own, `none` for a custom one that nothing handles. */
export const handlerOf = (address: string): ProtocolHandler | 'none' | undefined => {
  const scheme = address.slice(0, address.indexOf(':'))
  return handlers.has(scheme) ? (handlers.get(scheme) ?? 'none') : undefined
}

export const protocol = {
  registerSchemesAsPrivileged: (schemes: readonly { readonly scheme: string }[]): void => {
    for (const { scheme } of schemes) if (!handlers.has(scheme)) handlers.set(scheme, undefined)
  },
  handle: (scheme: string, handler: ProtocolHandler): void => void handlers.set(scheme, handler),
  unhandle: (scheme: string): void => void handlers.set(scheme, undefined),
  isProtocolHandled: (scheme: string): boolean => handlers.get(scheme) !== undefined,
}
