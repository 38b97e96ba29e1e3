import { type Throughput } from '../../../contract/connectivity.ts'
import { megabits } from '../../../contract/wording/format.ts'
import { timeOfDay } from '../../moments.ts'
import { useNow, secondsSince } from '../../parts/clock.ts'
import { OutcomeIcon } from '../../parts/outcome-icon.tsx'
import { useSentences } from '../../sentences.ts'
import { useLanguage, useSay } from '../../wizard.ts'

/** What the measurement of throughput does, or came to. */
export function ThroughputLine({ throughput }: { throughput: Throughput }) {
  const say = useSay()
  const language = useLanguage()
  const { engine, complete, failure } = useSentences()
  const now = useNow(throughput.is === 'running')
  const words = engine.throughput
  const [shape, says] = (() => {
    switch (throughput.is) {
      case 'running': {
        const seconds = secondsSince(throughput.since, now)
        return ['running', say('connectivity.throughput.running', { count: seconds })] as const
      }
      case 'measured': {
        const { bytes, milliseconds: ms, whole, at } = throughput
        const values = { bytes, ms, rate: megabits(bytes, ms) }
        const what = complete(whole ? words.measured : words.partly, values)
        return [whole ? 'pass' : 'warn', say('connectivity.throughput.at', { what, at: timeOfDay(at, language) })] as const
      }
      case 'failed':
        return ['fail', complete(words.failed, { cause: failure(throughput.failure).title })] as const
    }
  })()
  return (
    <p className="line" role="status">
      <OutcomeIcon of={shape} />
      <span className="num">{says}</span>
    </p>
  )
}
