import { describe } from 'vitest'
import { power } from '../../../../../setup/checks/host/power.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const scheme = (guid: string) => ({ power: { scheme: known(guid) } })

describe('host.power', () => {
  examples(power, [
    {
      title: 'passes with high performance',
      facts: scheme('8C5E7FDA-E8BF-4A96-9A85-A6E23A8C635C'),
      outcome: 'pass',
      finding: 'highPerformance',
    },
    {
      title: 'warns of balanced, with a fix',
      facts: scheme('381b4222-f694-41f0-9685-ff5bb260df2e'),
      outcome: 'warn',
      finding: 'saving',
      values: { scheme: 'Balanced' },
    },
    {
      title: 'warns of a scheme it does not know, by its number',
      facts: scheme('00000000-0000-0000-0000-000000000001'),
      outcome: 'warn',
      finding: 'saving',
    },
    {
      title: 'is an error when it cannot be read',
      facts: { power: { scheme: unknown('PowerGetActiveScheme answered 120') } },
      outcome: 'error',
    },
    { title: 'is an error when none is named', facts: { power: { scheme: absent } }, outcome: 'error' },
  ])
})
