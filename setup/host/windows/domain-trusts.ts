/** Trusts of the machine's domain (netapi32). Asks a domain controller and may block: see `native-call.ts`. */
import { array, decode, struct } from 'koffi'
import { type Trust } from '../fact-sections.ts'
import { bind, type Pointer } from './native.ts'

struct('DS_DOMAIN_TRUSTS', {
  netbiosName: 'str16',
  dnsName: 'str16',
  flags: 'uint32',
  parent: 'uint32',
  type: 'uint32',
  attributes: 'uint32',
  sid: 'void *',
  guid: array('uint8', 16),
})
interface DomainTrust {
  netbiosName: string | null
  dnsName: string | null
  flags: number
  attributes: number
}

const enumerate = bind<(server: null, flags: number, out: Pointer[], count: number[]) => number>(
  'netapi32',
  'uint32 __stdcall DsEnumerateDomainTrustsW(str16 server, uint32 flags, _Out_ void **out, _Out_ uint32 *count)',
)

/** In the forest, primary, trusting and trusted ones (DS_DOMAIN_IN_FOREST 1, DIRECT_OUTBOUND 2, PRIMARY 8, DIRECT_INBOUND 0x20). */
const every = 0x2b
const most = 1000

export const domainTrusts = (): { readonly status: number; readonly trusts: Trust[] } => {
  const [out, count]: [Pointer[], number[]] = [[null], [0]]
  const status = enumerate(null, every, out, count)
  const memory = out[0] ?? null
  if (status !== 0 || memory === null) return { status: status >>> 0, trusts: [] }
  const found = decode(memory, array('DS_DOMAIN_TRUSTS', Math.min(count[0] ?? 0, most))) as DomainTrust[]
  return {
    status: 0,
    trusts: found.map(({ netbiosName, dnsName, flags, attributes }) => ({
      netbiosName: netbiosName ?? '',
      dnsName: (dnsName ?? '').toLowerCase(),
      flags,
      attributes,
    })),
  }
}
