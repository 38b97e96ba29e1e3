/** Median round trip of small requests to the control plane, below 200 ms. */
import { discoveryPath } from '../../../contract/control-plane-api.ts'
import { type Check, measured } from '../check.ts'

const long = 200

export const latency: Check<'network.latency'> = {
  id: 'network.latency',
  async run({ network, target, signal }) {
    if (target === undefined) return { outcome: 'skip', reason: 'noControlPlane' }
    const seen = await network.latency(new URL(discoveryPath, target.origin).href, signal)
    const host = new URL(target.origin).host
    if (seen.outcome === 'noConnection') return { outcome: 'error', reason: `no connection to ${host}: ${seen.tls.outcome}` }
    if (seen.outcome === 'noAnswer') return { outcome: 'error', reason: `no answer from ${host}: ${seen.error}` }
    const evidence = [
      measured('roundTripMedian', `${seen.median} ms`),
      measured('roundTrips', seen.samples.map((ms) => `${ms} ms`).join(', ')),
    ]
    const values = { host, milliseconds: seen.median, limit: long }
    return seen.median > long
      ? { outcome: 'warn', finding: 'long', values, evidence }
      : { outcome: 'pass', finding: 'short', values, evidence }
  },
}
