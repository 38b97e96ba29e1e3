/** Host and port: read from addresses, printed for people. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** Host and port of an https address; the port is 443 unless said. IPv6 literals lose their brackets. */
export const addressOf = (url: string): Address => {
  const { hostname, port } = new URL(url)
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? 443 : Number(port) }
}

/** `host:port`, with brackets where needed. */
export const printAddress = ({ host, port }: Address): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`)

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
