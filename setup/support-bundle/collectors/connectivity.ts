/** The report of the connectivity test, layer by layer. */
import { type Collector, files, nothing } from '../collector.ts'

export const connectivity: Collector = {
  name: 'connectivity',
  budget: 20_000,
  collect: async ({ connectivityReport, signal }) => {
    const text = await connectivityReport(signal)
    return text === undefined ? nothing('noControlPlane') : files({ path: 'connectivity.json', content: text })
  },
}
