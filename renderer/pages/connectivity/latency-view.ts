/** Geometry of the live chart: one point for every round trip, gaps where one was lost. Pure. */
import { type RoundTripSample } from '../../../contract/connectivity.ts'

/** One point every 2 s fills the strip in two minutes. */
export const pointsShown = 60
export const secondsApart = 2

export interface LatencyView {
  /** Top of the axis in milliseconds: a round number above the highest point. */
  readonly top: number
  /** One for each place on the strip, the newest last: milliseconds, or null where nothing came back or nothing was sent yet. */
  readonly points: readonly (number | null)[]
  /** As long as `points`: whether a round trip was lost there. */
  readonly lost: readonly boolean[]
  readonly least?: number
  readonly most?: number
}

const tops = [1, 2, 4, 10, 20, 40, 100, 200, 400, 1000, 2000, 4000, 10_000, 20_000, 40_000]

export const axisTop = (most: number) => tops.find((top) => top >= most) ?? Math.ceil(most / 10_000) * 10_000

export const latencyView = (samples: readonly RoundTripSample[]): LatencyView => {
  const shown = samples.slice(-pointsShown)
  const before = new Array<null>(pointsShown - shown.length).fill(null)
  const points = [...before, ...shown.map(({ milliseconds }) => milliseconds ?? null)]
  const lost = [...before.map(() => false), ...shown.map(({ milliseconds }) => milliseconds === undefined)]
  const all = points.filter((point) => point !== null)
  if (all.length === 0) return { top: 40, points, lost }
  const most = Math.max(...all)
  return { top: axisTop(most * 1.1), points, lost, least: Math.min(...all), most }
}
