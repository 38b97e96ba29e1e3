import { describe } from 'vitest'
import { existingInstall } from '../../../../../setup/checks/host/existing-install.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const nothing = {
  service: absent,
  version: absent,
  programFolder: absent,
  dataFolder: absent,
  firewallRules: absent,
  registryKeys: absent,
  enrolled: known(false),
}
const install = (more: object) => ({ existingInstall: { ...nothing, ...more } })
const service = {
  name: 'CausewayConnector',
  displayName: 'Causeway connector',
  state: 'running',
  start: 'automatic',
  account: 'NT SERVICE\\CausewayConnector',
  command: [],
}

describe('host.existing-install', () => {
  examples(existingInstall, [
    { title: 'passes when there is nothing', facts: install({}), outcome: 'pass', finding: 'none' },
    {
      title: 'passes for a whole installation',
      facts: install({
        service: known(service),
        version: known('0.1.0'),
        dataFolder: known('C:\\ProgramData\\Causeway'),
        enrolled: known(true),
      }),
      outcome: 'pass',
      finding: 'installed',
      values: { version: '0.1.0' },
    },
    {
      title: 'fails for leftovers, with a fix that lists them',
      facts: install({ dataFolder: known('C:\\ProgramData\\Causeway'), firewallRules: known(['Causeway connector']) }),
      outcome: 'fail',
      finding: 'leftovers',
      values: { count: 2, list: 'C:\\ProgramData\\Causeway; Causeway connector' },
    },
    {
      title: 'never takes an enrolled connector for a leftover',
      facts: install({ dataFolder: known('C:\\ProgramData\\Causeway'), enrolled: known(true) }),
      outcome: 'pass',
      finding: 'installed',
    },
    { title: 'is an error when the services cannot be read', facts: install({ service: unknown('error 5') }), outcome: 'error' },
  ])
})
