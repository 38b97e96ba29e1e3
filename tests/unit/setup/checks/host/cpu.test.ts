import { describe } from 'vitest'
import { cpu } from '../../../../../setup/checks/host/cpu.ts'
import { known } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const processors = (n: number) => ({ processor: { logicalProcessors: known(n) } })

describe('host.cpu', () => {
  examples(cpu, [
    { title: 'passes with 4', facts: processors(4), outcome: 'pass', finding: 'enough', values: { count: 4 } },
    { title: 'warns with 2 or 3', facts: processors(2), outcome: 'warn', finding: 'belowAdvice', values: { advice: 4 } },
    { title: 'fails with 1', facts: processors(1), outcome: 'fail', finding: 'belowMinimum', values: { minimum: 2 } },
    { title: 'is an error with none', facts: processors(0), outcome: 'error' },
  ])
})
