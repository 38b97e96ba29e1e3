import { type History } from '../../../contract/history.ts'
import { ChartAxis } from '../../parts/chart-axis.tsx'
import { LineChart } from '../../parts/line-chart.tsx'
import { useSentences } from '../../sentences.ts'
import { useSay } from '../../wizard.ts'
import { axisTop } from '../connectivity/latency-view.ts'
import { roundTripPoints } from './history-view.ts'

const height = 64

/** Answer times of the relays over the range: median as the line, 95 % within as the quiet one. Below the strip, on the same axis. */
export function RoundTripHistory({ history }: { history: History }) {
  const say = useSay()
  const { complete } = useSentences()
  const { roundTrips } = history
  if (roundTrips.length === 0) return null
  const ms = (value: number) => complete('{ms:milliseconds}', { ms: value })
  const { xs, p50, p95 } = roundTripPoints(history)
  const medians = roundTrips.map((one) => one.p50)
  const top = axisTop(Math.max(...roundTrips.map((one) => one.p95)))
  const words = { least: ms(Math.min(...medians)), most: ms(Math.max(...medians)) }
  return (
    <figure className="times" role="img" aria-label={say('status.history.timesName', words)}>
      <p className="caption quiet">{say('status.history.times')}</p>
      <div className="chart">
        <ChartAxis top={top} height={height} says={ms} />
        <LineChart
          xs={xs}
          from={Date.parse(history.from) / 1000}
          until={Date.parse(history.until) / 1000}
          top={top}
          height={height}
          series={[
            { look: 'second', values: p95 },
            { look: 'line', values: p50 },
          ]}
        />
      </div>
    </figure>
  )
}
