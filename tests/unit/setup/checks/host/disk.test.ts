import { describe } from 'vitest'
import { disk } from '../../../../../setup/checks/host/disk.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const free = (n: number) => ({ disk: { systemDrive: known('C:'), totalBytes: known(100 * 1024 ** 3), freeBytes: known(n * 1024 ** 3) } })

describe('host.disk', () => {
  examples(disk, [
    { title: 'passes with 20 GB free', facts: free(20), outcome: 'pass', finding: 'enough', values: { drive: 'C:' } },
    { title: 'fails with less', facts: free(19.9), outcome: 'fail', finding: 'belowMinimum' },
    {
      title: 'judges without knowing the size of the drive',
      facts: { disk: { freeBytes: known(30 * 1024 ** 3), systemDrive: known('D:'), totalBytes: unknown('no') } },
      outcome: 'pass',
      finding: 'enough',
    },
    { title: 'is an error when the free space is not there', facts: { disk: { freeBytes: absent } }, outcome: 'error' },
  ])
})
