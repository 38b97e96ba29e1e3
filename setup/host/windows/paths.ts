/** Files and folders of this Windows machine. */
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
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
