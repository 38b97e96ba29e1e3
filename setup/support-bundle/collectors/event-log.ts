/** What Windows wrote down about services starting and failing, in the last week. */
import { type Collector, files, nothing } from '../collector.ts'

export const eventLog: Collector = {
  name: 'eventLog',
  budget: 15_000,
  collect: async ({ events, signal }) => {
    if (events === undefined) return nothing('noEventLog')
    const read = await events(signal)
    if (!read.ok) throw new Error(read.failure.detail ?? read.failure.code)
    return files({ path: 'windows-events.xml', content: read.value })
  },
}
