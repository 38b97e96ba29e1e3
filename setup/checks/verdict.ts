/** What follows from all results: a pure function of the whole report. */
import { catalogueRow } from '../../contract/check-catalogue.ts'
import { type CheckRow, type Verdict } from '../../contract/check-report.ts'

type Weight = 'fine' | 'warning' | 'unknown' | 'block'

const accepted = (row: CheckRow): boolean => row.override !== undefined && catalogueRow(row.id).overridable

const weigh = (row: CheckRow): Weight => {
  if (row.state.is !== 'done') return 'unknown'
  const blocks = catalogueRow(row.id).severity === 'block'
  switch (row.state.result.outcome) {
    case 'pass':
      return 'fine'
    case 'warn':
      return 'warning'
    case 'fail':
      return blocks && !accepted(row) ? 'block' : 'warning'
    // What could not be found out is never taken for good; a check that can only warn cannot hold anything up either.
    case 'error':
      return blocks && !accepted(row) ? 'unknown' : 'warning'
    // The cause of a skip is a row of its own, or there is nothing to judge yet.
    case 'skip':
      return 'fine'
  }
}

/**
 * `blocked` when a check that blocks failed and was not accepted; else `unknown` when a check that blocks gave no answer (or was
 * not made); else with or without warnings. No rows at all is `unknown`.
 */
export const verdictOf = (rows: readonly CheckRow[]): Verdict => {
  const weights = new Set(rows.map(weigh))
  if (weights.has('block')) return 'blocked'
  if (weights.has('unknown') || rows.length === 0) return 'unknown'
  return weights.has('warning') ? 'readyWithWarnings' : 'ready'
}
