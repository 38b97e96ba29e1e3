import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountPolicy, addressPolicy, lockAfter } from '../../../cloud/sign-in/lock-out.ts'

describe('a lock after failed sign-ins', () => {
  it('costs nothing at first, then doubles, up to a quarter of an hour', () => {
    expect([1, 4, 5, 6, 7, 8].map((failures) => lockAfter(failures, accountPolicy))).toEqual([0, 0, 15_000, 30_000, 60_000, 120_000])
    expect(lockAfter(11, accountPolicy)).toBe(15 * 60_000)
    expect(lockAfter(1_000_000, accountPolicy)).toBe(15 * 60_000)
  })

  it('never gets shorter', () => {
    fc.assert(
      fc.property(fc.constantFrom(accountPolicy, addressPolicy), fc.nat({ max: 2_000 }), (policy, failures) => {
        expect(lockAfter(failures + 1, policy)).toBeGreaterThanOrEqual(lockAfter(failures, policy))
      }),
    )
  })
})
