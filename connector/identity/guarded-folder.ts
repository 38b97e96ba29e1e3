/**
 * Folders and files that only the service's own account may touch. On Windows the folder's access list, set by set-up,
 * does this; there only the kind of the thing is looked at.
 */
import { randomBytes } from 'node:crypto'
import { type Stats } from 'node:fs'
import { chmod, lstat, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'

/** Why something in the way may not be used; absent when it may. */
const objection = (found: Stats, want: 'folder' | 'file'): string | undefined => {
  if (found.isSymbolicLink()) return 'is a symbolic link'
  if (want === 'folder' ? !found.isDirectory() : !found.isFile()) return `is not a ${want}`
  if (process.platform === 'win32') return undefined
  if (found.uid !== process.geteuid?.()) return `belongs to user ${found.uid}`
  if ((found.mode & 0o077) !== 0) return `is open to others (mode ${(found.mode & 0o777).toString(8)})`
  if (want === 'file' && found.nlink !== 1) return 'has a second name (hard link)'
  return undefined
}

export const errnoOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error)

const unusable = (file: string, reason: string) => failed('CW7009', { file, reason }, `${file}: ${reason}`)

/** Makes the folder with mode 0700, or accepts one that is already just so. Refuses planted, linked or open ones with CW7009. */
export const ensureGuardedFolder = async (path: string): Promise<Result<void>> => {
  try {
    const made = await mkdir(path, { recursive: true, mode: 0o700 })
    if (made !== undefined) await chmod(path, 0o700)
    const found = await lstat(path)
    // A folder of our own that was merely made with wider rights is narrowed, not refused: nobody else could have put it there.
    if (process.platform !== 'win32' && found.isDirectory() && found.uid === process.geteuid?.() && (found.mode & 0o077) !== 0) {
      if ((found.mode & 0o022) !== 0) return unusable(path, 'could be written by others')
      await chmod(path, 0o700)
      return succeeded(undefined)
    }
    const why = objection(found, 'folder')
    return why === undefined ? succeeded(undefined) : unusable(path, why)
  } catch (error) {
    return unusable(path, errnoOf(error))
  }
}

/** Writes beside the file and renames over it, mode 0600, so that a reader sees the old or the new, never a part. */
export const writeGuardedFile = async (path: string, content: string | Uint8Array): Promise<Result<void>> => {
  const folder = await ensureGuardedFolder(dirname(path))
  if (!folder.ok) return folder
  const beside = join(dirname(path), `.${randomBytes(8).toString('hex')}.new`)
  try {
    const file = await open(beside, 'wx', 0o600)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
    return succeeded(undefined)
  } catch (error) {
    await rm(beside, { force: true })
    return unusable(path, errnoOf(error))
  }
}

/** Content of a guarded file of at most `limit` bytes. The detail of the failure says what is wrong with it. */
export const readGuardedFile = async (path: string, limit: number): Promise<Result<Buffer>> => {
  try {
    const found = await lstat(path)
    const why = objection(found, 'file')
    if (why !== undefined) return unusable(path, why)
    if (found.size > limit) return unusable(path, `has ${found.size} bytes, more than ${limit}`)
    return succeeded(await readFile(path))
  } catch (error) {
    return unusable(path, errnoOf(error))
  }
}
