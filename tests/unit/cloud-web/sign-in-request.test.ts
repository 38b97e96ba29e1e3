import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newMatchingWords } from '../../../cloud/sign-in/matching-words.ts'
import { RateLimit } from '../../../cloud/sign-in/rate-limit.ts'
import { newShortCode } from '../../../cloud/sign-in/sign-in-requests.ts'
import { MatchingWords } from '../../../contract/enrollment.ts'

describe('matching words', () => {
  it('fit their schema whatever chance brings', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (chance) => {
        const random = (below: number): number => (chance.next().value as number) % below
        expect(MatchingWords.safeParse(newMatchingWords(random)).success).toBe(true)
      }),
    )
  })

  it('differ', () => {
    expect(new Set(Array.from({ length: 200 }, () => newMatchingWords())).size).toBeGreaterThan(150)
  })
})

describe('a short address', () => {
  it('has eight signs that cannot be confused', () => {
    for (let count = 0; count < 200; count += 1) expect(newShortCode()).toMatch(/^[34679cdfghjkmnpqrtvwxy]{8}$/)
  })
})

describe('a limit of requests', () => {
  it('lets so many through in a window, for each key', () => {
    const limit = new RateLimit(2, 1000)
    expect([limit.take('a', 0), limit.take('a', 1), limit.take('a', 2), limit.take('b', 2)]).toEqual([0, 0, 1, 0])
    expect(limit.take('a', 1000)).toBe(0)
  })
})
