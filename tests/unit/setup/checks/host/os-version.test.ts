import { describe } from 'vitest'
import { osVersion } from '../../../../../setup/checks/host/os-version.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const system = (build: number, more: object = {}) => ({
  operatingSystem: {
    build: known(build),
    productType: known('server'),
    architecture: known('x64'),
    name: known('Windows Server'),
    revision: known(1),
    ...more,
  },
})

describe('host.os-version', () => {
  examples(osVersion, [
    { title: 'passes for Windows Server 2022', facts: system(20_348), outcome: 'pass', finding: 'supported' },
    { title: 'passes for Windows Server 2016', facts: system(14_393), outcome: 'pass', finding: 'supported' },
    {
      title: 'names the version by its build when the registry does not',
      facts: system(26_100, { name: absent }),
      outcome: 'pass',
      finding: 'supported',
      values: { found: 'Windows Server 2025' },
    },
    { title: 'warns of a build nobody has tested', facts: system(27_000), outcome: 'warn', finding: 'newer' },
    { title: 'fails for Windows Server 2012 R2', facts: system(9600), outcome: 'fail', finding: 'older' },
    { title: 'fails for a semi-annual release between supported ones', facts: system(19_042), outcome: 'fail', finding: 'older' },
    {
      title: 'fails for client Windows with the build of a server',
      facts: system(20_348, { productType: known('client') }),
      outcome: 'fail',
      finding: 'client',
    },
    {
      title: 'fails on ARM',
      facts: system(26_100, { architecture: known('arm64') }),
      outcome: 'fail',
      finding: 'notX64',
      values: { architecture: 'arm64' },
    },
    {
      title: 'is an error when only the build is unknown',
      facts: system(0, { build: unknown('RtlGetVersion answered 5') }),
      outcome: 'error',
    },
  ])
})
