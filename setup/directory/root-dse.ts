/** What a domain controller tells about itself and its forest to everybody who asks, without signing in (MS-ADTS 3.1.1.3.2, 6.3.3). */
import { AndFilter, Client, EqualityFilter } from 'ldapts'
import { z } from 'zod'
import { netlogonFlags, readNetlogonAnswer } from './netlogon-answer.ts'

export interface RootDse {
  /** DNS name of the root domain of the forest. */
  readonly forestRoot: string
  /** `msDS-Behavior-Version`: 2 is 2003, 4 is 2008 R2, 7 is 2016, 10 is 2025. */
  readonly domainLevel: number
  readonly forestLevel: number
  /** From the LDAP ping; absent where the server does not answer it over TCP. */
  readonly writable?: boolean
  readonly site?: string
}

const limit = 2000

/** ldapts gives an absent attribute as an empty list. */
const text = z.string().min(1).max(1000)
const level = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
const Entry = z.object({ rootDomainNamingContext: text, domainFunctionality: level, forestFunctionality: level })

/** `DC=corp,DC=contoso,DC=example` as a DNS name; undefined for anything else. */
export const dnsNameOf = (distinguishedName: string): string | undefined => {
  const parts = distinguishedName.split(',').map((part) => /^\s*DC=([^=,+\\]+)$/i.exec(part)?.[1])
  return parts.some((part) => part === undefined) ? undefined : parts.join('.').toLowerCase()
}

const ping = (domain: string) =>
  new AndFilter({
    filters: [
      new EqualityFilter({ attribute: 'DnsDomain', value: domain }),
      // NETLOGON_NT_VERSION_5EX (4), with IP (2 and 0x10) left to the server.
      new EqualityFilter({ attribute: 'NtVer', value: Buffer.from([0x16, 0, 0, 0]) }),
    ],
  })

const firstBuffer = (value: unknown): Buffer | undefined => {
  const [one] = Array.isArray(value) ? (value as unknown[]) : [value]
  return Buffer.isBuffer(one) ? one : undefined
}

/** Rejects with what went wrong: no connection, no answer in time, an answer that is not that of a domain controller. */
export const askRootDse = async (host: string, port: number, domain: string, signal: AbortSignal): Promise<RootDse> => {
  signal.throwIfAborted()
  const address = host.includes(':') ? `[${host}]` : host
  const client = new Client({ url: `ldap://${address}:${port}`, timeout: limit, connectTimeout: limit })
  const stop = () => void client.unbind().catch(() => undefined)
  signal.addEventListener('abort', stop, { once: true })
  try {
    const found = await client.search('', { scope: 'base', attributes: Object.keys(Entry.shape) })
    const entry = Entry.parse(found.searchEntries[0])
    const forestRoot = dnsNameOf(entry.rootDomainNamingContext)
    if (forestRoot === undefined) throw new Error(`rootDomainNamingContext is ${entry.rootDomainNamingContext.slice(0, 200)}`)
    const pinged = await client.search('', {
      scope: 'base',
      filter: ping(domain),
      attributes: ['netlogon'],
      explicitBufferAttributes: ['netlogon', 'Netlogon'],
    })
    const answer = readNetlogonAnswer(firstBuffer(pinged.searchEntries[0]?.['netlogon'] ?? pinged.searchEntries[0]?.['Netlogon']))
    return {
      forestRoot,
      domainLevel: entry.domainFunctionality,
      forestLevel: entry.forestFunctionality,
      ...(answer === undefined ? {} : { writable: (answer.flags & netlogonFlags.writable) !== 0, site: answer.site }),
    }
  } finally {
    signal.removeEventListener('abort', stop)
    await client.unbind().catch(() => undefined)
  }
}
