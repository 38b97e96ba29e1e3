import { useEffect, useReducer } from 'react'
import { type LogPage } from '../../../contract/log-entry.ts'
import { useWizard } from '../../wizard.ts'
import { joined, noLogs, type Logs } from './log-view.ts'

/** Milliseconds between an answer and the next question. */
const pause = 1000

/** Both logs, followed while the page is open; `paused` keeps what is shown as it is. */
export function useLogs(paused: boolean): Logs {
  const ask = useWizard((state) => state.ask)
  const [logs, add] = useReducer((before: Logs, page: LogPage) => joined(before, page), noLogs)
  const { cursor } = logs
  useEffect(() => {
    if (paused) return
    let left = false
    const look = async () => {
      const page = await ask('readLogs', cursor === undefined ? {} : { cursor })
      if (!left && page !== undefined) add(page)
    }
    const timer = setTimeout(() => void look(), cursor === undefined ? 0 : pause)
    return () => {
      left = true
      clearTimeout(timer)
    }
    // Each answer brings a new `reads`, and with it the next question.
  }, [ask, cursor, logs.reads, paused])
  return logs
}
