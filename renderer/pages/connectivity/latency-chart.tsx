import { type RoundTripSample } from '../../../contract/connectivity.ts'
import { useSentences } from '../../sentences.ts'
import { useSay } from '../../wizard.ts'
import { latencyView, pointsShown } from './latency-view.ts'

const width = 640
const height = 84
/** Room for the line itself at both ends. */
const room = 4

/** A strip of 84 px: one point for each round trip, a gap and a mark below where one was lost. It is redrawn with each point, never animated. */
export function LatencyChart({ samples }: { samples: readonly RoundTripSample[] }) {
  const say = useSay()
  const { complete } = useSentences()
  const { top, runs, lost, least, most } = latencyView(samples)
  const ms = (value: number) => complete('{ms:milliseconds}', { ms: value })
  const x = (place: number) => (place / (pointsShown - 1)) * width
  const y = (value: number) => height - room - (value / top) * (height - 2 * room)
  const name =
    least === undefined || most === undefined
      ? lost.length === 0
        ? say('connectivity.chart.empty')
        : say('connectivity.chart.nameLost', { lost: lost.length })
      : say('connectivity.chart.name', { least: ms(least), most: ms(most), lost: lost.length })
  const lines = [top, top / 2, 0]
  return (
    <figure className="chart" role="img" aria-label={name}>
      <div className="axis caption quiet num">
        {lines.map((value) => (
          <span key={value} style={{ top: y(value) - 8 }}>
            {value === top ? ms(value) : value}
          </span>
        ))}
      </div>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden>
        {lines.map((value) => (
          <line key={value} className="grid-line" x1="0" x2={width} y1={y(value)} y2={y(value)} vectorEffect="non-scaling-stroke" />
        ))}
        {lost.map((place) => (
          <line
            key={place}
            className="lost-line"
            x1={x(place)}
            x2={x(place)}
            y1={height - room - 14}
            y2={height - room}
            vectorEffect="non-scaling-stroke"
          />
        ))}
        {runs.map((run) => {
          const [first] = run
          if (first === undefined) return null
          // A single point between two gaps has no line; a short one shows it.
          const points =
            run.length === 1
              ? `${x(first.place) - 2},${y(first.milliseconds)} ${x(first.place) + 2},${y(first.milliseconds)}`
              : run.map((point) => `${x(point.place)},${y(point.milliseconds)}`).join(' ')
          return <polyline key={first.place} points={points} vectorEffect="non-scaling-stroke" />
        })}
      </svg>
      <span />
      <div className="line caption quiet">
        <span>{say('connectivity.chart.from')}</span>
        <span className="push">{say('connectivity.chart.now')}</span>
      </div>
    </figure>
  )
}
