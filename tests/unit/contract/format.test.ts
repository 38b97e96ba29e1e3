import { describe, expect, it } from 'vitest'
import * as fc from 'fast-check'
import { bytes, duration, format, milliseconds } from '../../../contract/wording/format.ts'

describe('format', () => {
  it.each([
    [432, '7 min 12 s'],
    [-432, '7 min 12 s'],
    [60, '1 min'],
    [4, '4 s'],
    [11_100, '3 h 5 min'],
    [7200, '2 h'],
  ])('prints %d seconds as %s', (seconds, text) => expect(duration(seconds, 'en')).toBe(text))

  it('prints sizes as Windows shows them', () => {
    expect(bytes(4 * 1024 ** 3)).toBe('4 GB')
    expect(bytes(1536)).toBe('1.5 KB')
    expect(bytes(0)).toBe('0 B')
  })

  it('prints one decimal below ten milliseconds', () => {
    expect(milliseconds(2.14, 'en')).toBe('2.1 ms')
    expect(milliseconds(23.4, 'en')).toBe('23 ms')
    expect(milliseconds(23.4, 'zh-CN')).toBe('23 毫秒')
  })

  it('has words for a way without a proxy', () => {
    expect(format('{a:proxy}, {b:proxy}', { a: 'direct', b: 'http://proxy:8080' }, 'en')).toBe('no proxy, http://proxy:8080')
    expect(format('{a:proxy}', { a: 'direct' }, 'zh-CN')).toBe('无代理')
  })

  it('keeps an unknown name visible', () => expect(format('{host} is away', {}, 'en')).toBe('{host} is away'))

  it('never throws, whatever sentence and values', () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double())), (sentence, values) => {
        expect(typeof format(sentence, values, 'zh-CN')).toBe('string')
      }),
    )
  })

  it('does not complete a value again', () => expect(format('{a}', { a: '{b}', b: 'x' }, 'en')).toBe('{b}'))
})

describe('a reason', () => {
  it.each([
    ['ECONNREFUSED', 'the connection is refused (ECONNREFUSED)'],
    ['timedOut', 'no answer in time'],
    ['CERT_HAS_EXPIRED (2026-11-26T21:12:43.000Z)', 'the certificate has expired (2026-11-26T21:12:43.000Z, CERT_HAS_EXPIRED)'],
    ['503', 'HTTP 503'],
    ['constructor', 'constructor'],
    ['__proto__', '__proto__'],
    ['the group policy denies the right to log on', 'the group policy denies the right to log on'],
    ['ENOTKNOWN (of anybody)', 'ENOTKNOWN (of anybody)'],
  ])('%j is told as %j', (reason, told) => expect(format('{reason}', { reason }, 'en')).toBe(told))

  it('is told in the language of the reader', () =>
    expect(format('{reason}', { reason: 'ECONNREFUSED' }, 'zh-CN')).toBe('连接被拒绝 (ECONNREFUSED)'))

  it('gets words only where the sentence calls it a reason or an error', () => {
    expect(format('{error}', { error: 'ECONNREFUSED' }, 'en')).toBe('the connection is refused (ECONNREFUSED)')
    expect(format('{code}', { code: 'ECONNREFUSED' }, 'en')).toBe('ECONNREFUSED')
  })
})
