/** Geometry of the live chart: one point for every round trip, gaps where one was lost. Pure. */
import { type RoundTripSample } from '../../../contract/connectivity.ts'

/** One point every 2 s fills the strip in two minutes. */
export const pointsShown = 60
export const secondsApart = 2

export interface LatencyView {
  /** Top of the axis in milliseconds: a round number above the highest point. */
  readonly top: number
  /** Unbroken runs of points: place on the strip (0 to `pointsShown` - 1, the newest last) and milliseconds. */
  readonly runs: readonly (readonly { readonly place: number; readonly milliseconds: number }[])[]
  /** Places of lost round trips. */
  readonly lost: readonly number[]
  readonly least?: number
  readonly most?: number
}

const tops = [1, 2, 4, 10, 20, 40, 100, 200, 400, 1000, 2000, 4000, 10_000, 20_000, 40_000]

export const axisTop = (most: number) => tops.find((top) => top >= most) ?? Math.ceil(most / 10_000) * 10_000

export const latencyView = (samples: readonly RoundTripSample[]): LatencyView => {
  const shown = samples.slice(-pointsShown)
  const offset = pointsShown - shown.length
  const runs: { place: number; milliseconds: number }[][] = []
  const lost: number[] = []
  let run: { place: number; milliseconds: number }[] | undefined
  for (const [index, sample] of shown.entries()) {
    if (sample.milliseconds === undefined) {
      lost.push(offset + index)
      run = undefined
      continue
    }
    if (run === undefined) {
      run = []
      runs.push(run)
    }
    run.push({ place: offset + index, milliseconds: sample.milliseconds })
  }
  const all = runs.flat().map((point) => point.milliseconds)
  if (all.length === 0) return { top: 40, runs, lost }
  const most = Math.max(...all)
  return { top: axisTop(most * 1.1), runs, lost, least: Math.min(...all), most }
}
