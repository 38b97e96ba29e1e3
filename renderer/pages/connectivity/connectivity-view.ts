/** What the connectivity page shows of a live test: the table, the path and the evidence. Pure. */
import { layers, type ConnectivityState, type Layer, type LayerRow } from '../../../contract/connectivity.ts'

export type ActiveTest = Extract<ConnectivityState, { is: 'active' }>
export type LayerMark = 'pass' | 'warn' | 'fail' | 'running' | 'waiting' | 'skip' | 'unknown'

const marks = {
  waiting: 'waiting',
  running: 'running',
  pass: 'pass',
  warn: 'warn',
  fail: 'fail',
  notTried: 'skip',
  unknown: 'unknown',
} as const satisfies Record<LayerRow['state'], LayerMark>
export const layerMark = (state: LayerRow['state']): LayerMark => marks[state]

/** What stands for a whole layer: the worst that any endpoint has of those that were tried, and work that goes on before what has ended well. */
const worstFirst: readonly LayerRow['state'][] = ['fail', 'warn', 'unknown', 'running', 'waiting', 'pass', 'notTried']

export interface LayerCell {
  readonly endpoint: string
  readonly mark: LayerMark
  readonly milliseconds?: number
}

export interface LayerLine {
  readonly layer: Layer
  readonly mark: LayerMark
  /** Distinct summaries, the one of the worst row first; data, not sentences. */
  readonly found: readonly string[]
  /** One for each endpoint of the test; undefined where this layer has no row for it. */
  readonly cells: readonly (LayerCell | undefined)[]
  readonly rows: readonly LayerRow[]
}

const host = (endpoint: string) => endpoint.replace(/:\d+$/, '')
const sameEndpoint = (row: LayerRow, name: string) => row.endpoint === name || row.endpoint === host(name)

/** "relay-1 (127.0.0.1:4430)": the engine's name of a relay that shares the port of the control plane. */
const labelled = /^(\S+) \((.+)\)$/

/** The name of an endpoint as a column heading: its label, the first part of a host name, or the whole address. */
export const shortName = (endpoint: string) => {
  const label = labelled.exec(endpoint)?.[1]
  if (label !== undefined) return label
  const name = host(endpoint).replace(/^\[|\]$/g, '')
  return /^[\d.]+$|:/.test(name) ? name : (name.split('.')[0] ?? name)
}

/** The round trip belongs to no endpoint; its time stands under the relay that it went through. */
const isThrough = (row: LayerRow, name: string) =>
  row.layer === 'roundTrip' && row.summary !== undefined && shortName(row.summary) === shortName(name)

const worst = (rows: readonly LayerRow[]): LayerRow | undefined =>
  rows.toSorted((a, b) => worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state))[0]

const cell = (row: LayerRow): LayerCell => ({
  endpoint: row.endpoint,
  mark: layerMark(row.state),
  ...(row.milliseconds === undefined ? {} : { milliseconds: row.milliseconds }),
})

export const layerLines = (test: ActiveTest): LayerLine[] =>
  layers.flatMap((layer) => {
    const rows = test.rows.filter((row) => row.layer === layer)
    const first = worst(rows)
    if (first === undefined) return []
    const summaries = [first, ...rows].flatMap((row) => (row.summary === undefined || row.summary === '' ? [] : [row.summary]))
    return [
      {
        layer,
        mark: layerMark(first.state),
        found: [...new Set(summaries)],
        cells: test.endpoints.map((endpoint) => {
          const row =
            rows.find((candidate) => sameEndpoint(candidate, endpoint.name)) ??
            rows.find((candidate) => isThrough(candidate, endpoint.name))
          return row === undefined ? undefined : cell(row)
        }),
        rows,
      },
    ]
  })

/** Evidence in the order of the layers: all that passed, then the broken one, then all that was not tried. */
export interface EvidenceGroup {
  readonly is: 'before' | 'at' | 'after'
  readonly mark: LayerMark
  readonly lines: readonly LayerLine[]
}

export const evidenceGroups = (test: ActiveTest, brokenAt: Layer): EvidenceGroup[] => {
  const lines = layerLines(test)
  const at = layers.indexOf(brokenAt)
  const before = lines.filter((line) => layers.indexOf(line.layer) < at)
  const broken = lines.filter((line) => line.layer === brokenAt)
  const after = lines.filter((line) => layers.indexOf(line.layer) > at)
  const groups: EvidenceGroup[] = [
    { is: 'before', mark: before.find((line) => line.mark === 'warn' || line.mark === 'unknown')?.mark ?? 'pass', lines: before },
    { is: 'at', mark: 'fail', lines: broken },
    { is: 'after', mark: after.find((line) => line.mark === 'fail')?.mark ?? 'skip', lines: after },
  ]
  return groups.filter((group) => group.lines.length > 0)
}

/** Time of a layer that has none under an endpoint. */
export const ownMilliseconds = (line: LayerLine): number | undefined =>
  line.cells.some((c) => c?.milliseconds !== undefined) ? undefined : line.rows.find((row) => row.milliseconds !== undefined)?.milliseconds

/** How many connections of the channel are open, which its row says as "3/4". */
export const openConnections = (line: LayerLine): { open: number; all: number } | undefined => {
  if (line.layer !== 'channel') return undefined
  const [, open, all] = /^(\d+)\/(\d+)$/.exec(line.found[0] ?? '') ?? []
  return open === undefined || all === undefined ? undefined : { open: Number(open), all: Number(all) }
}

/** An address as somebody has to allow it; the port only where it is not the one that the sentence names. */
export const addressToAllow = (endpoint: string) => (labelled.exec(endpoint)?.[2] ?? endpoint).replace(/:443$/, '')
