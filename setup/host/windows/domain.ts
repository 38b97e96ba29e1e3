/** The domain of the machine, from the Local Security Authority (advapi32). Needs no network. */
import { array, decode, struct } from 'koffi'
import { absent, type domainRoles, type Fact, known, unknown } from '../fact-sections.ts'
import { bind, demand, factOf, firstOut, type Pointer } from './native.ts'

struct('LSA_UNICODE_STRING', { length: 'uint16', capacity: 'uint16', text: 'void *' })
struct('LSA_OBJECT_ATTRIBUTES', {
  length: 'uint32',
  root: 'void *',
  name: 'void *',
  attributes: 'uint32',
  security: 'void *',
  quality: 'void *',
})
struct('POLICY_DNS_DOMAIN_INFO', {
  name: 'LSA_UNICODE_STRING',
  dnsName: 'LSA_UNICODE_STRING',
  dnsForest: 'LSA_UNICODE_STRING',
  guid: array('uint8', 16),
  sid: 'void *',
})
interface LsaText {
  /** Bytes. */
  length: number
  text: Pointer
}

const openPolicy = bind<(system: null, attributes: { length: number }, access: number, policy: Pointer[]) => number>(
  'advapi32',
  'int32 __stdcall LsaOpenPolicy(void *system, LSA_OBJECT_ATTRIBUTES *attributes, uint32 access, _Out_ void **policy)',
)
const queryPolicy = bind<(policy: bigint, kind: number, out: Pointer[]) => number>(
  'advapi32',
  'int32 __stdcall LsaQueryInformationPolicy(void *policy, int kind, _Out_ void **out)',
)
const closePolicy = bind<(policy: bigint) => number>('advapi32', 'int32 __stdcall LsaClose(void *policy)')
const freeMemory = bind<(memory: bigint) => number>('advapi32', 'int32 __stdcall LsaFreeMemory(void *memory)')

const viewLocalInformation = 1
const dnsDomainInformation = 12

const textOf = ({ length, text }: LsaText): string => (length === 0 || text === null ? '' : decode.string16(text, length / 2))

export const withLocalSecurityPolicy = <T>(access: number, read: (policy: bigint) => T): T => {
  const opened: Pointer[] = [null]
  demand(openPolicy(null, { length: 48 }, access, opened), 'LsaOpenPolicy')
  const policy = firstOut(opened, 'LsaOpenPolicy')
  try {
    return read(policy)
  } finally {
    closePolicy(policy)
  }
}

const dnsDomain = (): { readonly domain: string; readonly forest: string } =>
  withLocalSecurityPolicy(viewLocalInformation, (policy) => {
    const out: Pointer[] = [null]
    demand(queryPolicy(policy, dnsDomainInformation, out), 'LsaQueryInformationPolicy')
    const memory = firstOut(out, 'LsaQueryInformationPolicy')
    const { dnsName, dnsForest } = decode(memory, 'POLICY_DNS_DOMAIN_INFO') as { dnsName: LsaText; dnsForest: LsaText }
    const answer = { domain: textOf(dnsName), forest: textOf(dnsForest) }
    freeMemory(memory)
    return answer
  })

/** DNS name of the domain; absent in a workgroup. */
export const joinedDomain = (): Fact<string> =>
  factOf(() => {
    const { domain } = dnsDomain()
    return domain === '' ? absent : known(domain)
  })

/**
 * The role as `Win32_ComputerSystem.DomainRole` tells it, from the kind of product and the domain. Which of several domain
 * controllers holds the role of the primary one is nothing that set-up asks: all are given as backup.
 */
export const domainRole = (
  product: Fact<'client' | 'server' | 'domainController'>,
  domain: Fact<string>,
): Fact<(typeof domainRoles)[number]> => {
  if (product.is !== 'known') return unknown(`product type: ${product.is === 'unknown' ? product.why : 'absent'}`)
  if (product.value === 'domainController') return known('backupDomainController')
  if (domain.is === 'unknown') return unknown(`domain: ${domain.why}`)
  const joined = domain.is === 'known'
  if (product.value === 'client') return known(joined ? 'memberWorkstation' : 'standaloneWorkstation')
  return known(joined ? 'memberServer' : 'standaloneServer')
}
