import { Link } from '@fluentui/react-components'
import { type RoundTrip } from '../../../contract/connectivity.ts'
import { timeOfDay } from '../../moments.ts'
import { useSentences } from '../../sentences.ts'
import { useDraft, useLanguage, useSay } from '../../wizard.ts'
import { shortName } from './connectivity-view.ts'
import { LatencyChart } from './latency-chart.tsx'
import { pointsShown } from './latency-view.ts'

/** Round trips in figures and as a strip, or as the table that says the same. */
export function LatencySection({ roundTrip }: { roundTrip: RoundTrip }) {
  const say = useSay()
  const { complete } = useSentences()
  const [shape, setShape] = useDraft('connectivity.shape')
  const table = shape === 'table'
  const ms = (value: number | undefined) =>
    value === undefined ? say('connectivity.figures.none') : complete('{ms:milliseconds}', { ms: value })
  const figures = [
    [say('connectivity.figures.last'), ms(roundTrip.last)],
    [say('connectivity.figures.median'), ms(roundTrip.p50)],
    [say('connectivity.figures.most'), ms(roundTrip.p95)],
    [say('connectivity.figures.lost'), say('connectivity.figures.lostOf', { lost: roundTrip.lost, sent: roundTrip.sent })],
    [say('connectivity.figures.reconnects'), String(roundTrip.reconnects)],
  ] as const
  return (
    <section className="section">
      <div className="line top">
        <dl className="figures">
          {figures.map(([label, value]) => (
            <div key={label}>
              <dt className="caption quiet">{label}</dt>
              <dd className="num">{value}</dd>
            </div>
          ))}
        </dl>
        <span className="push">
          <Link as="button" className="caption" onClick={() => setShape(table ? '' : 'table')}>
            {say(table ? 'connectivity.chart.asChart' : 'connectivity.chart.asTable')}
          </Link>
        </span>
      </div>
      {table ? <SampleTable roundTrip={roundTrip} /> : <LatencyChart samples={roundTrip.samples} />}
    </section>
  )
}

function SampleTable({ roundTrip }: { roundTrip: RoundTrip }) {
  const say = useSay()
  const language = useLanguage()
  const { complete } = useSentences()
  return (
    <div className="frame samples" tabIndex={0} role="region" aria-label={say('connectivity.chart.took')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('connectivity.chart.at')}</th>
            <th scope="col">{say('connectivity.chart.through')}</th>
            <th scope="col" className="right">
              {say('connectivity.chart.took')}
            </th>
          </tr>
        </thead>
        <tbody>
          {roundTrip.samples
            .slice(-pointsShown)
            .toReversed()
            .map((sample) => (
              <tr key={sample.at}>
                <td className="num">{timeOfDay(sample.at, language)}</td>
                <td className="quiet">{sample.relay === undefined ? '' : shortName(sample.relay)}</td>
                <td className="right">
                  {sample.milliseconds === undefined
                    ? say('connectivity.chart.lost')
                    : complete('{ms:milliseconds}', { ms: sample.milliseconds })}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}
