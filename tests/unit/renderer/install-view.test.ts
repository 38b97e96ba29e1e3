import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ActionState, type InstallState } from '../../../contract/install-plan.ts'
import { allDone, done, plan, rows } from '../../../renderer/gallery/example-plan.ts'
import {
  barValue,
  currentAction,
  joinsTitle,
  leftovers,
  mayCancel,
  rowMark,
  rowMilliseconds,
  secondsLeft,
  stretches,
  undoneEnd,
} from '../../../renderer/pages/install/install-view.ts'

const at = '2026-11-20T10:45:00.000Z'
const running: ActionState = { is: 'running', since: at }
const undone: ActionState = { is: 'undone' }
const failure = { code: 'CW3007', values: { reason: 'denied' } } as const
const broken: ActionState = { is: 'failed', failure, milliseconds: 30_000 }
const installing = (states: ActionState[], progress: number): Extract<InstallState, { is: 'running' }> => ({
  is: 'running',
  plan,
  rows: rows(states),
  progress,
  since: at,
})

test('counts seconds while an action runs and keeps what an ended one took', () => {
  const [first, second, third] = rows([done(11_200), running])
  if (first === undefined || second === undefined || third === undefined) throw new Error('rows')
  expect(rowMilliseconds(first, 0)).toBe(11_200)
  expect(rowMilliseconds(second, Date.parse(at) + 6400)).toBe(6400)
  expect(rowMilliseconds(second, Date.parse(at) - 5000)).toBe(0)
  expect(rowMilliseconds(third, 0)).toBeUndefined()
  expect([first, second, third].map(rowMark)).toEqual(['pass', 'running', 'waiting'])
})

test('the current action is the one in work, then the next, then the last', () => {
  expect(currentAction(rows([done(1), running]))?.number).toBe(2)
  expect(currentAction(rows([done(1), done(1)]))?.number).toBe(3)
  expect(currentAction(allDone)?.number).toBe(plan.actions.length)
  expect(currentAction([])).toBeUndefined()
})

describe('the bar', () => {
  test('empties step by step while actions are taken back, from no more than it had reached', () => {
    const values = plan.actions.map((_, taken) => {
      const states = plan.actions.map((_, index): ActionState => (index >= plan.actions.length - taken ? undone : done(1)))
      return barValue({ is: 'undoing', plan, rows: rows(states), why: 'asked' })
    })
    expect(values.toSorted((a, b) => b - a)).toEqual(values)
    expect(values[0]).toBeCloseTo(1)
  })

  test('stays between empty and full', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, noNaN: true }), (progress) => {
        expect(barValue(installing([], progress))).toBeCloseTo(progress / 100)
      }),
    )
    expect(barValue({ is: 'none' })).toBe(0)
    expect(barValue({ is: 'installed', plan, rows: allDone, at })).toBe(1)
  })

  test('what is left follows from it', () => {
    expect(secondsLeft(100, 46)).toBe(54)
    expect(secondsLeft(100, 100)).toBe(0)
  })
})

test('Cancel ends at the point of no return', () => {
  expect(mayCancel(installing([done(1), running], 20))).toBe(true)
  const last = plan.actions.map((_, index): ActionState => (index === plan.actions.length - 1 ? running : done(1)))
  expect(mayCancel(installing(last, 95))).toBe(false)
  expect(mayCancel({ is: 'installed', plan, rows: allDone, at })).toBe(false)
})

describe('what happened', () => {
  test('folds neighbours that ended alike, never failures', () => {
    const found = stretches(rows([undone, undone, undone, undone, undone, undone, broken]))
    expect(found.map(({ from, to, mark }) => [from, to, mark])).toEqual([
      [1, 6, 'undone'],
      [7, 7, 'fail'],
      [8, 10, 'skip'],
    ])
    expect(found[1]).toMatchObject({ failure, milliseconds: 30_000 })
  })

  test('holds every row exactly once, in order', () => {
    const state = fc.constantFrom<ActionState>({ is: 'waiting' }, undone, done(1), broken, { is: 'undoFailed', failure })
    fc.assert(
      fc.property(fc.array(state, { maxLength: 9 }), (states) => {
        const all = rows(states)
        expect(stretches(all).flatMap((stretch) => stretch.rows)).toEqual(all)
      }),
    )
  })
})

test('an undo that failed names what is left', () => {
  const install = { is: 'undone', plan, rows: rows([undone, { is: 'undoFailed', failure }]), why: 'failed', made: 5, takenBack: 4 } as const
  expect(undoneEnd(install)).toBe('leftovers')
  expect(leftovers(install.rows).map(({ what }) => what)).toContain('C:\\ProgramData\\Causeway')
  expect(undoneEnd({ ...install, rows: rows([undone, undone]), takenBack: 5 })).toBe('clean')
  expect(undoneEnd({ ...install, rows: rows([undone, undone]), takenBack: 4 })).toBe('leftovers')
})

test('a cause in small letters goes on from its title', () => {
  expect(joinsTitle('a group policy denies it')).toBe(true)
  expect(joinsTitle('Somebody chose Refuse.')).toBe(false)
  expect(joinsTitle('组策略拒绝')).toBe(false)
})
