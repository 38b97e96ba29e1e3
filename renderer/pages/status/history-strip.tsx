import { type History } from '../../../contract/history.ts'
import { shortMoment } from '../../moments.ts'
import { useSentences } from '../../sentences.ts'
import { useLanguage, useSay } from '../../wizard.ts'
import { axisInstants, legendOf, stripPieces, type LegendEntry } from './history-view.ts'

/** Runs of equal state over the range: height says how bad, colour repeats it, the legend counts it. */
export function HistoryStrip({ history }: { history: History }) {
  const say = useSay()
  const language = useLanguage()
  const { complete } = useSentences()
  const legend = legendOf(history)
  const entry = ({ look, seconds, share }: LegendEntry) =>
    look === 'working'
      ? say('status.history.working', { share: (share * 100).toFixed(1) })
      : say(`status.history.looks.${look}`, {
          time: complete('{seconds:duration}', { seconds: Math.max(60, Math.round(seconds / 60) * 60) }),
        })
  const name = say('status.history.stripName', { range: say(`status.history.ranges.${history.range}`), says: legend.map(entry).join(', ') })
  return (
    <figure className="history" role="img" aria-label={name}>
      <div className="strip">
        {stripPieces(history).map(({ look, left, width }) => (
          <span key={left} className={`run ${look}`} style={{ left: `${left}%`, width: `${width}%` }} />
        ))}
      </div>
      <div className="ticks caption quiet num">
        {axisInstants(history).map((instant, place) => (
          <span key={instant}>{place === 4 ? say('status.history.now') : shortMoment(instant, history.range, language)}</span>
        ))}
      </div>
      <div className="legend caption quiet num">
        {legend.map((one) => (
          <span key={one.look} className="line">
            <span className={`swatch ${one.look}`} />
            {entry(one)}
          </span>
        ))}
      </div>
    </figure>
  )
}
