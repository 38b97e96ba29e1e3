import { useEffect } from 'react'
import { useWizard } from '../../wizard.ts'

/** Milliseconds between the answer to one question and the next question. */
const pause = 3000

/** Keeps the state of the service current while the page is open: the service tells nobody by itself. */
export function useServiceWatch(): void {
  const lookAtService = useWizard((state) => state.lookAtService)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let left = false
    const look = async () => {
      await lookAtService()
      if (!left) timer = setTimeout(() => void look(), pause)
    }
    void look()
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [lookAtService])
}
