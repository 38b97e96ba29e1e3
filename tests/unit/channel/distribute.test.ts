import { describe, expect, test } from 'vitest'
import { leastCost, Pace } from '../../../cloud/relay/distribute.ts'

/** Numerical Recipes' generator: the simulation is the same on every machine. */
const seeded = (seed: number) => () => (seed = (seed * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296

interface Arrival {
  readonly at: number
  readonly run: (now: number) => void
}

/** Event by event: connectors with 16 slots and exponential service times, arrivals at `load` of their capacity. */
const simulate = (means: readonly number[], load: number, fails: (index: number) => boolean = () => false) => {
  const random = seeded(7919)
  const exponential = (mean: number) => -mean * Math.log(1 - random())
  let now = 0
  const events: Arrival[] = []
  const schedule = (at: number, run: Arrival['run']) => {
    let index = events.length
    while (index > 0 && (events[index - 1]?.at ?? 0) < at) index -= 1
    events.splice(index, 0, { at, run })
  }
  const connectors = means.map((mean, index) => ({
    index,
    mean,
    busy: 0,
    line: [] as ((now: number) => void)[],
    pace: new Pace(() => now),
    drew: 0,
  }))
  const times: number[] = []
  const arrive = () => {
    const chosen = leastCost(connectors, ({ pace }) => pace.cost)
    if (chosen === undefined) throw new Error('nobody')
    chosen.drew += 1
    const turn = chosen.pace.begin()
    const since = now
    if (fails(chosen.index)) {
      turn.failed()
      turn.ended()
      return
    }
    const start = (at: number) => {
      chosen.busy += 1
      schedule(at + exponential(chosen.mean), (end) => {
        chosen.busy -= 1
        turn.opened(end - since)
        turn.ended()
        times.push(end - since)
        chosen.line.shift()?.(end)
      })
    }
    if (chosen.busy < 16) start(now)
    else chosen.line.push(start)
  }
  const between = 1 / (means.reduce((sum, mean) => sum + 16 / mean, 0) * load)
  let arrivals = 0
  const next = (at: number) => {
    arrive()
    arrivals += 1
    if (arrivals < 20_000) schedule(at + exponential(between), next)
  }
  schedule(0, next)
  for (let event = events.pop(); event !== undefined; event = events.pop()) {
    now = event.at
    event.run(now)
  }
  times.sort((a, b) => a - b)
  return { p99: times[Math.floor(times.length * 0.99)] ?? NaN, shares: connectors.map(({ drew }) => drew / arrivals) }
}

describe('distribution over the connectors of a location', () => {
  test('keeps p99 below twice the slowest mean with connectors of 2, 6 and 20 ms at 80 % load', () => {
    expect(simulate([2, 6, 20], 0.8).p99).toBeLessThan(40)
  })

  test('gives the faster connector more', () => {
    const [fast = 0, middle = 0, slow = 0] = simulate([2, 6, 20], 0.5).shares
    expect(fast).toBeGreaterThan(middle)
    expect(middle).toBeGreaterThan(slow)
  })

  test('draws hardly anything to a connector that fails at once', () => {
    expect(simulate([5, 5, 5], 0.5, (index) => index === 1).shares[1]).toBeLessThan(0.05)
  })

  test('forgets a failure as time passes', () => {
    let now = 0
    const pace = new Pace(() => now)
    const turn = pace.begin()
    turn.failed()
    turn.ended()
    const bad = pace.cost
    now = 60_000
    expect(pace.cost).toBeLessThan(bad / 10)
  })

  test('counts what is outstanding', () => {
    const pace = new Pace(() => 0)
    const idle = pace.cost
    const turn = pace.begin()
    expect(pace.cost).toBe(idle * 2)
    turn.ended()
    expect(pace.cost).toBe(idle)
  })

  test('finds nobody where there is nobody', () => {
    expect(leastCost([] as number[], (cost) => cost)).toBeUndefined()
  })
})
