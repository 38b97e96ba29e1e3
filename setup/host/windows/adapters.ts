/** Network adapters with their addresses, gateways and name servers (iphlpapi). */
import { array, decode, struct } from 'koffi'
import { type Adapter, type Fact, known } from '../fact-sections.ts'
import { bind, demand, factOf, type Pointer } from './native.ts'
import { addressOfSocketAddress } from './socket-address.ts'

struct('SOCKET_ADDRESS', { address: 'void *', length: 'int32' })
// Unicast, gateway and name server entries begin alike (iptypes.h).
struct('IP_ADAPTER_ADDRESS_ENTRY', { length: 'uint32', reserved: 'uint32', next: 'void *', address: 'SOCKET_ADDRESS' })
struct('IP_ADAPTER_ADDRESSES', {
  length: 'uint32',
  index: 'uint32',
  next: 'void *',
  name: 'void *',
  unicast: 'void *',
  anycast: 'void *',
  multicast: 'void *',
  dnsServers: 'void *',
  dnsSuffix: 'void *',
  description: 'void *',
  friendlyName: 'str16',
  physicalAddress: array('uint8', 8),
  physicalAddressLength: 'uint32',
  flags: 'uint32',
  mtu: 'uint32',
  type: 'uint32',
  operStatus: 'int',
  ipv6Index: 'uint32',
  zones: array('uint32', 16),
  prefixes: 'void *',
  transmitSpeed: 'uint64',
  receiveSpeed: 'uint64',
  winsServers: 'void *',
  gateways: 'void *',
})
interface Entry {
  next: Pointer
  address: { address: Pointer; length: number }
}
interface AdapterRow {
  next: Pointer
  unicast: Pointer
  dnsServers: Pointer
  gateways: Pointer
  friendlyName: string | null
  type: number
  operStatus: number
}

const getAdaptersAddresses = bind<(family: number, flags: number, reserved: null, buffer: Buffer, size: number[]) => number>(
  'iphlpapi',
  'uint32 __stdcall GetAdaptersAddresses(uint32 family, uint32 flags, void *reserved, void *buffer, _Inout_ uint32 *size)',
)
const bothFamilies = 0
const includeGateways = 0x80
const bufferOverflow = 111
const noData = 232
const softwareLoopback = 24
const operUp = 1
/** What the schema takes; a longer chain is cut, and a ring in it ends. */
const most = { adapters: 256, addresses: 64, gateways: 16, dnsServers: 16 }

const addresses = (first: Pointer, limit: number): string[] => {
  const found: string[] = []
  for (let at = first; at !== null && found.length < limit;) {
    const { next, address } = decode(at, 'IP_ADAPTER_ADDRESS_ENTRY') as Entry
    if (address.address !== null) {
      const bytes = decode(address.address, array('uint8', address.length)) as Uint8Array
      const text = addressOfSocketAddress(Uint8Array.from(bytes))
      if (text !== undefined) found.push(text)
    }
    at = next
  }
  return found
}

const filled = (): Buffer | undefined => {
  for (let size = 32_768; size <= 4 * 1024 * 1024; size *= 4) {
    const buffer = Buffer.alloc(size)
    const status = getAdaptersAddresses(bothFamilies, includeGateways, null, buffer, [size])
    if (status === noData) return undefined
    if (status === bufferOverflow) continue
    demand(status, 'GetAdaptersAddresses')
    return buffer
  }
  throw new Error('the list of adapters is larger than 4 MB')
}

/** All but the loopback. */
export const allAdapters = (): Fact<Adapter[]> =>
  factOf(() => {
    const buffer = filled()
    const adapters: Adapter[] = []
    for (let at: Buffer | Pointer = buffer ?? null; at !== null && adapters.length < most.adapters;) {
      const row = decode(at, 'IP_ADAPTER_ADDRESSES') as AdapterRow
      at = row.next
      if (row.type === softwareLoopback) continue
      adapters.push({
        name: row.friendlyName ?? '',
        up: row.operStatus === operUp,
        addresses: addresses(row.unicast, most.addresses),
        gateways: addresses(row.gateways, most.gateways),
        dnsServers: addresses(row.dnsServers, most.dnsServers),
      })
    }
    return known(adapters)
  })
