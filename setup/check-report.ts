/** What `causeway-setup check --json` prints and the support bundle holds. */
import { catalogueRow } from '../contract/check-catalogue.ts'
import { type CheckReport, type CheckRow } from '../contract/check-report.ts'
import { type WizardSnapshot } from '../contract/wizard-api.ts'

/** Absent while no run has ended. */
export const checkReport = ({ checks: { run, rows }, server }: WizardSnapshot): CheckReport | undefined => {
  if (run.is !== 'done') return undefined
  const { machineName: name, system, simulated, profile } = server
  return {
    schema: 'causeway.check-report/1',
    server: { name, system, simulated, ...(profile === undefined ? {} : { profile }) },
    runId: run.id,
    startedAt: run.since,
    milliseconds: Math.max(0, Date.parse(run.until) - Date.parse(run.since)),
    verdict: run.verdict,
    rows,
  }
}

/** Why the installation may not begin: the checks that failed and were not accepted, else those without an answer. */
export const blockingRows = (rows: readonly CheckRow[]): readonly CheckRow[] => {
  const open = rows.filter(({ override }) => override === undefined)
  const failing = open.filter(
    ({ id, state }) => state.is === 'done' && state.result.outcome === 'fail' && catalogueRow(id).severity === 'block',
  )
  return failing.length > 0 ? failing : open.filter(({ state }) => state.is !== 'done' || state.result.outcome === 'error')
}

/** The one of them to name. */
export const blockingCheck = (rows: readonly CheckRow[]): string => blockingRows(rows)[0]?.id ?? ''
