/** 2 logical processors at least; 4 is the advice for the smallest row of the sizing table. */
import { type Check, measured, needed } from '../check.ts'

const minimum = 2
const advice = 4

export const cpu: Check<'host.cpu'> = {
  id: 'host.cpu',
  async run({ reader, signal }) {
    const count = needed((await reader.section('processor', signal)).logicalProcessors, 'processors')
    const values = { count, minimum, advice }
    const evidence = [measured('processors', count)]
    if (count < minimum) return { outcome: 'fail', finding: 'belowMinimum', values, evidence }
    if (count < advice) return { outcome: 'warn', finding: 'belowAdvice', values, evidence }
    return { outcome: 'pass', finding: 'enough', values, evidence }
  },
}
