import { type Comparison } from '../../../contract/comparison.ts'
import { differenceText } from '../../../contract/wording/difference-text.ts'
import { checkWordingIn } from '../../check-sentences.ts'
import { Section } from '../../parts/section.tsx'
import { useSentences } from '../../sentences.ts'
import { useLanguage } from '../../wizard.ts'

/** What is not as it was when it worked: the cause is usually one of these. */
export function ComparisonSection({ comparison }: { comparison: Comparison }) {
  const { engine, complete, failure } = useSentences()
  const checks = checkWordingIn(useLanguage())
  const { since, differences } = comparison
  const words = engine.comparison
  if (since === undefined) {
    return (
      <Section title={words.title}>
        <p className="second">{comparison.failure === undefined ? words.never : failure(comparison.failure).cause}</p>
      </Section>
    )
  }
  return (
    <Section title={words.title} note={complete(words.since, { at: since })}>
      {differences.length === 0 ? (
        <p className="second">{words.nothing}</p>
      ) : (
        <div className="frame">
          <table className="differences" aria-label={words.title}>
            <thead>
              <tr>
                <th scope="col">{words.what}</th>
                <th scope="col">{words.then}</th>
                <th scope="col">{words.now}</th>
              </tr>
            </thead>
            <tbody>
              {differences.map((difference) => {
                const { what, before, now } = differenceText(difference, { engine, checks })
                return (
                  <tr key={`${difference.topic} ${difference.layer ?? ''} ${difference.of}`}>
                    <th scope="row" className="any">
                      {what}
                    </th>
                    <td className="quiet any">{before}</td>
                    <td className="any">{now}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  )
}
