/**
 * From what was seen to why nothing comes through: all causes, the one that explains most first, and one sentence. Pure;
 * every combination has an answer, nothing is a cause without a row that failed, and what works never has one in its way.
 */
import {
  type Cause,
  type Diagnosis,
  type Endpoint,
  type Further,
  type Layer,
  layers,
  type LayerRow,
  type RoundTrip,
} from '../../contract/connectivity.ts'
import { culpritOf, heldHere } from './culprit.ts'

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
export const proxyOf = (rows: readonly LayerRow[]): string | undefined =>
  rows.find(({ layer, state, summary }) => layer === 'proxy' && state === 'pass' && summary !== undefined && summary !== 'direct')?.summary

export const relayName = (endpoints: readonly Endpoint[]): string => endpoints.find(({ role }) => role === 'relay')?.name ?? ''

export interface Findings {
  readonly diagnosis: Diagnosis
  readonly further: Further
}

export const findings = (facts: DiagnosisFacts): Findings => {
  const { rows, roundTrip, installed, endpoints } = facts
  const { inTheWay, beside } = rankedCauses(facts)
  const unanswered = rows
    .filter(({ state }) => state === 'unknown')
    .map(({ layer, endpoint, values }) => ({ layer, endpoint, reason: String(values['reason'] ?? '?') }))
  const last = roundTrip.samples.at(-1)
  // An echo that came back proves every layer below it, whatever a probe of ours thinks of one of them.
  if (last?.milliseconds !== undefined) {
    const through = proxyOf(rows)
    const diagnosis: Diagnosis = {
      is: 'working',
      milliseconds: roundTrip.p50 ?? last.milliseconds,
      relay: last.relay ?? relayName(endpoints),
      ...(through === undefined ? {} : { through }),
    }
    return { diagnosis, further: { causes: [...inTheWay, ...beside], unanswered } }
  }
  const stillOpen = rows.length === 0 || rows.some(isPending)
  // One relay of several explains nothing while another can be reached, unless all is known and nothing else is left.
  const [first, ...others] = stillOpen || !installed ? inTheWay : [...inTheWay, ...beside]
  if (first !== undefined) {
    const left = stillOpen || !installed ? beside : []
    return { diagnosis: { is: 'notWorking', ...first }, further: { causes: [...others, ...left], unanswered } }
  }
  return { diagnosis: withoutCause(stillOpen, installed, unanswered[0]), further: { causes: beside, unanswered } }
}

export const diagnose = (facts: DiagnosisFacts): Diagnosis => findings(facts).diagnosis

const withoutCause = (stillOpen: boolean, installed: boolean, unanswered: Further['unanswered'][number] | undefined): Diagnosis => {
  if (stillOpen) return { is: 'testing' }
  if (unanswered !== undefined) return { is: 'unknown', code: 'CW4021', values: unanswered }
  return installed ? { is: 'unknown', code: 'CW4013', values: { reason: '?' } } : { is: 'notInstalled' }
}

/** What follows from a network that lets nothing through: no finding of its own beside the cause. */
const consequences: ReadonlySet<string> = new Set(['CW2002', 'CW4006', 'CW4018'])

const rankedCauses = ({ rows, endpoints }: DiagnosisFacts): { readonly inTheWay: Cause[]; readonly beside: Cause[] } => {
  const failing = rows.filter(({ state }) => state === 'fail').toSorted((a, b) => layers.indexOf(a.layer) - layers.indexOf(b.layer))
  const relays = endpoints.filter(({ role }) => role === 'relay')
  const reachable = relays.some(({ name }) =>
    rows.some(({ endpoint, layer, state }) => endpoint === name && layer === 'http' && (state === 'pass' || state === 'warn')),
  )
  const isSpare = ({ endpoint }: LayerRow): boolean => reachable && relays.some(({ name }) => name === endpoint)
  const causes = (of: readonly LayerRow[]) => merged(of.flatMap((row) => causesOf(row, rows, endpoints)))
  const inTheWay = causes(failing.filter((row) => !isSpare(row)))
  const [first] = inTheWay
  return {
    inTheWay: inTheWay.filter((cause) => cause === first || !consequences.has(cause.code)),
    beside: causes(failing.filter(isSpare)),
  }
}

/** The same cause at several endpoints is one; the first of them stands for all. */
const merged = (causes: readonly Cause[]): Cause[] =>
  causes.filter(
    (cause, index) =>
      causes.findIndex(
        (other) =>
          other.code === cause.code && other.layer === cause.layer && (other.endpoint === cause.endpoint || isSameCulprit(other, cause)),
      ) === index,
  )

/** Two relays that do not answer may be one firewall; two issuers are two boxes. */
const isSameCulprit = ({ culprit: a }: Cause, { culprit: b }: Cause): boolean =>
  a.kind === b.kind && (a.name === b.name || !['proxy', 'inspection'].includes(a.kind))

const owners: Record<Layer, Cause['owner']> = {
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
const ownerOf = ({ layer, code, values }: LayerRow): Cause['owner'] => {
  // An account can be given to the service; only the proxy's owner can do without one, or offer Basic.
  if (code === 'CW1014' || code === 'CW4014' || code === 'CW4015') return 'administrator'
  if (layer === 'tcp' && heldHere.has(String(values['reason']))) return 'administrator'
  if (code === 'CW1301' && operatorsProblems.has(String(values['problem']))) return 'operator'
  // The certificate was the right one, so what answers stands at the operator's side (RFC 9110, section 15.6).
  // 511 alone says that it comes from the network (RFC 6585, section 6).
  if (code === 'CW1210' && Number(values['status']) >= 500 && Number(values['status']) !== 511) return 'operator'
  return owners[layer]
}
const operatorsProblems = new Set(['expired', 'notYetValid', 'incomplete'])

export const proxyCauses: ReadonlySet<string> = new Set(['CW1203', 'CW1208'])

/** The causes that one failing row speaks for, the likelier first. */
const causesOf = (row: LayerRow, rows: readonly LayerRow[], endpoints: readonly Endpoint[]): Cause[] => {
  const { layer, endpoint, values, code = 'CW9001', evidence } = row
  const alike = new Set(rows.filter((other) => other.layer === layer && other.state === 'fail').map((other) => other.endpoint))
  const owner = ownerOf(row)
  const addresses = owner === 'network' ? endpoints.map(({ name }) => name).filter((name) => alike.has(name)) : []
  const culprit = culpritOf(row, endpoints, proxyOf(rows))
  const own: Cause = { code, layer, endpoint, values, owner, addresses, culprit, evidence }
  // A proxy that the service goes without, or a script that names none, explains why nothing answers the service. That the
  // way without a proxy is closed stays possible, and is said second.
  const proxy = rows.find((other) => other.endpoint === endpoint && other.layer === 'proxy' && proxyCauses.has(other.code ?? ''))
  if (proxy === undefined || (layer !== 'tcp' && layer !== 'dns')) return [own]
  const because: Cause = {
    code: proxy.code ?? code,
    layer,
    endpoint,
    values: { ...values, ...proxy.values },
    owner: proxy.code === 'CW1203' ? 'administrator' : 'network',
    addresses: [],
    culprit: { kind: 'server', name: String(proxy.values['script'] ?? '') },
    evidence: [...proxy.evidence, ...evidence],
  }
  return [because, own]
}
