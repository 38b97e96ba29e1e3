import { Button } from '@fluentui/react-components'
import { Wrench20Regular } from '@fluentui/react-icons'
import { changeFacts, type FixChange } from '../../../contract/fix-change.ts'
import { FailureBox } from '../../parts/failure-box.tsx'
import { useSentences } from '../../sentences.ts'
import { useAct, useSay } from '../../wizard.ts'
import { type DoneRow } from './check-view.ts'

/** Each thing that changes, with what stands there now and what will. */
export function Changes({ of }: { of: readonly FixChange[] }) {
  const say = useSay()
  const shown = (text: string) => (text === '-' ? say('checkServer.fix.nothing') : text)
  return (
    <ul className="check-changes">
      {of.map((change) => {
        const { place, from, to } = changeFacts(change)
        return (
          <li key={place} className="mono">
            {say(`checkServer.fix.changes.${change.kind}`, { place, from: shown(from), to: shown(to) })}
          </li>
        )
      })}
    </ul>
  )
}

/** The button that repairs, beside exactly what it will change; and how the repair went. */
export function FixPart({ row, sentence, primary }: { row: DoneRow; sentence: string; primary: boolean }) {
  const say = useSay()
  const act = useAct()
  const { failure } = useSentences()
  const running = row.fix?.is === 'running'
  const ended =
    row.fix?.is === 'done' ? say('checkServer.fix.done') : row.fix?.is === 'takenBack' ? say('checkServer.fix.takenBack') : undefined
  return (
    <>
      <div className="check-fix-line">
        <Button
          appearance={primary ? 'primary' : 'secondary'}
          icon={<Wrench20Regular />}
          disabledFocusable={running}
          onClick={() => void act('fixCheck', { check: row.id }, 'told')}
        >
          {running ? say('checkServer.fix.running') : say('checkServer.fix.do')}
        </Button>
        <span className="quiet" role="status">
          {running ? say('checkServer.fix.runningSub') : (ended ?? sentence)}
        </span>
      </div>
      <Changes of={row.state.result.remedy?.fix?.changes ?? []} />
      {row.fix?.is === 'failed' && (
        <FailureBox
          {...failure(row.fix.failure)}
          code={row.fix.failure.code}
          {...(row.fix.failure.detail === undefined ? {} : { detail: row.fix.failure.detail })}
        />
      )}
    </>
  )
}
