/** Only one service per data folder: a lock file that names its owner, taken over when the owner is dead. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { failed, succeeded, type Result } from '../contract/error-codes.ts'
import { errnoOf } from './identity/guarded-folder.ts'
import { type ProcessTimes } from './process-times.ts'

const Owner = z.object({ pid: z.number().int().positive(), startedAt: z.string() })
type Owner = z.infer<typeof Owner>

const isAlive = ({ pid, startedAt }: Owner, startTimeOf: ProcessTimes): boolean => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return errnoOf(error) === 'EPERM'
  }
  return startTimeOf(pid) === startedAt
}

const ownerOf = (path: string): Owner | undefined => {
  try {
    return Owner.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data
  } catch {
    return undefined
  }
}

export interface ServiceLock {
  release(): void
}

/** Fails with CW4011 while another service holds it, with CW7009 when the folder cannot be written. */
export const takeServiceLock = (path: string, startTimeOf: ProcessTimes): Result<ServiceLock> => {
  const own: Owner = { pid: process.pid, startedAt: startTimeOf(process.pid) }
  const beside = `${path}.${process.pid}`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(beside, JSON.stringify(own), { mode: 0o600 })
    for (;;) {
      try {
        // A link fails when the name exists, and the file behind it is whole from the first moment.
        linkSync(beside, path)
        return succeeded({ release: () => release(path, own) })
      } catch (error) {
        if (errnoOf(error) !== 'EEXIST') throw error
      }
      const owner = ownerOf(path)
      if (owner !== undefined && isAlive(owner, startTimeOf)) return failed('CW4011', { pid: owner.pid, file: path })
      moveAside(path, `${beside}.stale`, startTimeOf)
    }
  } catch (error) {
    return failed('CW7009', { file: path, reason: errnoOf(error) })
  } finally {
    rmSync(beside, { force: true })
  }
}

/** Takes the lock of a dead owner out of the way. Whoever took it between looking and moving gets it back. */
const moveAside = (path: string, aside: string, startTimeOf: ProcessTimes): void => {
  try {
    renameSync(path, aside)
    const moved = ownerOf(aside)
    if (moved !== undefined && isAlive(moved, startTimeOf)) linkSync(aside, path)
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(errnoOf(error))) throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

const release = (path: string, own: Owner): void => {
  const owner = ownerOf(path)
  if (owner?.pid === own.pid && owner.startedAt === own.startedAt) rmSync(path, { force: true })
}
