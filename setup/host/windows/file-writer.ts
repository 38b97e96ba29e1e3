/**
 * Changes of files and folders of this Windows machine. A file that some program holds is tried again for a bounded time. Node
 * itself prepares paths of more than 260 characters.
 */
import {
  closeSync,
  copyFileSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { closeOnWindows } from '../../../connector/identity/windows-guard.ts'
import { failed, succeeded } from '../../../contract/error-codes.ts'
import { Secret } from '../../../contract/secret.ts'
import { fileFailure, untilFree } from '../file-failure.ts'
import { type Access, type Changed, type FileContent } from '../host-writer.ts'
import { bind, demandTrue } from './native.ts'
import { sha256Of } from './paths.ts'

const moveFile = bind<(from: string, to: string | null, how: number) => number>(
  'kernel32',
  'int __stdcall MoveFileExW(str16 from, str16 to, uint32 how)',
)
const [replaceExisting, delayUntilRestart] = [1, 4]

type Reached = (point: string) => void

const kindOf = (path: string) => {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found === undefined ? undefined : found.isSymbolicLink() ? 'link' : found.isDirectory() ? 'folder' : 'file'
}

const attempt = async (path: string, work: () => Promise<Changed>): Promise<Changed> => {
  try {
    return await work()
  } catch (error) {
    return fileFailure(path, error)
  }
}

export const createFolder = (path: string, access: Access, reached: Reached): Promise<Changed> =>
  attempt(path, async () => {
    const there = kindOf(path)
    if (there !== undefined && there !== 'folder') return failed('CW7009', { file: path, reason: 'a file or link stands there' })
    mkdirSync(path, { recursive: true })
    reached(`folder ${path} made`)
    if (access === 'closed') closeOnWindows(path, 'folder')
    return kindOf(path) === 'folder'
      ? succeeded({ changed: there === undefined })
      : failed('CW7009', { file: path, reason: 'not there after it was made' })
  })

export const removeFolder = (path: string): Promise<Changed> =>
  attempt(path, async () => {
    const there = kindOf(path)
    if (there === undefined) return succeeded({ changed: false })
    // A junction is taken away, never followed.
    if (there === 'link') rmdirSync(path)
    else await untilFree(() => rmSync(path, { recursive: true, force: true }))
    return kindOf(path) === undefined ? succeeded({ changed: true }) : failed('CW7009', { file: path, reason: 'still there' })
  })

export const moveFolder = (from: string, to: string): Promise<Changed> =>
  attempt(from, async () => {
    if (kindOf(from) === undefined) return succeeded({ changed: false })
    // A rename on Windows may replace an empty folder.
    if (kindOf(to) !== undefined) return failed('CW7009', { file: to, reason: 'something stands there' })
    await untilFree(() => renameSync(from, to))
    return kindOf(from) === undefined && kindOf(to) !== undefined
      ? succeeded({ changed: true })
      : failed('CW7009', { file: from, reason: 'still there' })
  })

const writeWhole = (path: string, bytes: Uint8Array): void => {
  const file = openSync(path, 'w', 0o600)
  try {
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

const bytesOf = (content: string | Uint8Array | Secret): Uint8Array => {
  const plain = content instanceof Secret ? content.reveal() : content
  return typeof plain === 'string' ? Buffer.from(plain) : plain
}

export const writeFile = (path: string, content: FileContent, access: Access, reached: Reached): Promise<Changed> =>
  attempt(path, async () => {
    if (kindOf(path) === 'folder') return failed('CW7009', { file: path, reason: 'a folder stands there' })
    const shipped = typeof content === 'object' && 'shipped' in content ? content.shipped : undefined
    const bytes = typeof content === 'object' && 'shipped' in content ? undefined : bytesOf(content)
    const asWanted = () =>
      kindOf(path) === 'file' &&
      (bytes !== undefined ? Buffer.compare(readFileSync(path), bytes) === 0 : sha256Of(path) === sha256Of(shipped ?? path))
    if (kindOf(path) === 'file' && statSync(path).size === (bytes?.length ?? statSync(shipped ?? path).size) && asWanted()) {
      if (access === 'closed') closeOnWindows(path, 'file')
      return succeeded({ changed: false })
    }
    mkdirSync(dirname(path), { recursive: true })
    const beside = `${path}.new`
    rmSync(beside, { force: true })
    try {
      if (bytes !== undefined) writeWhole(beside, bytes)
      else copyFileSync(shipped ?? '', beside)
      reached(`file ${path} written beside`)
      if (access === 'closed') closeOnWindows(beside, 'file')
      await untilFree(() => renameSync(beside, path))
    } catch (error) {
      rmSync(beside, { force: true })
      throw error
    }
    return asWanted() ? succeeded({ changed: true }) : failed('CW7009', { file: path, reason: 'does not read as it was written' })
  })

export const removeFile = (path: string): Promise<Changed> =>
  attempt(path, async () => {
    const there = kindOf(path)
    if (there === 'folder') return failed('CW7009', { file: path, reason: 'a folder stands there' })
    // What a killed process left beside.
    rmSync(`${path}.new`, { force: true })
    if (there === undefined) return succeeded({ changed: false })
    await untilFree(() => rmSync(path, { force: true }))
    return kindOf(path) === undefined ? succeeded({ changed: true }) : failed('CW7009', { file: path, reason: 'still there' })
  })

export const removeAtRestart = (path: string): Promise<Changed> =>
  attempt(path, async () => {
    demandTrue(moveFile(path, null, delayUntilRestart), `MoveFileEx of ${path}`)
    return succeeded({ changed: true })
  })

export const replaceAtRestart = (path: string, content: FileContent, reached: Reached): Promise<Changed> =>
  attempt(path, async () => {
    const next = `${path}.next`
    const written = await writeFile(next, content, 'inherited', reached)
    if (!written.ok) return written
    demandTrue(moveFile(next, path, replaceExisting | delayUntilRestart), `MoveFileEx of ${path}`)
    return succeeded({ changed: true })
  })
