/**
 * Folders and files that only the service's own account may touch: by mode and owner, on Windows by access list and owner
 * (SYSTEM and administrators are the owners of a Windows machine, and may always).
 */
import { randomBytes } from 'node:crypto'
import { type Stats } from 'node:fs'
import { chmod, lstat, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'

/** Why something in the way may not be used; absent when it may. */
const objection = async (path: string, found: Stats, want: 'folder' | 'file'): Promise<string | undefined> => {
  if (found.isSymbolicLink()) return 'is a symbolic link'
  if (want === 'folder' ? !found.isDirectory() : !found.isFile()) return `is not a ${want}`
  if (process.platform === 'win32') {
    const { guardOnWindows } = await import('./windows-guard.ts')
    return guardOnWindows(path) ?? (want === 'file' && found.nlink > 1 ? 'has a second name (hard link)' : undefined)
  }
  if (found.uid !== process.geteuid?.()) return `belongs to user ${found.uid}`
  if ((found.mode & 0o077) !== 0) return `is open to others (mode ${(found.mode & 0o777).toString(8)})`
  if (want === 'file' && found.nlink !== 1) return 'has a second name (hard link)'
  return undefined
}

export const errnoOf = (error: unknown): string =>
  error instanceof Error ? ('code' in error && typeof error.code === 'string' ? error.code : error.message) : String(error)

const unusable = (file: string, reason: string) => failed('CW7009', { file, reason }, `${file}: ${reason}`)

const closeToOthers = async (path: string): Promise<void> => {
  if (process.platform === 'win32') (await import('./windows-guard.ts')).closeOnWindows(path, 'folder')
  else await chmod(path, 0o700)
}

/** Makes the folder for this account alone, or accepts one that is already just so. Refuses planted, linked or open ones with CW7009. */
export const ensureGuardedFolder = async (path: string): Promise<Result<void>> => {
  try {
    const made = await mkdir(path, { recursive: true, mode: 0o700 })
    if (made !== undefined) await closeToOthers(path)
    const found = await lstat(path)
    // A folder of our own that was merely made with wider rights is narrowed, not refused: nobody else could have put it there.
    if (process.platform !== 'win32' && found.isDirectory() && found.uid === process.geteuid?.() && (found.mode & 0o077) !== 0) {
      if ((found.mode & 0o022) !== 0) return unusable(path, 'could be written by others')
      await chmod(path, 0o700)
      return succeeded(undefined)
    }
    const why = await objection(path, found, 'folder')
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
      // Before anything is in it.
      if (process.platform === 'win32') (await import('./windows-guard.ts')).closeOnWindows(beside, 'file')
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
    const why = await objection(path, found, 'file')
    if (why !== undefined) return unusable(path, why)
    if (found.size > limit) return unusable(path, `has ${found.size} bytes, more than ${limit}`)
    return succeeded(await readFile(path))
  } catch (error) {
    return unusable(path, errnoOf(error))
  }
}

/** Fails with CW7009. That there is none is no failure. */
export const removeGuardedFile = async (path: string): Promise<Result<void>> => {
  try {
    await rm(path, { force: true })
    return succeeded(undefined)
  } catch (error) {
    return unusable(path, errnoOf(error))
  }
}
