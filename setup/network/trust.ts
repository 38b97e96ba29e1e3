/** Whom the service trusts: the system's store and what the connection file adds. */
import { getCACertificates } from 'node:tls'

let system: readonly string[] | undefined

/** Reading the system's store takes up to 300 ms on Windows, so it is read once. An empty store falls back to Node's own list. */
const systemAuthorities = (): readonly string[] => {
  if (system === undefined) {
    const found = [...new Set(getCACertificates('system'))]
    system = found.length > 0 ? found : getCACertificates('bundled')
  }
  return system
}

export const trustedAuthorities = (added: readonly string[]): string[] => [...systemAuthorities(), ...added]
