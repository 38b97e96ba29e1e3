import { describe, expect, test } from 'vitest'
import { ServiceState, type StatusTold } from '../../../../connector/service-manager/service-state.ts'

const watched = () => {
  const told: StatusTold[] = []
  return { told, state: new ServiceState((status) => told.push(status)) }
}
const seen = (told: readonly StatusTold[]) =>
  told.map(({ state, controls, checkPoint, waitHint }) => [state, controls, checkPoint, waitHint])

describe('what a service manager is told', () => {
  test('check-points grow with each step of starting and stopping, and only there', () => {
    const { told, state } = watched()
    state.progress(5000)
    state.progress(4000)
    state.running()
    state.progress(3000)
    expect(state.stopping(9000)).toBe(true)
    state.progress(2000)
    state.stopped(0)
    expect(seen(told)).toEqual([
      [2, 0, 1, 5000],
      [2, 0, 2, 4000],
      [4, 0x105, 0, 0],
      [3, 0, 1, 9000],
      [3, 0, 2, 2000],
      [1, 0, 0, 0],
    ])
    expect(told.at(-1)).toMatchObject({ exitCode: 0, specificExitCode: 0 })
  })
  test('a failure carries the number of its code', () => {
    const { told, state } = watched()
    state.progress(5000)
    state.stopped(4001)
    expect(told.at(-1)).toMatchObject({ state: 1, exitCode: 1066, specificExitCode: 4001 })
    expect(state.isStopped).toBe(true)
  })
  test('nothing is taken back: a second stop, a late "running" and a second end say nothing', () => {
    const { told, state } = watched()
    state.stopping(1000)
    expect(state.stopping(1000)).toBe(false)
    state.running()
    state.stopped(0)
    state.stopped(4001)
    expect(state.stopping(1000)).toBe(false)
    expect(told.map(({ state: number }) => number)).toEqual([3, 1])
  })
})
