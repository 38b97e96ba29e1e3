/** One sentence from all rows: working, or the first cause. Pure; every combination has an answer, and what works never has a cause. */
import { type Diagnosis, type Endpoint, type Hop, type Layer, layers, type LayerRow, type RoundTrip } from '../../contract/connectivity.ts'

export interface DiagnosisFacts {
  readonly machineName: string
  readonly endpoints: readonly Endpoint[]
  readonly rows: readonly LayerRow[]
  readonly roundTrip: RoundTrip
  readonly installed: boolean
}

/** Cells of rows that belong to no endpoint. */
export const serviceEndpoint = 'service'
export const cloudEndpoint = 'cloud'

const isPending = ({ state }: LayerRow): boolean => state === 'waiting' || state === 'running'

/** The proxy on the way to the first endpoint, if one is used. */
const proxyOf = (rows: readonly LayerRow[]): string | undefined =>
  rows.find(({ layer, state, summary }) => layer === 'proxy' && state === 'pass' && summary !== undefined && summary !== 'direct')?.summary

export const diagnose = (facts: DiagnosisFacts): Diagnosis => {
  const { rows, roundTrip, installed, endpoints } = facts
  const last = roundTrip.samples.at(-1)
  // An echo that came back proves every layer below it, whatever a probe of ours thinks of one of them.
  if (last?.milliseconds !== undefined) {
    const through = proxyOf(rows)
    return {
      is: 'working',
      milliseconds: roundTrip.p50 ?? last.milliseconds,
      relay: last.relay ?? relayName(endpoints),
      ...(through === undefined ? {} : { through }),
    }
  }
  const failing = firstFailure(facts)
  if (failing !== undefined) return causeOf(failing, facts)
  if (rows.length === 0 || rows.some(isPending)) return { is: 'testing' }
  if (!installed) return { is: 'notInstalled' }
  return { is: 'unknown', code: 'CW4013' }
}

/**
 * The failing row that explains most: layers in order, and on one layer what all endpoints share before a single one. One
 * relay of several that fails explains nothing while another can be reached, unless the service itself says so.
 */
const firstFailure = ({ rows, endpoints, installed }: DiagnosisFacts): LayerRow | undefined => {
  const failing = rows.filter(({ state }) => state === 'fail').toSorted((a, b) => layers.indexOf(a.layer) - layers.indexOf(b.layer))
  const relays = endpoints.filter(({ role }) => role === 'relay')
  const reachable = relays.some(({ name }) =>
    rows.some(({ endpoint, layer, state }) => endpoint === name && layer === 'http' && (state === 'pass' || state === 'warn')),
  )
  const isSpare = ({ endpoint }: LayerRow): boolean => reachable && relays.some(({ name }) => name === endpoint)
  return failing.find((row) => !isSpare(row)) ?? (rows.some(isPending) || !installed ? undefined : failing[0])
}

const owners: Record<Layer, 'administrator' | 'network' | 'policy' | 'operator'> = {
  adapter: 'administrator',
  dns: 'network',
  proxy: 'network',
  tcp: 'network',
  tls: 'network',
  http: 'network',
  channel: 'administrator',
  roundTrip: 'operator',
}

/** Who acts, where the code or what was seen says more than the layer. */
const ownerOf = ({ layer, code, values }: LayerRow): (typeof owners)[Layer] => {
  if (code === 'CW1014') return 'administrator'
  if (code === 'CW1301' && operatorsProblems.has(String(values['problem']))) return 'operator'
  // The certificate was the right one, so what answers stands at the operator's side (RFC 9110, section 15.6).
  // 511 alone says that it comes from the network (RFC 6585, section 6).
  if (code === 'CW1210' && Number(values['status']) >= 500 && Number(values['status']) !== 511) return 'operator'
  return owners[layer]
}
const operatorsProblems = new Set(['expired', 'notYetValid', 'incomplete'])

const proxyCauses: ReadonlySet<string> = new Set(['CW1203', 'CW1208'])

const causeOf = (row: LayerRow, { rows, endpoints }: DiagnosisFacts): Diagnosis => {
  const { layer, endpoint, values, code = 'CW9001' } = row
  // A proxy that the service goes without, or a script that names none, explains why nothing answers the service.
  const proxy = rows.find((other) => other.endpoint === endpoint && other.layer === 'proxy' && proxyCauses.has(other.code ?? ''))
  if (proxy !== undefined && (layer === 'tcp' || layer === 'dns'))
    return {
      is: 'notWorking',
      code: proxy.code ?? code,
      layer,
      endpoint,
      values: { ...values, ...proxy.values },
      owner: proxy.code === 'CW1203' ? 'administrator' : 'network',
      addresses: [],
    }
  const alike = new Set(rows.filter((other) => other.layer === layer && other.state === 'fail').map((other) => other.endpoint))
  const owner = ownerOf(row)
  const addresses = owner === 'network' ? endpoints.map(({ name }) => name).filter((name) => alike.has(name)) : []
  return { is: 'notWorking', code, layer, endpoint, values, owner, addresses }
}

const relayName = (endpoints: readonly Endpoint[]): string => endpoints.find(({ role }) => role === 'relay')?.name ?? ''

/** The drawn path: this server, what stands between, relay, control plane. */
export const pathOf = (facts: DiagnosisFacts, diagnosis: Diagnosis): Hop[] => {
  const { rows, endpoints, machineName } = facts
  const proxy = proxyOf(rows)
  const inspection = rows.find(({ code }) => code === 'CW1302')?.values['issuer']
  const relay = (diagnosis.is === 'working' ? diagnosis.relay : undefined) ?? relayName(endpoints)
  const control = endpoints.find(({ role }) => role === 'controlPlane')?.name ?? ''
  const kinds: { kind: Hop['kind']; name: string }[] = [
    { kind: 'server', name: machineName },
    ...(proxy === undefined ? [] : [{ kind: 'proxy' as const, name: proxy }]),
    ...(inspection === undefined ? [] : [{ kind: 'inspection' as const, name: String(inspection) }]),
    { kind: 'relay', name: relay },
    { kind: 'controlPlane', name: control },
  ]
  if (diagnosis.is === 'working') return kinds.map((hop) => ({ ...hop, state: 'reached' }))
  if (diagnosis.is === 'notWorking') {
    const broken = brokenHop(diagnosis, endpoints, proxy !== undefined)
    const at = Math.max(
      0,
      kinds.findIndex(({ kind }) => kind === broken),
    )
    return kinds.map((hop, index) => ({ ...hop, state: index < at ? 'reached' : index === at ? 'breaksHere' : 'notReached' }))
  }
  const answered = (role: Endpoint['role']) =>
    endpoints.some(
      (endpoint) =>
        endpoint.role === role && rows.some((row) => row.endpoint === endpoint.name && row.layer === 'http' && row.state === 'pass'),
    )
  const reached: Partial<Record<Hop['kind'], boolean>> = {
    server: true,
    proxy: answered('controlPlane'),
    relay: answered('relay'),
    controlPlane: answered('controlPlane'),
  }
  return kinds.map((hop) => ({ ...hop, state: reached[hop.kind] === true ? 'reached' : 'unknown' }))
}

const brokenHop = (
  { layer, code, endpoint }: Extract<Diagnosis, { is: 'notWorking' }>,
  endpoints: readonly Endpoint[],
  viaProxy: boolean,
): Hop['kind'] => {
  const atEndpoint = endpoints.find(({ name }) => name === endpoint)?.role ?? 'relay'
  if (code === 'CW1302') return 'inspection'
  if (code === 'CW1205' && viaProxy) return 'proxy'
  if (proxyCauses.has(code)) return 'server'
  switch (layer) {
    case 'adapter':
    case 'dns':
      return 'server'
    case 'proxy':
      return 'proxy'
    case 'tcp':
      return viaProxy ? 'proxy' : atEndpoint
    case 'tls':
    case 'http':
      return code === 'CW1014' ? 'server' : atEndpoint
    case 'channel':
      return code === 'CW4013' || code === 'CW3007' || /^CW400[1235]$/.test(code) ? 'server' : 'relay'
    case 'roundTrip':
      return 'controlPlane'
  }
}
