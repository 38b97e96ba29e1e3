/** Closes a folder or file to everybody but SYSTEM, administrators and the service, and gives it to administrators (advapi32). */
import { productNames, wellKnownSids } from '../registry-keys.ts'
import { serviceSid } from '../service-sid.ts'
import { bind, demandTrue, firstOut, type Pointer } from './native.ts'

const toDescriptor = bind<(text: string, revision: number, out: Pointer[], size: null) => number>(
  'advapi32',
  'int __stdcall ConvertStringSecurityDescriptorToSecurityDescriptorW(str16 text, uint32 revision, _Out_ void **out, void *size)',
)
const setFileSecurity = bind<(path: string, what: number, descriptor: bigint) => number>(
  'advapi32',
  'int __stdcall SetFileSecurityW(str16 path, uint32 what, void *descriptor)',
)
const localFree = bind<(memory: bigint) => Pointer>('kernel32', 'void *__stdcall LocalFree(void *memory)')

/** OWNER, DACL, PROTECTED_DACL: what the parent gives is cut off. */
const ownerAndList = 0x1 | 0x4 | 0x80000000

const listFor = (kind: 'folder' | 'file'): string => {
  const inherited = kind === 'folder' ? 'OICI' : ''
  const full = [wellKnownSids.system, wellKnownSids.administrators].map((sid) => `(A;${inherited};FA;;;${sid})`)
  // Modify, without the right to change the list itself.
  return `O:BAD:P${full.join('')}(A;${inherited};0x1301bf;;;${serviceSid(productNames.service)})`
}

export const closeAccess = (path: string, kind: 'folder' | 'file'): void => {
  const out: Pointer[] = [null]
  demandTrue(toDescriptor(listFor(kind), 1, out, null), 'ConvertStringSecurityDescriptorToSecurityDescriptor')
  const descriptor = firstOut(out, 'ConvertStringSecurityDescriptorToSecurityDescriptor')
  try {
    demandTrue(setFileSecurity(path, ownerAndList, descriptor), `SetFileSecurity of ${path}`)
  } finally {
    localFree(descriptor)
  }
}
