import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultCost, hashPassword, isOutdated, verifyPassword } from '../../../cloud/sign-in/password-hash.ts'
import { Secret } from '../../../contract/secret.ts'

const cheap = { memory: 256, passes: 1, parallelism: 1 }

describe('a password hash', () => {
  it('fits its password and no other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), async (right, wrong) => {
        const hash = await hashPassword(new Secret(right), cheap)
        expect(await verifyPassword(new Secret(right), hash)).toBe(true)
        expect(await verifyPassword(new Secret(wrong), hash)).toBe(right.normalize('NFKC') === wrong.normalize('NFKC'))
      }),
      { numRuns: 25 },
    )
  })

  it('is Argon2id with at least the cost that OWASP advises, and never the same twice', async () => {
    const [one, two] = await Promise.all([hashPassword(new Secret('x')), hashPassword(new Secret('x'))])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$/)
    expect(one).not.toBe(two)
  })

  it('takes the same password from another keyboard', async () => {
    const hash = await hashPassword(new Secret('Pässwörd ﬁne'), cheap)
    expect(await verifyPassword(new Secret('Pa\u0308sswo\u0308rd fine'), hash)).toBe(true)
  })

  it('tells when it was made with another cost', async () => {
    const hash = await hashPassword(new Secret('x'), cheap)
    expect(isOutdated(hash, cheap)).toBe(false)
    expect(isOutdated(hash, defaultCost)).toBe(true)
  })

  it('that is damaged fits nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.constantFrom('', '$argon2id$v=19$m=9999999,t=999,p=99$AAAA$AAAA')), async (damaged) => {
        expect(await verifyPassword(new Secret('x'), damaged)).toBe(false)
        expect(isOutdated(damaged)).toBe(true)
      }),
    )
  })
})
