/** The bundle as one zip file. */
import { createHash } from 'node:crypto'
import { strToU8, zipSync } from 'fflate'
import { type Bundle } from './bundle.ts'

export interface Archive {
  readonly bytes: Uint8Array
  /** Lower-case hex, so that who receives the file can say that it is the same. */
  readonly sha256: string
}

export const archiveOf = ({ texts, manifest }: Bundle): Archive => {
  const bytes = zipSync(Object.fromEntries([...texts].map(([path, text]) => [path, strToU8(text)])), { level: 6, mtime: manifest.at })
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}

/** `causeway-support-20261128-1430.zip`: in UTC, and without the name of the server. */
export const archiveName = ({ at }: Bundle['manifest']): string =>
  `causeway-support-${at.slice(0, 16).replace(/[-:]/g, '').replace('T', '-')}.zip`
