/** 20 GB free on the system drive, for logs, updates and room beside other things. */
import { bytes } from '../../../contract/wording/format.ts'
import { type Check, measured, needed } from '../check.ts'

const minimum = 20 * 1024 ** 3

export const disk: Check<'host.disk'> = {
  id: 'host.disk',
  async run({ reader, signal }) {
    const section = await reader.section('disk', signal)
    const free = needed(section.freeBytes, 'diskFree')
    const drive = section.systemDrive.is === 'known' ? section.systemDrive.value : '?'
    const values = { bytes: free, minimum, drive }
    const evidence = [measured('systemDrive', drive), measured('diskFree', bytes(free))]
    if (section.totalBytes.is === 'known') evidence.push(measured('diskSize', bytes(section.totalBytes.value)))
    return free < minimum
      ? { outcome: 'fail', finding: 'belowMinimum', values, evidence }
      : { outcome: 'pass', finding: 'enough', values, evidence }
  },
}
