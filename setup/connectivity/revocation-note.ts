/**
 * What lists and responders say of a certificate that is trusted: a note on the TLS row, made beside the layers and waited for by
 * none. The service does not ask them, so one that is blocked is no cause here (the check says what it means to Windows).
 */
import { type Address } from '../../connector/way-out/address.ts'
import { type Network } from '../network/network.ts'
import { revocationEvidence } from '../network/revocation-evidence.ts'
// Types alone: anything else would load the library with this file.
import type { RevocationSource } from '../network/revocation-probe.ts'
import { type LayerOutcome } from './layer.ts'

/** Gives the row with its note; undefined where there is nothing to add. Rejects when `signal` fires. */
export type RevocationNote = (address: Address, row: LayerOutcome, signal: AbortSignal) => Promise<LayerOutcome | undefined>

/** One for each pass over the endpoints: relays mostly share their certificate with the control plane, and it is asked about once. */
export const revocationNotes = (network: Pick<Network, 'tls' | 'revocation'>, now: () => number): RevocationNote => {
  const asked = new Map<string, Promise<RevocationSource[]>>()
  return async (address, row, signal) => {
    // Seen by the layer already, and remembered.
    const tls = await network.tls(address, signal)
    if (tls.outcome !== 'open') return undefined
    const key = tls.chain[0]?.sha256 ?? ''
    const asking = asked.get(key) ?? network.revocation(tls.chain, now, signal)
    asked.set(key, asking)
    const sources = await asking
    if (sources.length === 0) return undefined
    const evidence = [...(row.evidence ?? []), ...revocationEvidence(sources)]
    const revoked = sources.find(({ outcome }) => outcome === 'revoked')
    if (revoked === undefined) return { ...row, evidence }
    const { subject, since = '?', url } = revoked
    return { ...row, state: 'warn', code: 'CW1306', values: { subject, since, source: url }, evidence }
  }
}
