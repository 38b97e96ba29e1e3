import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCursor, encodeCursor } from '../../../cloud/api/cursor.ts'
import { newId } from '../../../cloud/store/identifiers.ts'
import { ConnectorId, LocationId } from '../../../contract/ids.ts'

describe('a cursor', () => {
  it('comes back as the identifier it was made of', () => {
    const id = newId('loc')
    expect(decodeCursor(encodeCursor(id), LocationId)).toEqual({ ok: true, value: id })
  })
  it('of another list is refused', () => {
    expect(decodeCursor(encodeCursor(newId('loc')), ConnectorId)).toMatchObject({ ok: false, failure: { code: 'CW5004' } })
  })
  it('of anything else is refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 200 }), fc.base64String({ maxLength: 200 })), (text) => {
        expect(decodeCursor(text, LocationId)).toMatchObject({ ok: false, failure: { code: 'CW5004' } })
      }),
    )
  })
  it('that was altered is refused or names another identifier, never the same one', () => {
    const id = newId('loc')
    const cursor = encodeCursor(id)
    fc.assert(
      fc.property(fc.nat(cursor.length - 1), fc.constantFrom('A', 'z', '-', '=', ' ', '\n'), (at, letter) => {
        const altered = cursor.slice(0, at) + letter + cursor.slice(at + 1)
        const decoded = decodeCursor(altered, LocationId)
        if (altered !== cursor && decoded.ok) expect(decoded.value).not.toBe(id)
      }),
    )
  })
})

describe('identifiers', () => {
  it('sort in the order in which they were made, also when the clock goes back', () => {
    const made = Array.from({ length: 2000 }, (_, index) => newId('aud', 1_800_000_000_000 - (index % 7)))
    expect([...made].sort()).toEqual(made)
    expect(new Set(made).size).toBe(made.length)
  })
})
