import { type CollectorReport } from '../../../contract/support-bundle.ts'
import { List, Row } from '../../parts/row.tsx'
import { Section } from '../../parts/section.tsx'
import { useSentences } from '../../sentences.ts'
import { useLanguage, useSay, useSnapshot } from '../../wizard.ts'
import { bundleSentences } from './bundle-sentences.ts'

/** What is not in the bundle, and why: nothing there, not readable, too slow. */
export function NotInIt({ collectors }: { collectors: readonly CollectorReport[] }) {
  const say = useSay()
  const { complete } = useSentences()
  const { about, outcomes, reasons, parts } = bundleSentences[useLanguage()]
  const { server } = useSnapshot()
  const missing = collectors.filter(({ outcome }) => outcome.is !== 'collected')
  if (missing.length === 0) return null
  const words = ({ outcome }: CollectorReport): string =>
    outcome.is === 'collected' ? '' : outcome.is === 'nothing' ? reasons[outcome.why] : complete(outcomes[outcome.is], { ...outcome })
  const failed = missing.some(({ outcome }) => outcome.is === 'failed')
  return (
    <Section title={parts.missing}>
      <List label={parts.missing}>
        {missing.map((report) => (
          <Row
            key={report.name}
            of={report.outcome.is === 'nothing' ? 'skip' : 'unknown'}
            title={about[report.name]}
            found={words(report)}
          />
        ))}
      </List>
      {failed && !server.elevated && <p className="second">{say('bundle.needsAdministrator')}</p>}
    </Section>
  )
}
