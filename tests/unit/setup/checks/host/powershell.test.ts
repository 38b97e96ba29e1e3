import { describe } from 'vitest'
import { powershell } from '../../../../../setup/checks/host/powershell.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const shell = (more: object) => ({
  powerShell: {
    version: known('5.1.20348.1366'),
    executionPolicy: known({ policy: 'RemoteSigned', origin: 'default' }),
    languageMode: known('FullLanguage'),
    modules: known([{ name: 'ActiveDirectory', version: '1.0.1.0' }]),
    ...more,
  },
})

describe('host.powershell', () => {
  examples(powershell, [
    { title: 'passes with 5.1 in full language', facts: shell({}), outcome: 'pass', finding: 'ready' },
    { title: 'fails without PowerShell', facts: shell({ version: absent }), outcome: 'fail', finding: 'absent' },
    {
      title: 'fails with 5.0',
      facts: shell({ version: known('5.0.10586.0') }),
      outcome: 'fail',
      finding: 'older',
      values: { version: '5.0.10586.0' },
    },
    {
      title: 'fails when no scripts run, naming where the policy comes from',
      facts: shell({ executionPolicy: known({ policy: 'Restricted', origin: 'machinePolicy' }) }),
      outcome: 'fail',
      finding: 'noScripts',
      values: { origin: 'machinePolicy' },
    },
    {
      title: 'fails in constrained language',
      facts: shell({ languageMode: known('ConstrainedLanguage') }),
      outcome: 'fail',
      finding: 'constrained',
    },
    {
      title: 'is an error when only the language mode is not known',
      facts: shell({ languageMode: unknown('not asked') }),
      outcome: 'error',
    },
    { title: 'is an error when the policy cannot be read', facts: shell({ executionPolicy: unknown('answered 5') }), outcome: 'error' },
  ])
})
