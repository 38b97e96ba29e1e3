/**
 * Offset of the server's clock to the control plane's `Date`. 300 s is what Kerberos tolerates by default (learn.microsoft.com,
 * "Maximum tolerance for computer clock synchronization"); proofs of the channel live 60 s.
 */
import { discoveryPath } from '../../../contract/control-plane-api.ts'
import { clockOffset } from '../../network/clock-offset.ts'
import { median } from '../../network/latency-probe.ts'
import { type Check, measured, measuredFact } from '../check.ts'

const failFrom = 300
const warnFrom = 60
const count = 3

export const clock: Check<'host.clock'> = {
  id: 'host.clock',
  async run({ reader, network, target, signal }) {
    if (target === undefined) return { outcome: 'skip', reason: 'noControlPlane' }
    // Unverified: with a clock that is off, a good certificate looks out of date. The time is only compared.
    const options = { now: () => reader.now(), verify: false }
    const ask = () => network.http(new URL(discoveryPath, target.origin).href, signal, options)
    const answers = await Promise.all(Array.from({ length: count }, ask))
    const offsets = answers.flatMap((answer) => (answer.outcome === 'answered' ? (clockOffset(answer) ?? []) : []))
    if (offsets.length === 0) return { outcome: 'error', reason: 'no answer of the control plane had a readable Date header' }
    const { source, timeService } = await reader.section('clock', signal)
    const offset = Math.round(median(offsets))
    const seconds = Math.abs(offset)
    const evidence = [
      measured('clockOffset', `${offset > 0 ? '+' : ''}${offset} s`),
      measured('clockSamples', offsets.map((o) => `${o.toFixed(1)} s`).join(', ')),
      measuredFact('timeSource', source),
      measuredFact('timeService', timeService),
    ]
    const values = { seconds, tolerance: failFrom }
    if (seconds <= warnFrom) return { outcome: 'pass', finding: 'right', values, evidence }
    const remedy = {
      command: 'w32tm /resync /force',
      fix: { name: 'resyncClock', values: { source: source.is === 'known' ? source.value : '?' } },
    } as const
    if (seconds > failFrom) return { outcome: 'fail', finding: offset > 0 ? 'ahead' : 'behind', values, evidence, remedy }
    return { outcome: 'warn', finding: offset > 0 ? 'slightlyAhead' : 'slightlyBehind', values, evidence, remedy }
  },
}
