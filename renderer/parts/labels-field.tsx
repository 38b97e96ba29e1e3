import { Field, Input } from '@fluentui/react-components'
import { readLabels } from '../../contract/labels.ts'
import { useSay } from '../wizard.ts'

/** Labels as one text (`rack=B4, owner=client-platform`). What is wrong with them is said beside them while it is typed. */
export function LabelsField({
  label,
  text,
  hint,
  warning,
  disabled = false,
  onChange,
}: {
  label: string
  text: string
  hint?: string
  /** Why they are not known. */
  warning?: string
  disabled?: boolean
  onChange: (text: string) => void
}) {
  const say = useSay()
  const read = readLabels(text)
  const below =
    warning !== undefined
      ? { validationState: 'warning' as const, validationMessage: warning }
      : read.is === 'problem'
        ? { validationState: 'error' as const, validationMessage: say(`labels.problems.${read.problem}`, { at: read.at }) }
        : hint === undefined
          ? {}
          : { hint }
  return (
    <Field className="grow" label={label} {...below}>
      <Input value={text} maxLength={4000} disabled={disabled} onChange={(_, { value }) => onChange(value)} />
    </Field>
  )
}
