import { useState } from 'react'
import { useAct, useSay } from '../../wizard.ts'

/** Copies or saves the whole report; `says` is what came of it. A failure shows above the page. */
export function useReport(): { says: string; copy(): Promise<void>; save(what: 'connectivityReport' | 'connectivityPage'): Promise<void> } {
  const say = useSay()
  const act = useAct()
  const [says, setSays] = useState('')
  return {
    says,
    copy: async () => {
      setSays('')
      const report = await act('connectivityReport', {})
      if (report?.ok !== true) return
      const copied = await act('copyText', { text: report.value.text })
      if (copied !== undefined) setSays(say('connectivity.reportCopied'))
    },
    save: async (what) => {
      setSays('')
      const saved = await act('saveText', { what })
      if (saved?.ok !== true) return
      setSays(
        saved.value.is === 'saved' ? say('connectivity.reportSaved', { path: saved.value.path }) : say('connectivity.reportCancelled'),
      )
    },
  }
}
