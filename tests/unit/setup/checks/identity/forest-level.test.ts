import { describe } from 'vitest'
import { forestLevel } from '../../../../../setup/checks/identity/forest-level.ts'
import { known } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const levels = (domain: number, forest: number) => ({
  directoryLevels: { domainLevel: known(domain), forestLevel: known(forest), domainController: known('dc1.contoso.example') },
})

describe('identity.forest-level', () => {
  examples(forestLevel, [
    { title: 'passes at 2016', facts: levels(7, 7), outcome: 'pass', finding: 'recent', values: { domain: '2016', forest: '2016' } },
    { title: 'passes at 2008 R2, the oldest that is enough', facts: levels(4, 4), outcome: 'pass', finding: 'recent' },
    {
      title: 'warns below, for the forest alone',
      facts: levels(6, 3),
      outcome: 'warn',
      finding: 'older',
      values: { domain: '2012 R2', forest: '2008' },
    },
    {
      title: 'prints a level that is newer than this table',
      facts: levels(11, 10),
      outcome: 'pass',
      finding: 'recent',
      values: { domain: '11', forest: '2025' },
    },
  ])
})
