/** Files and folders of this Windows machine. */
import { createHash } from 'node:crypto'
import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs'
import { absent, type Fact, known, unknown } from '../fact-sections.ts'
import { type FileKind, type ServerPath } from '../host-reader.ts'

const largestFile = 16 * 1024 * 1024
const missing = (error: unknown) => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')

const fileFact = <T>(read: () => Fact<T>): Fact<T> => {
  try {
    return read()
  } catch (error) {
    return missing(error) ? absent : unknown((error as Error).message)
  }
}

/** Junctions are links too. */
export const pathKindOf = (path: ServerPath): Fact<FileKind> =>
  fileFact(() => {
    const found = lstatSync(path)
    return known(found.isSymbolicLink() ? 'link' : found.isDirectory() ? 'folder' : 'file')
  })

export const fileContent = (path: ServerPath): Fact<Uint8Array> =>
  fileFact(() => (statSync(path).size > largestFile ? unknown('larger than 16 MB') : known(new Uint8Array(readFileSync(path)))))

export const folderNames = (path: ServerPath): Fact<readonly string[]> => fileFact(() => known(readdirSync(path).sort()))

/** In pieces: the largest of ours is a program of 90 MB. Throws what the file system throws. */
export const sha256Of = (path: string): string => {
  const hash = createHash('sha256')
  const piece = Buffer.alloc(1 << 20)
  const file = openSync(path, 'r')
  try {
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) hash.update(piece.subarray(0, read))
  } finally {
    closeSync(file)
  }
  return hash.digest('hex')
}

export const fileHash = (path: ServerPath): Fact<string> => fileFact(() => known(sha256Of(path)))
