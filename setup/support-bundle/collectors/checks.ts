/** The report of the checks, with what was measured and what was accepted for which reason. */
import { type Collector, files, nothing } from '../collector.ts'

export const checks: Collector = {
  name: 'checks',
  budget: 20_000,
  collect: async ({ checkReport, signal }) => {
    const report = await checkReport(signal)
    return report === undefined ? nothing('cancelled') : files({ path: 'checks.json', content: report })
  },
}
