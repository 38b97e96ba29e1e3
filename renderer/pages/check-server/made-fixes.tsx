import { Button } from '@fluentui/react-components'
import { ArrowUndo20Regular } from '@fluentui/react-icons'
import { canTakeBack } from '../../../contract/fix-change.ts'
import { type CheckRow } from '../../../contract/check-report.ts'
import { type MadeFix } from '../../../contract/install-plan.ts'
import { time } from '../../../contract/wording/format.ts'
import { useCheckSentences } from '../../check-sentences.ts'
import { FailureBox } from '../../parts/failure-box.tsx'
import { List, OpeningRow } from '../../parts/row.tsx'
import { Section } from '../../parts/section.tsx'
import { useSentences } from '../../sentences.ts'
import { useAct, useLanguage, useSay, useSnapshot } from '../../wizard.ts'
import { Changes } from './fix-part.tsx'
import { useOpenRows } from './open-rows.ts'

function MadeRow({ fix, row }: { fix: MadeFix; row: CheckRow | undefined }) {
  const say = useSay()
  const act = useAct()
  const language = useLanguage()
  const { name } = useCheckSentences()
  const { failure } = useSentences()
  const { isOpen, toggle } = useOpenRows()
  const key = `made:${fix.check}`
  const running = row?.fix?.is === 'running'
  return (
    <OpeningRow of="pass" title={name(fix.check)} found={time(fix.at, language)} open={isOpen(key)} onToggle={() => toggle(key)}>
      <Changes of={fix.changes} />
      {canTakeBack(fix.changes) ? (
        <div className="check-fix-line">
          <Button
            icon={<ArrowUndo20Regular />}
            disabledFocusable={running}
            onClick={() => void act('undoFix', { check: fix.check }, 'told')}
          >
            {running ? say('checkServer.made.running') : say('checkServer.made.undo')}
          </Button>
          <span className="quiet">{say('checkServer.made.undoSub')}</span>
        </div>
      ) : (
        <span className="quiet">{say('checkServer.made.final')}</span>
      )}
      {row?.fix?.is === 'failed' && <FailureBox {...failure(row.fix.failure)} code={row.fix.failure.code} />}
    </OpeningRow>
  )
}

/** What fixes have changed on this server, each with its way back. */
export function MadeFixes({ rows }: { rows: readonly CheckRow[] }) {
  const say = useSay()
  const { ledger } = useSnapshot()
  const fixes = ledger.is === 'nothingChanged' || ledger.is === 'unreadable' ? [] : (ledger.fixes ?? [])
  if (fixes.length === 0) return null
  // Only the last one for a check can be taken back; the ones before it follow.
  const last = fixes.filter((fix, at) => !fixes.slice(at + 1).some(({ check }) => check === fix.check))
  return (
    <Section title={say('checkServer.made.title')} note={say('checkServer.made.note', { count: last.length })}>
      <List>
        {last.map((fix) => (
          <MadeRow key={fix.check} fix={fix} row={rows.find(({ id }) => id === fix.check)} />
        ))}
      </List>
    </Section>
  )
}
