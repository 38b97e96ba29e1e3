/** The drawn path: this server, what stands between, relay, control plane; where it breaks is the culprit of the first cause. Pure. */
import { type Diagnosis, type Endpoint, type Hop } from '../../contract/connectivity.ts'
import { type DiagnosisFacts, proxyOf, relayName } from './diagnosis.ts'

export const pathOf = (facts: DiagnosisFacts, diagnosis: Diagnosis): Hop[] => {
  const { rows, endpoints, machineName } = facts
  const proxy = proxyOf(rows)
  const culprit = diagnosis.is === 'notWorking' ? diagnosis.culprit : undefined
  const inspection = culprit?.kind === 'inspection' ? culprit.name : rows.find(({ code }) => code === 'CW1302')?.values['issuer']
  const relay = (diagnosis.is === 'working' ? diagnosis.relay : undefined) ?? relayName(endpoints)
  const control = endpoints.find(({ role }) => role === 'controlPlane')?.name ?? ''
  const kinds: { kind: Hop['kind']; name: string }[] = [
    { kind: 'server', name: machineName },
    ...(proxy !== undefined || culprit?.kind === 'proxy' ? [{ kind: 'proxy' as const, name: proxy ?? culprit?.name ?? '' }] : []),
    ...(culprit?.kind === 'firewall' ? [{ kind: 'firewall' as const, name: culprit.name }] : []),
    ...(inspection === undefined ? [] : [{ kind: 'inspection' as const, name: String(inspection) }]),
    { kind: 'relay', name: relay },
    { kind: 'controlPlane', name: control },
  ]
  if (diagnosis.is === 'working') return kinds.map((hop) => ({ ...hop, state: 'reached' }))
  if (culprit !== undefined) {
    const at = Math.max(
      0,
      kinds.findIndex(({ kind }) => kind === culprit.kind),
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
