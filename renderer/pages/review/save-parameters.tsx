import { Button } from '@fluentui/react-components'
import { Save20Regular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useAct, useSay } from '../../wizard.ts'

type Saving = { is: 'not' } | { is: 'saving' } | { is: 'saved'; path: string } | { is: 'cancelled' }

/** Saves the same choices for silent installs. What came of it stands beside the button; a failure shows above the page. */
export function SaveParameters() {
  const say = useSay()
  const act = useAct()
  const [saving, setSaving] = useState<Saving>({ is: 'not' })
  const save = async () => {
    setSaving({ is: 'saving' })
    const answer = await act('saveText', { what: 'parametersFile' })
    setSaving(answer?.ok === true ? answer.value : { is: 'not' })
  }
  const says = {
    not: say('review.saveSays'),
    saving: say('review.saving'),
    saved: saving.is === 'saved' ? say('review.saved', { path: saving.path }) : '',
    cancelled: say('review.saveCancelled'),
  }
  return (
    <div className="line wraps save">
      <Button size="small" icon={<Save20Regular />} disabledFocusable={saving.is === 'saving'} onClick={() => void save()}>
        {say('review.save')}
      </Button>
      <span className="quiet caption any" role="status">
        {says[saving.is]}
      </span>
    </div>
  )
}
