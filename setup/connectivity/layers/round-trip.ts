/** Through the cloud and back, as the service: the only thing that makes the light green. */
import { type RoundTrip, type RoundTripSample } from '../../../contract/connectivity.ts'
import { type LayerOutcome } from '../layer.ts'

const keptSamples = 120

export const noRoundTrip: RoundTrip = { samples: [], sent: 0, lost: 0, reconnects: 0 }

const percentile = (sorted: readonly number[], share: number): number | undefined =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]

/** Adds samples; the oldest leave. Percentiles are over what is kept, counts over the whole test. */
export const withSamples = (before: RoundTrip, samples: readonly RoundTripSample[], reconnects: number): RoundTrip => {
  const kept = [...before.samples, ...samples].slice(-keptSamples)
  const times = kept.flatMap(({ milliseconds }) => (milliseconds === undefined ? [] : [milliseconds])).toSorted((a, b) => a - b)
  const last = samples.at(-1)?.milliseconds
  const p50 = percentile(times, 0.5)
  const p95 = percentile(times, 0.95)
  return {
    samples: kept,
    sent: before.sent + samples.length,
    lost: before.lost + samples.filter(({ milliseconds }) => milliseconds === undefined).length,
    reconnects,
    ...(last === undefined ? {} : { last }),
    ...(p50 === undefined ? {} : { p50 }),
    ...(p95 === undefined ? {} : { p95 }),
  }
}

export const roundTripRow = ({ samples, last, sent, lost }: RoundTrip, reason: string): LayerOutcome => {
  const relay = samples.at(-1)?.relay
  if (last === undefined) return { state: 'fail', code: 'CW4018', values: { reason }, summary: `${lost}/${sent}` }
  return {
    state: lost === 0 ? 'pass' : 'warn',
    milliseconds: last,
    ...(relay === undefined ? {} : { summary: relay }),
    ...(lost === 0 ? {} : { values: { lost, sent } }),
  }
}
