/**
 * Accounts with a right, from the Local Security Authority (advapi32). Wine answers that nobody has any, and that granting one
 * succeeded: neither is asked there.
 */
import { array, decode } from 'koffi'
import { sidText, withSid } from '../../../connector/identity/windows-access.ts'
import { type Fact, known, unknown } from '../fact-sections.ts'
import { withLocalSecurityPolicy } from './domain.ts'
import { bind, demand, factOf, type Pointer } from './native.ts'
import { wineVersion } from './system.ts'

interface RightText {
  readonly length: number
  readonly capacity: number
  readonly text: Buffer
}
const rightText = (right: string): RightText => {
  const text = Buffer.from(`${right}\0`, 'utf16le')
  return { length: text.length - 2, capacity: text.length, text }
}

const enumerateAccounts = bind<(policy: bigint, right: RightText, out: Pointer[], count: number[]) => number>(
  'advapi32',
  'int32 __stdcall LsaEnumerateAccountsWithUserRight(void *policy, LSA_UNICODE_STRING *right, _Out_ void **out, _Out_ uint32 *count)',
)

const addRights = bind<(policy: bigint, account: bigint, rights: RightText, count: number) => number>(
  'advapi32',
  'int32 __stdcall LsaAddAccountRights(void *policy, void *account, LSA_UNICODE_STRING *rights, uint32 count)',
)
const removeRights = bind<(policy: bigint, account: bigint, all: number, rights: RightText, count: number) => number>(
  'advapi32',
  'int32 __stdcall LsaRemoveAccountRights(void *policy, void *account, uint8 all, LSA_UNICODE_STRING *rights, uint32 count)',
)

/** POLICY_VIEW_LOCAL_INFORMATION | POLICY_LOOKUP_NAMES. */
const viewAndLookUp = 0x801
/** POLICY_CREATE_ACCOUNT | POLICY_LOOKUP_NAMES. */
const createAndLookUp = 0x810
/** STATUS_NO_MORE_ENTRIES: nobody has it. */
const nobody = 0x8000001a | 0
const most = 10_000

/** SIDs of everybody who has the right. */
export const accountsWithRight = (right: string): Fact<string[]> =>
  factOf(() => {
    if (wineVersion() !== undefined) return unknown('Wine answers "nobody" whoever has it')
    return withLocalSecurityPolicy(viewAndLookUp, (policy) => {
      const [out, count]: [Pointer[], number[]] = [[null], [0]]
      const status = enumerateAccounts(policy, rightText(right), out, count)
      if (status === nobody) return known([])
      demand(status, `LsaEnumerateAccountsWithUserRight for ${right}`)
      const memory = out[0] ?? null
      if (memory === null) return known([])
      const sids = decode(memory, array('uint64', Math.min(count[0] ?? 0, most))) as Iterable<number | bigint>
      return known([...sids].map((sid) => sidText(BigInt(sid))))
    })
  })

/** Whether that changed anything. Throws when the authority refuses, and when it does not read so afterwards. */
export const setAccountRight = (account: string, right: string, granted: boolean): boolean => {
  const before = accountsWithRight(right)
  if (before.is !== 'known') throw new Error(`who has ${right} is not known: ${before.is === 'unknown' ? before.why : 'absent'}`)
  if (before.value.includes(account) === granted) return false
  withLocalSecurityPolicy(createAndLookUp, (policy) =>
    withSid(account, (sid) => {
      if (granted) demand(addRights(policy, sid, rightText(right), 1), `LsaAddAccountRights for ${right}`)
      else demand(removeRights(policy, sid, 0, rightText(right), 1), `LsaRemoveAccountRights for ${right}`)
    }),
  )
  const after = accountsWithRight(right)
  if (after.is !== 'known' || after.value.includes(account) !== granted) throw new Error(`${right} does not read as it was set`)
  return true
}
