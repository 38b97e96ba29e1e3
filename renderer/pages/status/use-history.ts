import { useEffect } from 'react'
import { HistoryRange } from '../../../contract/history.ts'
import { useDraft, useWizard } from '../../wizard.ts'

/** Milliseconds between two looks: a digest of the history is about five minutes. */
const pause = 60_000

/** The range that is shown, and how to choose another. Keeps it current while the page is open. */
export function useHistory(): readonly [HistoryRange, (range: HistoryRange) => void] {
  const [drafted, setRange] = useDraft('status.history.range', '24h')
  const range = HistoryRange.safeParse(drafted).data ?? '24h'
  const lookAtHistory = useWizard((state) => state.lookAtHistory)
  useEffect(() => {
    void lookAtHistory(range)
    const timer = setInterval(() => void lookAtHistory(range), pause)
    return () => clearInterval(timer)
  }, [range, lookAtHistory])
  return [range, setRange]
}
