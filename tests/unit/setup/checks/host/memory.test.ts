import { describe } from 'vitest'
import { memory } from '../../../../../setup/checks/host/memory.ts'
import { known } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const gigabytes = (n: number) => ({ memory: { totalBytes: known(n * 1024 ** 3) } })

describe('host.memory', () => {
  examples(memory, [
    { title: 'passes with 8 GB', facts: gigabytes(8), outcome: 'pass', finding: 'enough' },
    { title: 'warns with 4 GB', facts: gigabytes(4), outcome: 'warn', finding: 'belowAdvice' },
    { title: 'counts 4 GB of which firmware keeps a part as 4 GB', facts: gigabytes(3.85), outcome: 'warn', finding: 'belowAdvice' },
    { title: 'fails with 2 GB', facts: gigabytes(2), outcome: 'fail', finding: 'belowMinimum' },
    { title: 'is an error with a negative size', facts: gigabytes(-1), outcome: 'error' },
  ])
})
