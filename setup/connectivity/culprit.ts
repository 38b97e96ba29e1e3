/** Whose doing a failing row is, by what was measured alone: a hop of the path and its name. Pure. */
import { type Cause, type Endpoint, type LayerRow } from '../../contract/connectivity.ts'

/** This server itself has no route, or forbids it (`EACCES` is what a filter of the Windows firewall says). */
export const heldHere: ReadonlySet<string> = new Set(['ENETUNREACH', 'EADDRNOTAVAIL', 'EACCES', 'EPERM'])

/** Nothing came back, or somebody on the way forbade it; an address that refuses answers for itself. */
const droppedOnTheWay: ReadonlySet<string> = new Set(['timedOut', 'unreachable'])

/** Faults of the service on this server, among all that its channel can name. */
const ofThisServer = /^(?:CW3007|CW4001|CW4002|CW4003|CW4005|CW4013)$/

export const culpritOf = (
  { layer, code, endpoint, values, summary = '' }: LayerRow,
  endpoints: readonly Endpoint[],
  proxy: string | undefined,
): Cause['culprit'] => {
  const role = endpoints.find(({ name }) => name === endpoint)?.role ?? 'relay'
  const name = (value: string): string => String(values[value] ?? '')
  const far: Cause['culprit'] = { kind: role, name: endpoint }
  if (code === 'CW1302') return { kind: 'inspection', name: name('issuer') }
  if (/^CW(1205|401[4569])$/.test(code ?? '') && proxy !== undefined) return { kind: 'proxy', name: name('proxy') || proxy }
  switch (layer) {
    case 'adapter':
      return { kind: 'server', name: '' }
    case 'dns':
      return { kind: 'server', name: name('servers') }
    case 'proxy':
      return { kind: 'proxy', name: summary }
    case 'tcp':
      if (heldHere.has(name('reason'))) return { kind: 'server', name: '' }
      if (proxy !== undefined) return { kind: 'proxy', name: proxy }
      return droppedOnTheWay.has(summary) ? { kind: 'firewall', name: name('by') } : { kind: role, name: name('by') || endpoint }
    case 'tls':
    case 'http':
      return code === 'CW1014' ? { kind: 'server', name: '' } : far
    case 'channel':
      return ofThisServer.test(code ?? '') ? { kind: 'server', name: '' } : { kind: 'relay', name: name('relay') }
    case 'roundTrip':
      return { kind: 'controlPlane', name: '' }
  }
}
