import { type RoundTripSample } from '../../../contract/connectivity.ts'
import { ChartAxis } from '../../parts/chart-axis.tsx'
import { LineChart } from '../../parts/line-chart.tsx'
import { useSentences } from '../../sentences.ts'
import { useSay } from '../../wizard.ts'
import { latencyView, pointsShown } from './latency-view.ts'

const height = 84
const places = Array.from({ length: pointsShown }, (_, place) => place)
/** Height of the mark of a lost round trip, as a share of the strip. */
const markShare = 0.18

/** A strip of 84 px: one point for each round trip, a gap and a mark below where one was lost. It is redrawn with each point, never animated. */
export function LatencyChart({ samples }: { samples: readonly RoundTripSample[] }) {
  const say = useSay()
  const { complete } = useSentences()
  const { top, points, lost, least, most } = latencyView(samples)
  const lostCount = lost.filter(Boolean).length
  const ms = (value: number) => complete('{ms:milliseconds}', { ms: value })
  const name =
    least === undefined || most === undefined
      ? lostCount === 0
        ? say('connectivity.chart.empty')
        : say('connectivity.chart.nameLost', { lost: lostCount })
      : say('connectivity.chart.name', { least: ms(least), most: ms(most), lost: lostCount })
  return (
    <figure className="chart" role="img" aria-label={name}>
      <ChartAxis top={top} height={height} says={ms} />
      <LineChart
        xs={places}
        from={0}
        until={pointsShown - 1}
        top={top}
        height={height}
        series={[
          { look: 'mark', values: lost.map((isLost) => (isLost ? top * markShare : null)) },
          { look: 'line', values: points },
        ]}
      />
      <span />
      <div className="line caption quiet">
        <span>{say('connectivity.chart.from')}</span>
        <span className="push">{say('connectivity.chart.now')}</span>
      </div>
    </figure>
  )
}
