/** What a failed change of a file means to a person: the disk is full, another program holds the file, or something else. */
import { setTimeout as pause } from 'node:timers/promises'
import { failed } from '../../contract/error-codes.ts'

const codeOf = (error: unknown): string => {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

/** Windows answers these while a program, often a virus scanner, has the file open. */
const isHeld = (error: unknown): boolean => ['EBUSY', 'EPERM', 'EACCES', 'ENOTEMPTY'].includes(codeOf(error))

export const fileFailure = (file: string, error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error)
  if (codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT') return failed('CW3016', { file }, reason)
  if (isHeld(error)) return failed('CW3017', { file, reason: codeOf(error) }, reason)
  return failed('CW7009', { file, reason: codeOf(error) === '' ? reason : codeOf(error) }, reason)
}

/** Scanners let go within a second or two of a file's last change. */
const patience = 5000

/** Tries again for a bounded time what fails because somebody else has the file open. */
export const untilFree = async <T>(work: () => T, milliseconds = patience): Promise<T> => {
  const deadline = performance.now() + milliseconds
  for (let wait = 20; ; wait = Math.min(wait * 2, 400)) {
    try {
      return work()
    } catch (error) {
      if (!isHeld(error) || performance.now() > deadline) throw error
      await pause(wait)
    }
  }
}
