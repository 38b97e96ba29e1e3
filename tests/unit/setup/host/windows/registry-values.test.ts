import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { known } from '../../../../../setup/host/fact-sections.ts'
import { flagOf, linesOf, numberOf, parseRegistryValue, textOf } from '../../../../../setup/host/windows/registry-values.ts'

const utf16 = (text: string) => Buffer.from(text, 'utf16le')
const [string, expandString, dword, multiString, qword] = [1, 2, 4, 7, 11]

describe('values of the registry', () => {
  it('are read by their type', () => {
    expect(parseRegistryValue(dword, Buffer.from([1, 2, 0, 0]))).toEqual(known({ type: 'dword', value: 513 }))
    expect(parseRegistryValue(qword, Buffer.from([1, 0, 0, 0, 1, 0, 0, 0]))).toEqual(known({ type: 'qword', value: 2 ** 32 + 1 }))
    expect(parseRegistryValue(expandString, utf16('%SystemRoot%\0'))).toEqual(known({ type: 'expandString', value: '%SystemRoot%' }))
    expect(parseRegistryValue(multiString, utf16('a\0\0b\0\0'))).toEqual(known({ type: 'multiString', value: ['a', '', 'b'] }))
  })
  it('may end without a zero, go on after it, or be cut in the middle of a character', () => {
    expect(parseRegistryValue(string, utf16('Server'))).toEqual(known({ type: 'string', value: 'Server' }))
    expect(parseRegistryValue(string, utf16('Server\0rubbish'))).toEqual(known({ type: 'string', value: 'Server' }))
    expect(parseRegistryValue(string, Buffer.concat([utf16('名'), Buffer.from([7])]))).toEqual(known({ type: 'string', value: '名' }))
  })
  it('of a wrong length or another type are unknown, never a guess', () => {
    expect(parseRegistryValue(dword, Buffer.alloc(3))).toMatchObject({ is: 'unknown' })
    expect(parseRegistryValue(qword, Buffer.alloc(8, 0xff))).toMatchObject({ is: 'unknown' })
    expect(parseRegistryValue(3, Buffer.alloc(4))).toMatchObject({ is: 'unknown', why: 'a value of type 3' })
    expect(numberOf(known({ type: 'string', value: '1' }))).toMatchObject({ is: 'unknown' })
    expect(flagOf(known({ type: 'multiString', value: ['1'] }))).toMatchObject({ is: 'unknown' })
    expect(textOf(known({ type: 'dword', value: 1 }))).toMatchObject({ is: 'unknown' })
    expect(linesOf(known({ type: 'string', value: 'a' }))).toMatchObject({ is: 'unknown' })
    expect(linesOf(known({ type: 'multiString', value: [''] }))).toEqual({ is: 'absent' })
  })
  it('never throw, whatever bytes are there', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.uint8Array({ maxLength: 64 }), (type, bytes) => {
        expect(parseRegistryValue(type, Buffer.from(bytes))).toHaveProperty('is')
      }),
    )
  })
  it('give back the texts that were stored', () => {
    const word = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !text.includes('\0'))
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
        expect(parseRegistryValue(multiString, utf16(`${words.join('\0')}\0\0`))).toEqual(known({ type: 'multiString', value: words }))
      }),
    )
  })
})
