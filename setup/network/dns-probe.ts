/** Name resolution: as every program on the machine gets it, and each configured server on its own. */
import { getServers, lookup, Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { abandonedBy, codeOf, elapsedSince, limits, within } from '../../connector/way-out/limits.ts'

export interface ServerAnswer {
  readonly server: string
  readonly addresses: readonly string[]
  /** Absent when it answered with addresses. */
  readonly error?: string
  readonly milliseconds: number
}

export interface NameObservation {
  readonly host: string
  /** `literal`: the host is an address and needs no resolution. */
  readonly outcome: 'literal' | 'resolved' | 'noSuchName' | 'noAnswer'
  readonly addresses: readonly { readonly address: string; readonly family: 4 | 6 }[]
  readonly error?: string
  readonly milliseconds: number
  /** One for each configured server; empty for literals and names of this machine. */
  readonly servers: readonly ServerAnswer[]
}

const negative = new Set(['ENOTFOUND', 'ENODATA', 'NXDOMAIN', 'EAI_NONAME', 'EAI_NODATA'])

const askServer = async (server: string, host: string, signal: AbortSignal): Promise<ServerAnswer> => {
  const began = performance.now()
  const resolver = new Resolver({ timeout: 2000, tries: 1 })
  const stop = () => resolver.cancel()
  signal.addEventListener('abort', stop, { once: true })
  try {
    resolver.setServers([server])
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    const addresses = [v4, v6].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
    const error = addresses.length === 0 && v4.status === 'rejected' ? { error: codeOf(v4.reason) } : {}
    return { server, addresses, ...error, milliseconds: elapsedSince(began) }
  } catch (error) {
    return { server, addresses: [], error: codeOf(error), milliseconds: elapsedSince(began) }
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** The system's resolver and its list of servers; given in tests. */
export interface Resolution {
  readonly lookup: (host: string) => Promise<readonly { address: string; family: number }[]>
  readonly servers: () => readonly string[]
}
const ofSystem: Resolution = { lookup: (host) => lookup(host, { all: true, order: 'verbatim' }), servers: getServers }

export const probeName = async (
  host: string,
  signal: AbortSignal,
  { lookup: ask, servers: configured } = ofSystem,
): Promise<NameObservation> => {
  signal.throwIfAborted()
  const began = performance.now()
  const family = isIP(host)
  if (family !== 0)
    return { host, outcome: 'literal', addresses: [{ address: host, family: family as 4 | 6 }], milliseconds: 0, servers: [] }
  const limited = within(signal, limits.name)
  const local = host === 'localhost' || host.endsWith('.localhost')
  const servers = local ? Promise.resolve([]) : Promise.all(configured().map((server) => askServer(server, host, limited)))
  try {
    const found = await abandonedBy(limited, ask(host))
    const milliseconds = elapsedSince(began)
    const addresses = found.map(({ address, family: f }) => ({ address, family: f as 4 | 6 }))
    return { host, outcome: 'resolved', addresses, milliseconds, servers: await servers }
  } catch (error) {
    signal.throwIfAborted()
    const milliseconds = elapsedSince(began)
    const answers = await servers
    // The system's resolver says "not found" also when no server answered: only a server's own "no" counts as one.
    const saidNo =
      negative.has(codeOf(error)) && (answers.length === 0 || answers.some((a) => a.error !== undefined && negative.has(a.error)))
    return { host, outcome: saidNo ? 'noSuchName' : 'noAnswer', addresses: [], error: codeOf(error), milliseconds, servers: answers }
  }
}
