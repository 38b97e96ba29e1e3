import { describe } from 'vitest'
import { pendingReboot } from '../../../../../setup/checks/host/pending-reboot.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const signals = (more: object) => ({
  pendingRestart: { componentServicing: known(false), windowsUpdate: known(false), fileRenames: absent, computerRename: absent, ...more },
})

describe('host.pending-reboot', () => {
  examples(pendingReboot, [
    { title: 'passes when nothing waits', facts: signals({}), outcome: 'pass', finding: 'none' },
    {
      title: 'fails for Windows Update',
      facts: signals({ windowsUpdate: known(true) }),
      outcome: 'fail',
      finding: 'pending',
      values: { count: 1 },
    },
    {
      title: 'fails for a new computer name and a file',
      facts: signals({ computerRename: known('NEW'), fileRenames: known(['\\??\\C:\\x']) }),
      outcome: 'fail',
      finding: 'pending',
      values: { count: 2 },
    },
    {
      title: 'fails although another signal cannot be read',
      facts: signals({ windowsUpdate: unknown('error 5'), componentServicing: known(true) }),
      outcome: 'fail',
      finding: 'pending',
    },
    {
      title: 'is an error when one signal cannot be read and no other says yes',
      facts: signals({ windowsUpdate: unknown('error 5') }),
      outcome: 'error',
    },
  ])
})
