/** Network facts of the machine that the simulated server runs on: its checks of the network are real. */
import { getServers } from 'node:dns'
import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { known, unknown, type Adapter, type Fact } from '../fact-sections.ts'

/** RFC 5952 form; the URL parser writes it. */
const shortened = (address: string): string => new URL(`http://[${address}]`).hostname.slice(1, -1)

/** Default routes as Linux lists them: little-endian hex in /proc/net/route, plain hex in /proc/net/ipv6_route. */
export const parseRoutes = (v4: string, v6: string): Map<string, string[]> => {
  const gateways = new Map<string, string[]>()
  const add = (name: string, gateway: string) => gateways.set(name, [...(gateways.get(name) ?? []), gateway])
  for (const line of v4.split('\n').slice(1)) {
    const [name = '', destination = '', gateway = '', , , , , mask = ''] = line.trim().split(/\s+/)
    if (destination !== '00000000' || mask !== '00000000' || !/^[0-9A-F]{8}$/i.test(gateway)) continue
    add(
      name,
      (gateway.match(/../g) ?? [])
        .reverse()
        .map((byte) => parseInt(byte, 16))
        .join('.'),
    )
  }
  for (const line of v6.split('\n')) {
    const [destination = '', length = '', , , gateway = '', , , , , name = ''] = line.trim().split(/\s+/)
    if (!/^0{32}$/.test(destination) || length !== '00' || /^0{32}$/.test(gateway) || !/^[0-9a-f]{32}$/i.test(gateway)) continue
    add(name, shortened((gateway.match(/.{4}/g) ?? []).join(':')))
  }
  return gateways
}

const contentOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

export const realAdapters = (): Fact<Adapter[]> => {
  try {
    const gateways = parseRoutes(contentOf('/proc/net/route'), contentOf('/proc/net/ipv6_route'))
    const dnsServers = getServers()
    return known(
      Object.entries(networkInterfaces()).map(([name, addresses]) => ({
        name,
        up: (addresses?.length ?? 0) > 0,
        addresses: (addresses ?? []).map((a) => a.address),
        gateways: gateways.get(name) ?? [],
        dnsServers: gateways.has(name) ? dnsServers : [],
      })),
    )
  } catch (error) {
    return unknown((error as Error).message)
  }
}
