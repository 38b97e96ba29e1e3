/** What `causeway-setup check --json` prints and the support bundle holds. */
import { type CheckReport } from '../contract/check-report.ts'
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
