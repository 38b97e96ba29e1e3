/** From what checks and test saw to the request for the other team. Pure. */
import { type CheckRow } from '../../contract/check-report.ts'
import { type ConnectivityReport, layers, type LayerRow } from '../../contract/connectivity.ts'
import { type NetworkRequest, type RequestEntry } from '../../contract/network-request.ts'
import { proxyOf } from '../connectivity/diagnosis.ts'

export interface RequestFacts {
  readonly report: Pick<ConnectivityReport, 'server' | 'endpoints' | 'rows'>
  readonly checks: readonly CheckRow[]
  /** https address of the sign-in pages, where they are not the control plane's. */
  readonly signIn: string | undefined
  readonly at: string
}

/** "relay-1 (relay.example:443)" is how a relay on the control plane's own port is called. */
const addressOf = (endpoint: string): { host: string; port: number } => {
  const address = /\((.+)\)$/.exec(endpoint)?.[1] ?? endpoint
  const [, host = address, port = '443'] = /^(.*):(\d+)$/.exec(address) ?? []
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
}

const asks: Readonly<Record<string, RequestEntry['ask']>> = {
  CW1202: 'resolve',
  CW1205: 'passProxy',
  CW4019: 'passProxy',
  CW1302: 'exempt',
  CW1210: 'passUnchanged',
  CW1211: 'passUnchanged',
}

const observedAt = (rows: readonly LayerRow[]): RequestEntry['observed'] => {
  const tried = rows.toSorted((a, b) => layers.indexOf(a.layer) - layers.indexOf(b.layer))
  const failing = tried.find(({ state }) => state === 'fail')
  if (failing !== undefined) return { is: 'fails', code: failing.code ?? 'CW9001', values: failing.values }
  return tried.length > 0 && tried.every(({ state }) => state === 'pass' || state === 'warn') ? { is: 'works' } : { is: 'notTried' }
}

const evidenceOf = (rows: readonly LayerRow[], layer: LayerRow['layer'], label: string): string[] => [
  ...new Set(
    rows
      .filter((row) => row.layer === layer)
      .flatMap(({ evidence }) => evidence.flatMap((each) => (each.label === label ? [each.value] : []))),
  ),
]

/** The lists and responders that the certificates name, with what the check saw of each. */
const revocationEntries = (checks: readonly CheckRow[]): RequestEntry[] => {
  const state = checks.find(({ id }) => id === 'certificates.revocation')?.state
  if (state?.is !== 'done') return []
  const { evidence } = state.result
  return evidence.flatMap(({ label, value }, index) => {
    const url = label === 'revocationSource' ? URL.parse(value) : null
    if (url === null) return []
    const seen = evidence[index + 1]?.value ?? ''
    const works = /^(?:good|revoked|unusable)\b/.test(seen)
    return [
      {
        ask: 'allow' as const,
        purpose: 'revocation' as const,
        host: url.hostname,
        port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
        addresses: [],
        observed: works ? { is: 'works' as const } : { is: 'fails' as const, code: 'CW1306', values: { source: value, reason: seen } },
      },
    ]
  })
}

export const networkRequest = ({ report, checks, signIn, at }: RequestFacts): NetworkRequest => {
  const { server, endpoints, rows } = report
  const proxy = proxyOf(rows)
  const issuer = rows.find(({ code }) => code === 'CW1302')?.values['issuer']
  const ofEndpoints = endpoints.map(({ name, role }): RequestEntry => {
    const own = rows.filter(({ endpoint }) => endpoint === name)
    const observed = observedAt(own)
    const ask = observed.is === 'fails' ? (asks[observed.code] ?? 'allow') : proxy === undefined ? 'allow' : 'passProxy'
    return { ask, purpose: role, ...addressOf(name), addresses: evidenceOf(own, 'dns', 'addresses'), observed }
  })
  const url = signIn === undefined ? null : URL.parse(signIn)
  const ofSignIn: RequestEntry[] =
    url === null
      ? []
      : [
          {
            ask: 'allow',
            purpose: 'signIn',
            host: url.hostname,
            port: Number(url.port || 443),
            addresses: [],
            observed: { is: 'notTried' },
          },
        ]
  const all = [...ofEndpoints, ...ofSignIn, ...revocationEntries(checks)]
  // The first word on an address and port counts: the endpoints come before what merely lies there too.
  const entries = all.filter(
    (entry, index) =>
      all.findIndex(
        ({ host, port, purpose }) =>
          host === entry.host && port === entry.port && (purpose === entry.purpose || entry.purpose === 'signIn'),
      ) === index,
  )
  return {
    schema: 'causeway.network-request/1',
    at,
    server: {
      name: server.name,
      system: server.system,
      simulated: server.simulated,
      addresses: evidenceOf(rows, 'adapter', 'adapter').flatMap((adapter) => adapter.replace(/^.*?: /, '').split(', ')),
    },
    ...(proxy === undefined ? {} : { proxy }),
    ...(issuer === undefined ? {} : { inspectedBy: String(issuer) }),
    entries,
  }
}
