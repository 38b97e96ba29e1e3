import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ago, day, dayAndTime, timeOfDay } from '../../../renderer/moments.ts'

const at = '2026-11-20T10:45:00.000Z'
const after = (seconds: number) => Date.parse(at) + seconds * 1000

test('says how long ago in the largest unit that fits', () => {
  const said = [0, 6, 59, 60, 3599, 7200, 93_000, 2_600_000, 40_000_000].map((seconds) => ago(at, after(seconds), 'en'))
  expect(said).toEqual([
    '0 seconds ago',
    '6 seconds ago',
    '59 seconds ago',
    '1 minute ago',
    '59 minutes ago',
    '2 hours ago',
    '1 day ago',
    '1 month ago',
    '1 year ago',
  ])
  expect(ago(at, after(6), 'zh-CN')).toBe('6秒钟前')
})

test('a clock that is behind never makes a contact of the future', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000, max: 0 }), (seconds) => {
      expect(ago(at, after(seconds), 'en')).toBe('0 seconds ago')
    }),
  )
})

test('an unreadable instant stays visible', () => {
  for (const say of [day, dayAndTime, timeOfDay]) expect(say('soon', 'en')).toContain('soon')
  expect(ago('soon', 0, 'en')).toBe('soon')
})

test('writes dates as the language does', () => {
  expect(day('2026-03-14T12:00:00.000Z', 'en')).toBe('14 March 2026')
  expect(day('2026-03-14T12:00:00.000Z', 'zh-CN')).toBe('2026年3月14日')
})
