/** Owner and access list of a folder (advapi32). */
import { type Fact, known } from '../fact-sections.ts'
import { type ServerPath } from '../host-reader.ts'
import { sidText } from './account.ts'
import { bind, demand, demandTrue, factOf, firstOut, type Pointer, textAt } from './native.ts'
import { writableByOthers } from './security-descriptor.ts'

const getNamedSecurityInfo = bind<
  (name: string, type: number, what: number, owner: Pointer[], group: null, dacl: Pointer[], sacl: null, descriptor: Pointer[]) => number
>(
  'advapi32',
  'uint32 __stdcall GetNamedSecurityInfoW(str16 name, int type, uint32 what, _Out_ void **owner, void *group, _Out_ void **dacl, void *sacl, _Out_ void **descriptor)',
)
const convertToText = bind<(descriptor: bigint, revision: number, what: number, text: Pointer[], length: null) => number>(
  'advapi32',
  'int __stdcall ConvertSecurityDescriptorToStringSecurityDescriptorW(void *descriptor, uint32 revision, uint32 what, _Out_ void **text, void *length)',
)
const localFree = bind<(memory: bigint) => Pointer>('kernel32', 'void *__stdcall LocalFree(void *memory)')

const fileObject = 1
const [ownerInformation, daclInformation] = [1, 4]

export interface FolderAccess {
  /** SID of the owner. */
  readonly owner: Fact<string>
  /** Somebody else than SYSTEM, administrators, Windows itself and the service may change what is in it. */
  readonly writableByOthers: Fact<boolean>
}

/** `trusted` are SIDs besides SYSTEM and administrators whose write access is meant. */
export const folderAccess = (path: ServerPath, trusted: readonly string[]): FolderAccess => {
  const read = <T>(take: (owner: Pointer, sddl: string) => T): Fact<T> =>
    factOf(() => {
      const [owner, dacl, descriptor, text]: Pointer[][] = [[null], [null], [null], [null]]
      if (owner === undefined || dacl === undefined || descriptor === undefined || text === undefined) throw new Error('unreachable')
      demand(
        getNamedSecurityInfo(path, fileObject, ownerInformation | daclInformation, owner, null, dacl, null, descriptor),
        `GetNamedSecurityInfo of ${path}`,
      )
      const memory = firstOut(descriptor, 'GetNamedSecurityInfo')
      try {
        demandTrue(convertToText(memory, 1, daclInformation, text, null), 'ConvertSecurityDescriptorToStringSecurityDescriptor')
        const sddl = firstOut(text, 'ConvertSecurityDescriptorToStringSecurityDescriptor')
        const answer = take(owner[0] ?? null, textAt(sddl))
        localFree(sddl)
        return known(answer)
      } finally {
        localFree(memory)
      }
    })
  return {
    owner: read((owner) => {
      if (owner === null) throw new Error(`${path} has no owner`)
      return sidText(owner)
    }),
    writableByOthers: read((_owner, sddl) => writableByOthers(sddl, trusted)),
  }
}
