import { type CheckRow } from '../../../contract/check-report.ts'
import { useCheckSentences } from '../../check-sentences.ts'
import { ReasonDialog } from '../../parts/reason-dialog.tsx'
import { useAct, useDraft, useSay, useSnapshot } from '../../wizard.ts'
import { useTitle } from './check-rows.tsx'
import { isDone } from './check-view.ts'

/** Asks why, when the person wants to go on without a check. Open while the draft names one; what was typed survives a reload. */
export function OverrideDialog({ rows }: { rows: readonly CheckRow[] }) {
  const say = useSay()
  const act = useAct()
  const titleOf = useTitle()
  const { name } = useCheckSentences()
  const { server } = useSnapshot()
  const [overriding, setOverriding] = useDraft('checkServer.overriding')
  const row = rows.filter(isDone).find(({ id, override }) => id === overriding && override === undefined)
  if (row === undefined) return null
  return (
    <ReasonDialog
      title={say('checkServer.override.title', { check: name(row.id) })}
      consequence={say('checkServer.override.stays', { finding: titleOf(row) })}
      account={server.account}
      confirm={say('checkServer.override.confirm')}
      draft={`checkServer.reason.${row.id}`}
      onConfirm={(reason) => {
        setOverriding('')
        void act('overrideCheck', { check: row.id, reason })
      }}
      onGoBack={() => setOverriding('')}
    />
  )
}
