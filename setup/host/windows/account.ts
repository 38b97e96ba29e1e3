/** The account of this process (advapi32, secur32). */
import { array, decode } from 'koffi'
import { sidText } from '../../../connector/identity/windows-access.ts'
import { type Fact, known } from '../fact-sections.ts'
import { bind, demandTrue, factOf, firstOut, type Pointer, textIn } from './native.ts'

const createWellKnownSid = bind<(kind: number, domain: null, sid: Buffer, size: number[]) => number>(
  'advapi32',
  'int __stdcall CreateWellKnownSid(int kind, void *domain, void *sid, _Inout_ uint32 *size)',
)
const checkTokenMembership = bind<(token: null, sid: Buffer, member: number[]) => number>(
  'advapi32',
  'int __stdcall CheckTokenMembership(void *token, void *sid, _Out_ int *member)',
)
const openProcessToken = bind<(process: bigint, access: number, token: Pointer[]) => number>(
  'advapi32',
  'int __stdcall OpenProcessToken(void *process, uint32 access, _Out_ void **token)',
)
const getTokenInformation = bind<(token: bigint, kind: number, buffer: Buffer, size: number, needed: number[]) => number>(
  'advapi32',
  'int __stdcall GetTokenInformation(void *token, int kind, void *buffer, uint32 size, _Out_ uint32 *needed)',
)
const closeHandle = bind<(handle: bigint) => number>('kernel32', 'int __stdcall CloseHandle(void *handle)')
const getUserName = bind<(format: number, name: Buffer, length: number[]) => number>(
  'secur32',
  'uint8 __stdcall GetUserNameExW(int format, void *name, _Inout_ uint32 *length)',
)

const builtinAdministrators = 26
const thisProcess = 0xffffffffffffffffn
const tokenQuery = 8
const tokenUser = 1
const samCompatible = 2

/** Whether administrators' rights are in force in this process: a filtered token of UAC is not an administrator. */
export const isAdministrator = (): Fact<boolean> =>
  factOf(() => {
    const sid = Buffer.alloc(68)
    demandTrue(createWellKnownSid(builtinAdministrators, null, sid, [sid.length]), 'CreateWellKnownSid')
    const member = [0]
    demandTrue(checkTokenMembership(null, sid, member), 'CheckTokenMembership')
    return known(member[0] !== 0)
  })

/** `CONTOSO\alice`. */
export const accountName = (): Fact<string> =>
  factOf(() => {
    const name = Buffer.alloc(2 * 1024)
    demandTrue(getUserName(samCompatible, name, [1024]), 'GetUserNameEx')
    return known(textIn(name))
  })

export const accountSid = (): Fact<string> =>
  factOf(() => {
    const out: Pointer[] = [null]
    demandTrue(openProcessToken(thisProcess, tokenQuery, out), 'OpenProcessToken')
    const token = firstOut(out, 'OpenProcessToken')
    try {
      const buffer = Buffer.alloc(512)
      demandTrue(getTokenInformation(token, tokenUser, buffer, buffer.length, [0]), 'GetTokenInformation')
      // TOKEN_USER begins with the pointer to a SID that lies in the same buffer.
      const [sid] = decode(buffer, array('uint64', 1)) as (number | bigint)[]
      return known(sidText(BigInt(sid ?? 0)))
    } finally {
      closeHandle(token)
    }
  })
