/** The data folder of a control plane: where its files lie, and the lock that keeps two programs from sharing it. */
import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Failure, type Result, failed, succeeded } from '../contract/error-codes.ts'

/** Names inside the data folder. Everything that a backup needs is here. */
export const dataFolderNames = {
  database: 'database',
  certificateAuthority: 'certificate-authority',
  signIn: 'sign-in',
  /** Installers that the console offers; put there by the operator. */
  downloads: 'downloads',
  connectionFile: 'causeway.connection.json',
  lock: 'control-plane.lock',
} as const

/** CW5012: what of the data folder cannot be used, and why. */
export const unusable = (file: string, reason: string): { ok: false; failure: Failure } =>
  failed('CW5012', { file, reason: reason.slice(0, 500) })

interface LockHolder {
  pid: number
  /** Start time of the process as the kernel counts it, so that a reused process id is not taken for the holder. */
  started: string
}

const startOf = (pid: number): string => {
  try {
    // Field 22 of proc(5) stat; the name in field 2 may hold blanks and parentheses.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

const isAlive = (holder: LockHolder): boolean => {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return holder.started === startOf(holder.pid)
}

const parseHolder = (text: string): LockHolder | undefined => {
  const match = /^(\d{1,10}) (\d*)\n$/.exec(text)
  return match === null ? undefined : { pid: Number(match[1]), started: match[2] ?? '' }
}

/** Moves a lock of a dead process out of the way; false when it turns out to be somebody's new lock. */
const discardStale = async (path: string, seen: string): Promise<boolean> => {
  const aside = `${path}.${randomBytes(4).toString('hex')}`
  try {
    await rename(path, aside)
  } catch {
    return true
  }
  const ours = (await readFile(aside, 'utf8')) === seen
  if (!ours) await link(aside, path).catch(() => undefined)
  await rm(aside, { force: true })
  return ours
}

/**
 * Takes the data folder for this process; it is made when it is missing.
 * @returns a function that gives it back. CW5011 with the process that holds it, CW5012 when the folder cannot be written.
 */
export const lockDataFolder = async (folder: string): Promise<Result<() => Promise<void>>> => {
  const path = join(resolve(folder), dataFolderNames.lock)
  const own = `${path}.${randomBytes(4).toString('hex')}`
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFile(own, `${process.pid} ${startOf(process.pid)}\n`, { mode: 0o600 })
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        // A link appears with its content; a file that is made first and written later could be read empty.
        await link(own, path)
        return succeeded(() => rm(path, { force: true }))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const text = await readFile(path, 'utf8').catch(() => '')
      const holder = parseHolder(text)
      if (holder !== undefined && isAlive(holder)) return failed('CW5011', { pid: holder.pid, folder })
      await discardStale(path, text)
    }
    return failed('CW5011', { pid: 0, folder })
  } catch (error) {
    return unusable(folder, error instanceof Error ? error.message : String(error))
  } finally {
    await rm(own, { force: true }).catch(() => undefined)
  }
}
