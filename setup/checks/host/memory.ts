/** 4 GB at least; 6 GB is the advice for the smallest row of the sizing table (docs/checks/host.memory.md). */
import { bytes } from '../../../contract/wording/format.ts'
import { type Check, measured, needed } from '../check.ts'

const gigabyte = 1024 ** 3
/** Firmware and graphics keep a part of what is built in, so a machine sold with 4 GB reports a little less. */
const reserved = 0.06
const minimum = 4 * gigabyte
const advice = 6 * gigabyte

export const memory: Check<'host.memory'> = {
  id: 'host.memory',
  async run({ reader, signal }) {
    const total = needed((await reader.section('memory', signal)).totalBytes, 'memory')
    const values = { bytes: total, minimum, advice }
    const evidence = [measured('memory', bytes(total))]
    const enough = (size: number) => total >= size * (1 - reserved)
    if (!enough(minimum)) return { outcome: 'fail', finding: 'belowMinimum', values, evidence }
    if (!enough(advice)) return { outcome: 'warn', finding: 'belowAdvice', values, evidence }
    return { outcome: 'pass', finding: 'enough', values, evidence }
  },
}
