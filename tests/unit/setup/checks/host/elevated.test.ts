import { describe } from 'vitest'
import { elevated } from '../../../../../setup/checks/host/elevated.ts'
import { known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const account = { name: known('CONTOSO\\adele'), sid: known('S-1-5-21-1') }

describe('host.elevated', () => {
  examples(elevated, [
    {
      title: 'passes for an administrator',
      facts: { elevation: { administrator: known(true) }, account },
      outcome: 'pass',
      finding: 'elevated',
      values: { account: 'CONTOSO\\adele' },
    },
    {
      title: 'fails for anybody else, naming the account',
      facts: { elevation: { administrator: known(false) }, account },
      outcome: 'fail',
      finding: 'notElevated',
      values: { account: 'CONTOSO\\adele' },
    },
    {
      title: 'judges also when the account has no name',
      facts: { elevation: { administrator: known(false) }, account: { name: unknown('no') } },
      outcome: 'fail',
      finding: 'notElevated',
    },
  ])
})
