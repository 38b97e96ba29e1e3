import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FlowWindow, grownWindow, largestWindow, smallestWindow, WindowBudget } from '../../../contract/flow-window.ts'

class Session {
  destroyed = false
  closed = false
  readonly told: number[] = []
  readonly pings: ((error: Error | null, duration: number) => void)[] = []
  ping(callback: (error: Error | null, duration: number) => void): boolean {
    this.pings.push(callback)
    return true
  }
  settings({ initialWindowSize }: { initialWindowSize: number }): void {
    this.told.push(initialWindowSize)
  }
}

/** A round trip in which that much arrived. */
const roundTrip = (session: Session, window: FlowWindow, clock: { now: number }, bytes: number) => {
  clock.now += 50
  window.received(1)
  window.received(bytes)
  session.pings.shift()?.(null, 40)
}

const setUp = (total = 1024 ** 3) => {
  const session = new Session()
  const clock = { now: 0 }
  const budget = new WindowBudget(total)
  return { session, clock, budget, window: new FlowWindow(session, budget, () => clock.now) }
}

describe('the receive window', () => {
  test('doubles when more than a third of it came in a round trip, up to 16 MiB', () => {
    const { session, clock, window } = setUp()
    window.opened()
    for (let count = 0; count < 10; count += 1) roundTrip(session, window, clock, window.window / 2)
    expect(session.told.at(0)).toBe(smallestWindow * 2)
    expect(window.window).toBe(largestWindow)
    expect(session.told).toHaveLength(6)
  })

  test('stays where less came, and measures no more than one round trip at a time', () => {
    const { session, clock, window } = setUp()
    window.opened()
    roundTrip(session, window, clock, smallestWindow / 4)
    expect(session.told).toEqual([])
    clock.now += 50
    for (let count = 0; count < 100; count += 1) window.received(1000)
    expect(session.pings).toHaveLength(1)
  })

  test('does not grow beyond the budget', () => {
    const { session, clock, budget, window } = setUp(smallestWindow * 3)
    window.opened()
    window.opened()
    roundTrip(session, window, clock, smallestWindow)
    expect(window.window).toBe(smallestWindow)
    expect(budget.promised).toBeLessThanOrEqual(budget.total)
  })

  test('shrinks when new streams would break the budget', () => {
    const { session, clock, window } = setUp(smallestWindow * 4)
    window.opened()
    roundTrip(session, window, clock, smallestWindow)
    expect(window.window).toBe(smallestWindow * 2)
    window.opened()
    window.opened()
    expect(window.window).toBe(smallestWindow)
  })

  test('gives everything back when all streams are over', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant('open' as const), fc.constant('close' as const), fc.integer({ min: 0, max: largestWindow }))),
        (steps) => {
          const { session, clock, budget, window } = setUp(64 * 1024 * 1024)
          let open = 0
          for (const step of steps) {
            if (step === 'open') {
              window.opened()
              open += 1
            } else if (step === 'close' && open > 0) {
              window.closed()
              open -= 1
            } else if (typeof step === 'number') roundTrip(session, window, clock, step)
          }
          for (; open > 0; open -= 1) window.closed()
          return budget.promised === 0 && window.window >= smallestWindow && window.window <= largestWindow
        },
      ),
    )
  })

  test('never grows past its bound', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: smallestWindow, max: largestWindow }),
        fc.nat(),
        (window, bytes) => grownWindow(window, bytes) <= largestWindow && grownWindow(window, bytes) >= window,
      ),
    )
  })
})
