import { catalogueRow, type CheckGroup, type CheckId } from '../../../contract/check-catalogue.ts'
import { type CheckResult, type CheckRow } from '../../../contract/check-report.ts'
import { type OutcomeShape } from '../../parts/outcome-icon.tsx'

/** Groups as the page shows them: certificates stand with the network. */
export const shownGroups = { host: ['host'], identity: ['identity'], network: ['network', 'certificates'] } as const satisfies Record<
  string,
  readonly CheckGroup[]
>
export type ShownGroup = keyof typeof shownGroups
export const shownGroupNames = Object.keys(shownGroups) as ShownGroup[]

export const groupOf = (id: CheckId): ShownGroup => {
  const { group } = catalogueRow(id)
  return group === 'certificates' ? 'network' : group
}

export type DoneRow = CheckRow & { state: Extract<CheckRow['state'], { is: 'done' }> }
export const isDone = (row: CheckRow): row is DoneRow => row.state.is === 'done'

/** Overridden, and so no longer in the way. */
const accepted = (row: CheckRow): boolean => row.override !== undefined && catalogueRow(row.id).overridable

export type Weight = 'blocks' | 'unknown' | 'warns' | 'passed' | 'heldUp' | 'notMade'

/** How a finished row counts, as `setup/checks/verdict.ts` weighs it. */
export function weightOf(row: DoneRow): Weight {
  const { outcome, heldUpBy } = row.state.result
  const canBlock = catalogueRow(row.id).severity === 'block' && !accepted(row)
  switch (outcome) {
    case 'pass':
      return 'passed'
    case 'warn':
      return 'warns'
    case 'fail':
      return canBlock ? 'blocks' : 'warns'
    case 'error':
      return canBlock ? 'unknown' : 'warns'
    case 'skip':
      return heldUpBy === undefined || heldUpBy.length === 0 ? 'notMade' : 'heldUp'
  }
}

/** The icon of a row. An accepted failure is a warning from then on. */
export function shapeOf(row: CheckRow): OutcomeShape {
  switch (row.state.is) {
    case 'waiting':
      return 'waiting'
    case 'running':
      return 'running'
    case 'cancelled':
      return 'skip'
    case 'done': {
      const { outcome } = row.state.result
      if (outcome === 'error') return 'unknown'
      if (outcome === 'fail') return accepted(row) || catalogueRow(row.id).severity === 'warn' ? 'warn' : 'fail'
      return outcome
    }
  }
}

/** One line of a group while the checks run. */
export type RunLine = { readonly is: 'check'; readonly id: CheckId } | { readonly is: 'waiting' } | { readonly is: 'passed' }

/** What a group shows while the checks run: findings, what is running, and one line each for the waiting and the passed. */
export function runLines(rows: readonly CheckRow[], group: ShownGroup): RunLine[] {
  const own = rows.filter((row) => groupOf(row.id) === group)
  const isFinding = (row: CheckRow) => isDone(row) && !['passed', 'notMade'].includes(weightOf(row))
  const line = ({ id }: CheckRow): RunLine => ({ is: 'check', id })
  return [
    ...own.filter(isFinding).map(line),
    ...own.filter((row) => row.state.is === 'running').map(line),
    ...(own.some((row) => row.state.is === 'waiting' || row.state.is === 'cancelled') ? [{ is: 'waiting' } as const] : []),
    ...(own.some((row) => isDone(row) && row.state.result.outcome === 'pass') ? [{ is: 'passed' } as const] : []),
  ]
}

/** The check that passed last in each group, as far as it was seen. */
export type LastPassed = Readonly<Partial<Record<ShownGroup, CheckId>>>

/** Takes note of the checks that have passed between two snapshots. */
export function noteLastPassed(last: LastPassed, before: readonly CheckRow[], after: readonly CheckRow[]): LastPassed {
  const hasPassed = (row: CheckRow | undefined) => row?.state.is === 'done' && row.state.result.outcome === 'pass'
  const fresh = after.filter((row) => hasPassed(row) && !hasPassed(before.find(({ id }) => id === row.id)))
  return fresh.reduce((noted, { id }) => ({ ...noted, [groupOf(id)]: id }), last)
}

/** What is still running and holds back the waiting checks of a group. */
export function awaited(rows: readonly CheckRow[], group: ShownGroup): CheckId[] {
  const waiting = rows.filter((row) => groupOf(row.id) === group && row.state.is === 'waiting')
  const needs = new Set(waiting.flatMap(({ id }) => catalogueRow(id).needs))
  return rows.filter((row) => needs.has(row.id) && row.state.is === 'running').map(({ id }) => id)
}

export interface SortedRows {
  /** What must be dealt with before going on: failures first, then what could not be found out. */
  readonly blocking: DoneRow[]
  readonly warnings: DoneRow[]
  /** Held up by a row that is not shown as blocking (it was accepted, or only warns). */
  readonly heldUp: DoneRow[]
  /** Nothing to judge yet, mostly for want of the address of the control plane. */
  readonly notMade: DoneRow[]
  readonly passed: DoneRow[]
}

/** The finished report, sorted once. Rows that are held up stand inside the row that explains them. */
export function sortRows(rows: readonly CheckRow[]): SortedRows {
  const done = rows.filter(isDone)
  const weighing = (...weights: Weight[]) => weights.flatMap((weight) => done.filter((row) => weightOf(row) === weight))
  const blocking = weighing('blocks', 'unknown')
  const blockingIds = new Set<CheckId>(blocking.map(({ id }) => id))
  return {
    blocking,
    warnings: weighing('warns'),
    heldUp: weighing('heldUp').filter((row) => !(row.state.result.heldUpBy ?? []).some((id) => blockingIds.has(id))),
    notMade: weighing('notMade'),
    passed: weighing('passed'),
  }
}

/** The checks that were not made because of this one. */
export const heldUpBy = (rows: readonly CheckRow[], id: CheckId): CheckId[] =>
  rows.filter((row) => isDone(row) && row.state.result.heldUpBy?.includes(id) === true).map((row) => row.id)

export const countOutcomes = (rows: readonly CheckRow[]) => {
  const done = rows.filter(isDone)
  const having = (...outcomes: CheckResult['outcome'][]) => done.filter(({ state }) => outcomes.includes(state.result.outcome)).length
  return { all: rows.length, done: done.length, failures: having('fail'), warnings: having('warn'), unknown: having('error') }
}
