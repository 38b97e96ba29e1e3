/** When processes started, which tells one from a later one with the same number. */
import { readFileSync } from 'node:fs'

/** Empty where no such process lives, or the system does not tell. */
export type ProcessTimes = (pid: number) => string

/** In clock ticks: proc(5), field 22. */
const fromProc: ProcessTimes = (pid) => {
  try {
    return (
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[19] ?? ''
    )
  } catch {
    return ''
  }
}

/** Windows' libraries are loaded on Windows only. */
export const processTimes = async (): Promise<ProcessTimes> =>
  process.platform === 'win32' ? (await import('./windows-process-times.ts')).windowsProcessTimes : fromProc
