import { expect, test, vi } from 'vitest'
import { AcceptLimiter } from '../../../cloud/relay/accept-limiter.ts'
import { PingWheel } from '../../../cloud/relay/ping-wheel.ts'

const work = () => {
  let done: () => void = () => undefined
  const promise = new Promise<void>((resolve) => (done = resolve))
  return { run: vi.fn(() => promise), done: () => done() }
}

test('lets so many work at once and the rest wait', async () => {
  const limiter = new AcceptLimiter({ atOnce: 1, line: 5, patience: 100, now: () => 0 })
  const [first, second] = [work(), work()]
  const one = limiter.run(first.run)
  const two = limiter.run(second.run)
  await Promise.resolve()
  expect(second.run).not.toHaveBeenCalled()
  first.done()
  expect(await one).toBe(true)
  second.done()
  expect(await two).toBe(true)
})

test('drops who has waited too long and serves who came after', async () => {
  let now = 0
  const limiter = new AcceptLimiter({ atOnce: 1, line: 5, patience: 100, now: () => now })
  const [first, late, fresh] = [work(), work(), work()]
  const one = limiter.run(first.run)
  const two = limiter.run(late.run)
  now = 90
  const three = limiter.run(fresh.run)
  now = 150
  first.done()
  fresh.done()
  expect(await Promise.all([one, two, three])).toEqual([true, false, true])
  expect(late.run).not.toHaveBeenCalled()
})

test('refuses at once beyond the line', async () => {
  const limiter = new AcceptLimiter({ atOnce: 1, line: 1, patience: 100, now: () => 0 })
  const held = work()
  void limiter.run(held.run)
  void limiter.run(held.run)
  expect(await limiter.run(held.run)).toBe(false)
})

test('goes on after work that failed', async () => {
  const limiter = new AcceptLimiter({ atOnce: 1, line: 1, patience: 100, now: () => 0 })
  await expect(limiter.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await limiter.run(() => Promise.resolve())).toBe(true)
})

test('no turn of the wheel has more than one percent of the sessions', () => {
  const wheel = new PingWheel(15_000)
  const leave = Array.from({ length: 1280 }, () => wheel.add({ turn: () => undefined }))
  expect(wheel.fullestTurn).toBeLessThanOrEqual(12)
  for (const one of leave) one()
  expect(wheel.fullestTurn).toBe(0)
  wheel.close()
})
