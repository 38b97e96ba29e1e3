import { useCallback, useEffect, useState } from 'react'
import { type Label } from '../../../contract/enrollment.ts'
import { writeLabels } from '../../../contract/labels.ts'
import { useAct, useSnapshot, useWizard } from '../../wizard.ts'
import { type LabelsKnown, labelsWanted } from './settings-view.ts'

/** The connector's labels: what the cloud has, what was typed, and the change of them. They are read again when the service is another. */
export function useLabels() {
  const act = useAct()
  const ask = useWizard((state) => state.ask)
  const service = useSnapshot().service.is
  const [known, setKnown] = useState<LabelsKnown>({ is: 'reading' })
  const [text, setText] = useState('')
  const [changed, setChanged] = useState(false)
  useEffect(() => {
    let left = false
    void ask('labels', {}).then((answer) => {
      if (left || answer === undefined) return
      setKnown(answer.ok ? { is: 'known', labels: answer.value.labels } : { is: 'unknown', failure: answer.failure })
      if (answer.ok) setText(writeLabels(answer.value.labels))
    })
    return () => {
      left = true
    }
  }, [ask, service])
  /** True when they are changed. When not, the page says why, and what was typed stays. */
  const change = useCallback(
    async (labels: Label[]): Promise<boolean> => {
      setChanged(false)
      const answer = await act('changeLabels', { labels })
      if (answer?.ok !== true) return false
      setKnown({ is: 'known', labels: answer.value.labels })
      setText(writeLabels(answer.value.labels))
      setChanged(true)
      return true
    },
    [act],
  )
  return { known, text, setText, changed, change, wanted: labelsWanted(known, text) }
}
