/** The answer to an LDAP ping: NETLOGON_SAM_LOGON_RESPONSE_EX (MS-ADTS 6.3.1.9). */
import { dnsNameAt } from './dns-message.ts'

/** DS_FLAG (MS-ADTS 6.3.1.2). A domain controller without `writable` is a read-only one. */
export const netlogonFlags = { globalCatalog: 0x4, writable: 0x100 } as const

export interface NetlogonAnswer {
  readonly flags: number
  readonly domain: string
  readonly host: string
  readonly site: string
}

/** LOGON_SAM_LOGON_RESPONSE_EX, and the same for an unknown user. */
const operations = new Set([23, 25])
const namesFrom = 24

/** Undefined for what is not such an answer. */
export const readNetlogonAnswer = (data: Buffer | undefined): NetlogonAnswer | undefined => {
  if (data === undefined || data.length <= namesFrom || !operations.has(data.readUInt16LE(0))) return undefined
  try {
    const names: string[] = []
    // Forest, domain, host, NetBIOS domain, NetBIOS host, user, site of the server: names compressed against this structure.
    for (let at = namesFrom; names.length < 7;) {
      const { name, next } = dnsNameAt(data, at)
      names.push(name)
      at = next
    }
    const [, domain = '', host = '', , , , site = ''] = names
    return { flags: data.readUInt32LE(4), domain: domain.toLowerCase(), host: host.toLowerCase(), site }
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
