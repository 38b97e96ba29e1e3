import { Button, Field, Textarea } from '@fluentui/react-components'
import { useSay, useDraft } from '../wizard.ts'
import { OpenDialog } from './open-dialog.tsx'

interface ReasonDialogWords {
  title: string
  /** What stays as it is, and what will probably follow. */
  consequence: string
  /** The account kept with the reason. */
  account: string
  confirm: string
  /** Name of the draft that keeps what was typed. */
  draft: string
  onConfirm: (reason: string) => void
  onGoBack: () => void
}

/** Shortest reason that is taken. */
const least = 10

/** Asks for a typed reason before something is overridden. Shown while it is rendered; "Go back" is the primary button. */
export function ReasonDialog({ title, consequence, account, confirm, draft, onConfirm, onGoBack }: ReasonDialogWords) {
  const say = useSay()
  const [reason, setReason] = useDraft(draft)
  return (
    <OpenDialog
      title={title}
      surface="dialog-narrow"
      content="dialog-fields"
      onLeave={onGoBack}
      actions={
        <>
          <Button disabled={reason.trim().length < least} onClick={() => onConfirm(reason.trim())}>
            {confirm}
          </Button>
          <Button appearance="primary" onClick={onGoBack}>
            {say('shell.reason.goBack')}
          </Button>
        </>
      }
    >
      <p>{consequence}</p>
      <Field label={say('shell.reason.label')} required hint={say('shell.reason.hint', { least, account })}>
        <Textarea resize="none" rows={3} maxLength={500} value={reason} onChange={(_, { value }) => setReason(value)} />
      </Field>
    </OpenDialog>
  )
}
