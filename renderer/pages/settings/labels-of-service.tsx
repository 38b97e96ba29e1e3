import { LabelsField } from '../../parts/labels-field.tsx'
import { useSentences } from '../../sentences.ts'
import { useSay } from '../../wizard.ts'
import { type LabelsKnown } from './settings-view.ts'

/** The connector's labels, or why they are not known now. */
export function LabelsOfService({
  known,
  text,
  disabled,
  onChange,
}: {
  known: LabelsKnown
  text: string
  disabled: boolean
  onChange: (text: string) => void
}) {
  const say = useSay()
  const { failure } = useSentences()
  const why = known.is === 'unknown' ? failure(known.failure) : undefined
  return (
    <LabelsField
      label={say('labels.title')}
      text={text}
      hint={say(known.is === 'reading' ? 'settings.labelsReading' : 'settings.labelsHint')}
      {...(why === undefined ? {} : { warning: `${why.cause} ${why.next}` })}
      disabled={disabled || known.is !== 'known'}
      onChange={onChange}
    />
  )
}
