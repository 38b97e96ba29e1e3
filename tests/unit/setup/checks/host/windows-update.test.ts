import { describe } from 'vitest'
import { windowsUpdate } from '../../../../../setup/checks/host/windows-update.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const policy = (more: object) => ({
  windowsUpdate: { turnedOff: known(false), option: known(3), noRestartWithUsers: known(true), serviceStart: known('manual'), ...more },
})

describe('host.windows-update', () => {
  examples(windowsUpdate, [
    { title: 'passes when a person decides', facts: policy({}), outcome: 'pass', finding: 'calm' },
    {
      title: 'passes without any policy',
      facts: policy({ turnedOff: absent, option: absent, noRestartWithUsers: absent }),
      outcome: 'pass',
      finding: 'calm',
    },
    {
      title: 'warns of scheduled installation',
      facts: policy({ option: known(4), noRestartWithUsers: absent }),
      outcome: 'warn',
      finding: 'automaticRestart',
    },
    {
      title: 'passes with scheduled installation that waits for people',
      facts: policy({ option: known(4) }),
      outcome: 'pass',
      finding: 'calm',
    },
    { title: 'warns when it is turned off', facts: policy({ turnedOff: known(true) }), outcome: 'warn', finding: 'off' },
    { title: 'warns when its service is disabled', facts: policy({ serviceStart: known('disabled') }), outcome: 'warn', finding: 'off' },
    { title: 'is an error when the policy cannot be read', facts: policy({ option: unknown('error 5') }), outcome: 'error' },
  ])
})
