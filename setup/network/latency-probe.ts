/** Round trips of small requests on one open connection: what the channel will feel. */
import { ask } from './http-probe.ts'
import { addressOf } from '../../connector/way-out/address.ts'
import { openTls, type DialOptions, type TlsObservation } from './tls-probe.ts'

export type LatencyObservation =
  | { readonly outcome: 'measured'; readonly median: number; readonly samples: readonly number[] }
  | { readonly outcome: 'noConnection'; readonly tls: TlsObservation }
  | { readonly outcome: 'noAnswer'; readonly error: string }

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

export const probeLatency = async (url: string, dial: DialOptions, signal: AbortSignal, count = 5): Promise<LatencyObservation> => {
  const opened = await openTls(addressOf(url), dial, signal)
  if (!opened.ok) return { outcome: 'noConnection', tls: opened.observation }
  const samples: number[] = []
  try {
    for (let i = 0; i < count; i += 1) {
      const answer = await ask(opened.socket, new URL(url), { signal, keep: i < count - 1 })
      if (answer.outcome === 'answered') samples.push(answer.milliseconds)
      // A server or proxy that closes after each answer still gave the samples before.
      else if (samples.length === 0) return { outcome: 'noAnswer', error: answer.error }
      else break
    }
  } finally {
    opened.socket.destroy()
  }
  return { outcome: 'measured', median: median(samples), samples }
}
