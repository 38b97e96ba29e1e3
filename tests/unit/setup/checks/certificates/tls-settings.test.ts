import { describe } from 'vitest'
import { tlsSettings } from '../../../../../setup/checks/certificates/tls-settings.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const settings = (more: object) => ({
  tlsSettings: {
    tls12ClientEnabled: absent,
    tls12ClientDisabledByDefault: absent,
    strongCrypto64: absent,
    strongCrypto32: absent,
    ...more,
  },
})

describe('certificates.tls-settings', () => {
  examples(tlsSettings, [
    { title: 'passes with the system’s defaults', facts: settings({}), outcome: 'pass', finding: 'enabled' },
    {
      title: 'passes when it is turned on',
      facts: settings({ tls12ClientEnabled: known(true), strongCrypto64: known(true) }),
      outcome: 'pass',
      finding: 'enabled',
    },
    { title: 'fails when it is turned off', facts: settings({ tls12ClientEnabled: known(false) }), outcome: 'fail', finding: 'disabled' },
    {
      title: 'fails when it is off by default',
      facts: settings({ tls12ClientDisabledByDefault: known(true) }),
      outcome: 'fail',
      finding: 'disabled',
    },
    {
      title: 'warns when .NET may use old encryption',
      facts: settings({ strongCrypto32: known(false) }),
      outcome: 'warn',
      finding: 'weakDotNet',
    },
    { title: 'is an error when a value cannot be read', facts: settings({ tls12ClientEnabled: unknown('error 5') }), outcome: 'error' },
  ])
})
