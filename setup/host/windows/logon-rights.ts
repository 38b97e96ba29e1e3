/** Accounts with a right, from the Local Security Authority (advapi32). Under Wine the call always answers "nobody": not asked there. */
import { array, decode } from 'koffi'
import { sidText } from '../../../connector/identity/windows-access.ts'
import { type Fact, known, unknown } from '../fact-sections.ts'
import { withLocalSecurityPolicy } from './domain.ts'
import { bind, demand, factOf, type Pointer } from './native.ts'
import { wineVersion } from './system.ts'

const enumerateAccounts = bind<
  (policy: bigint, right: { length: number; capacity: number; text: Buffer }, out: Pointer[], count: number[]) => number
>(
  'advapi32',
  'int32 __stdcall LsaEnumerateAccountsWithUserRight(void *policy, LSA_UNICODE_STRING *right, _Out_ void **out, _Out_ uint32 *count)',
)

/** POLICY_VIEW_LOCAL_INFORMATION | POLICY_LOOKUP_NAMES. */
const viewAndLookUp = 0x801
/** STATUS_NO_MORE_ENTRIES: nobody has it. */
const nobody = 0x8000001a | 0
const most = 10_000

/** SIDs of everybody who has the right. */
export const accountsWithRight = (right: string): Fact<string[]> =>
  factOf(() => {
    if (wineVersion() !== undefined) return unknown('Wine answers "nobody" whoever has it')
    return withLocalSecurityPolicy(viewAndLookUp, (policy) => {
      const text = Buffer.from(`${right}\0`, 'utf16le')
      const [out, count]: [Pointer[], number[]] = [[null], [0]]
      const status = enumerateAccounts(policy, { length: text.length - 2, capacity: text.length, text }, out, count)
      if (status === nobody) return known([])
      demand(status, `LsaEnumerateAccountsWithUserRight for ${right}`)
      const memory = out[0] ?? null
      if (memory === null) return known([])
      const sids = decode(memory, array('uint64', Math.min(count[0] ?? 0, most))) as Iterable<number | bigint>
      return known([...sids].map((sid) => sidText(BigInt(sid))))
    })
  })
