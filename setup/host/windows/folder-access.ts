/** Owner and access list of a folder. */
import { writableByOthers } from '../../../connector/identity/access-list.ts'
import { readAccess } from '../../../connector/identity/windows-access.ts'
import { type Fact, known } from '../fact-sections.ts'
import { type ServerPath } from '../host-reader.ts'
import { factOf } from './native.ts'

export interface FolderAccess {
  /** SID of the owner. */
  readonly owner: Fact<string>
  /** Somebody else than SYSTEM, administrators, Windows itself and the service may change what is in it. */
  readonly writableByOthers: Fact<boolean>
}

/** `trusted` are SIDs besides SYSTEM and administrators whose write access is meant. */
export const folderAccess = (path: ServerPath, trusted: readonly string[]): FolderAccess => ({
  owner: factOf(() => known(readAccess(path).owner)),
  writableByOthers: factOf(() => known(writableByOthers(readAccess(path).list, trusted))),
})
