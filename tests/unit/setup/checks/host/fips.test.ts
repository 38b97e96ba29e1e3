import { describe } from 'vitest'
import { fips } from '../../../../../setup/checks/host/fips.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

describe('host.fips', () => {
  examples(fips, [
    { title: 'passes when it is off', facts: { fips: { enabled: known(false) } }, outcome: 'pass', finding: 'off' },
    { title: 'takes an absent value for off, as Windows does', facts: { fips: { enabled: absent } }, outcome: 'pass', finding: 'off' },
    { title: 'records that it is on', facts: { fips: { enabled: known(true) } }, outcome: 'warn', finding: 'on' },
    { title: 'is an error when it cannot be read', facts: { fips: { enabled: unknown('error 5') } }, outcome: 'error' },
  ])
})
