import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BackOff } from '../../../connector/channel/back-off.ts'
import { relayOrder } from '../../../connector/channel/pool.ts'

const almostOne = 0.999_999

test('waits up to 1, 2, 4 ... 60 seconds', () => {
  const backOff = new BackOff(() => almostOne)
  const waits = Array.from({ length: 8 }, () => Math.ceil(backOff.failed() / 1000))
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
})

test('has full jitter: any wait from nothing up', () => {
  expect(new BackOff(() => 0).failed()).toBe(0)
  fc.assert(
    fc.property(fc.double({ min: 0, max: almostOne, noNaN: true }), (random) => {
      const wait = new BackOff(() => random).failed()
      return wait >= 0 && wait < 1000
    }),
  )
})

test('starts again only after a minute of health', () => {
  const backOff = new BackOff(() => almostOne)
  for (let count = 0; count < 5; count += 1) backOff.failed()
  expect(backOff.lost(59_000, 0)).toBeGreaterThan(30_000)
  expect(backOff.lost(60_000, 0)).toBeLessThan(1_000)
})

test('comes back within the window that the relay told', () => {
  expect(new BackOff(() => almostOne).lost(60_000, 40)).toBeGreaterThan(39_000)
  expect(new BackOff(() => almostOne).lost(60_000, 40)).toBeLessThanOrEqual(40_000)
})

test('each connector has its own lasting order of relays, and together they spread', () => {
  const relays = ['a', 'b', 'c'].map((name) => ({ name, url: `https://${name}.example` }))
  const first = new Map<string, number>()
  for (let index = 0; index < 600; index += 1) {
    const order = relayOrder(`con_${index}`, relays)
    expect(order).toEqual(relayOrder(`con_${index}`, [...relays].reverse()))
    const name = order[0]?.name ?? ''
    first.set(name, (first.get(name) ?? 0) + 1)
  }
  for (const count of first.values()) expect(count).toBeGreaterThan(150)
})
