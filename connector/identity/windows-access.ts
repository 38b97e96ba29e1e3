/** Owner and access list of files and folders on Windows (advapi32), read and set. */
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bind, demand, demandTrue, firstOut, type Pointer, textAt } from './win32.ts'

const getNamedSecurityInfo = bind<
  (name: string, type: number, what: number, owner: Pointer[], group: null, dacl: Pointer[], sacl: null, descriptor: Pointer[]) => number
>(
  'advapi32',
  'uint32 __stdcall GetNamedSecurityInfoW(str16 name, int type, uint32 what, _Out_ void **owner, void *group, _Out_ void **dacl, void *sacl, _Out_ void **descriptor)',
)
const setNamedSecurityInfo = bind<
  (name: string, type: number, what: number, owner: Pointer, group: null, dacl: Pointer, sacl: null) => number
>('advapi32', 'uint32 __stdcall SetNamedSecurityInfoW(str16 name, int type, uint32 what, void *owner, void *group, void *dacl, void *sacl)')
const setFileSecurity = bind<(path: string, what: number, descriptor: bigint) => number>(
  'advapi32',
  'int __stdcall SetFileSecurityW(str16 path, uint32 what, void *descriptor)',
)
const convertToText = bind<(descriptor: bigint, revision: number, what: number, text: Pointer[], length: null) => number>(
  'advapi32',
  'int __stdcall ConvertSecurityDescriptorToStringSecurityDescriptorW(void *descriptor, uint32 revision, uint32 what, _Out_ void **text, void *length)',
)
const convertFromText = bind<(text: string, revision: number, descriptor: Pointer[], length: null) => number>(
  'advapi32',
  'int __stdcall ConvertStringSecurityDescriptorToSecurityDescriptorW(str16 text, uint32 revision, _Out_ void **descriptor, void *length)',
)
const ownerOf = bind<(descriptor: bigint, owner: Pointer[], byDefault: number[]) => number>(
  'advapi32',
  'int __stdcall GetSecurityDescriptorOwner(void *descriptor, _Out_ void **owner, _Out_ int *byDefault)',
)
const listOf = bind<(descriptor: bigint, present: number[], list: Pointer[], byDefault: number[]) => number>(
  'advapi32',
  'int __stdcall GetSecurityDescriptorDacl(void *descriptor, _Out_ int *present, _Out_ void **list, _Out_ int *byDefault)',
)
const convertSidToText = bind<(sid: bigint, text: Pointer[]) => number>(
  'advapi32',
  'int __stdcall ConvertSidToStringSidW(void *sid, _Out_ void **text)',
)
const convertTextToSid = bind<(text: string, sid: Pointer[]) => number>(
  'advapi32',
  'int __stdcall ConvertStringSidToSidW(str16 text, _Out_ void **sid)',
)
const localFree = bind<(memory: bigint) => Pointer>('kernel32', 'void *__stdcall LocalFree(void *memory)')

const fileObject = 1
const [ownerInformation, listInformation, protectedList] = [1, 4, 0x80000000]

/** `S-1-5-…` of a SID in memory. */
export const sidText = (sid: bigint): string => {
  const out: Pointer[] = [null]
  demandTrue(convertSidToText(sid, out), 'ConvertSidToStringSid')
  const text = firstOut(out, 'ConvertSidToStringSid')
  try {
    return textAt(text)
  } finally {
    localFree(text)
  }
}

/** What `use` is given lives as long as it works. */
export const withSid = <T>(text: string, use: (sid: bigint) => T): T => {
  const out: Pointer[] = [null]
  demandTrue(convertTextToSid(text, out), 'ConvertStringSidToSid')
  const sid = firstOut(out, 'ConvertStringSidToSid')
  try {
    return use(sid)
  } finally {
    localFree(sid)
  }
}

export interface Access {
  /** SID of the owner. */
  readonly owner: string
  /** The access list as text (SDDL). */
  readonly list: string
}

/** Throws `Refused` where Windows does not tell. */
export const readAccess = (path: string): Access => {
  const owner: Pointer[] = [null]
  const [descriptor, text]: [Pointer[], Pointer[]] = [[null], [null]]
  const status = getNamedSecurityInfo(path, fileObject, ownerInformation | listInformation, owner, null, [null], null, descriptor)
  demand(status, `GetNamedSecurityInfo of ${path}`)
  const memory = firstOut(descriptor, 'GetNamedSecurityInfo')
  try {
    demandTrue(convertToText(memory, 1, listInformation, text, null), 'ConvertSecurityDescriptorToStringSecurityDescriptor')
    const list = firstOut(text, 'ConvertSecurityDescriptorToStringSecurityDescriptor')
    const answer = { owner: sidText(firstOut(owner, `owner of ${path}`)), list: textAt(list) }
    localFree(list)
    return answer
  } finally {
    localFree(memory)
  }
}

/** Replaces the access list, and the owner where the text names one (`O:`); inheritance from above is cut. Throws `Refused`. */
export const setAccess = (path: string, sddl: string): void => {
  const descriptor: Pointer[] = [null]
  demandTrue(convertFromText(sddl, 1, descriptor, null), 'ConvertStringSecurityDescriptorToSecurityDescriptor')
  const memory = firstOut(descriptor, 'ConvertStringSecurityDescriptorToSecurityDescriptor')
  try {
    const [owner, list]: [Pointer[], Pointer[]] = [[null], [null]]
    demandTrue(ownerOf(memory, owner, [0]), 'GetSecurityDescriptorOwner')
    demandTrue(listOf(memory, [0], list, [0]), 'GetSecurityDescriptorDacl')
    const what = (owner[0] === null ? 0 : ownerInformation) | listInformation | protectedList
    demand(
      setNamedSecurityInfo(path, fileObject, what >>> 0, owner[0] ?? null, null, list[0] ?? null, null),
      `SetNamedSecurityInfo of ${path}`,
    )
    // Wine adds what the folder above hands down even to a list that is cut off from it; this call adds nothing anywhere.
    demandTrue(setFileSecurity(path, (listInformation | protectedList) >>> 0, memory), `SetFileSecurity of ${path}`)
  } finally {
    localFree(memory)
  }
}

let ownerHere: string | undefined

/** SID that owns what this process creates: administrators for an elevated one, the service for the service. Found by making a folder. */
export const ownerOfNewFiles = (): string => {
  if (ownerHere !== undefined) return ownerHere
  const folder = mkdtempSync(join(tmpdir(), 'causeway-'))
  try {
    ownerHere = readAccess(folder).owner
    return ownerHere
  } finally {
    rmdirSync(folder)
  }
}
