import { describe } from 'vitest'
import { antivirus } from '../../../../../setup/checks/host/antivirus.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const service = (name: string, state = 'running') => ({
  name,
  displayName: name,
  state,
  start: 'automatic',
  account: 'LocalSystem',
  command: [],
})
const facts = (services: object[], exclusions: unknown) => ({
  services: { all: known(services) },
  antivirus: { defenderExclusions: exclusions },
})
const both = known(['C:\\Program Files\\Causeway\\', 'c:\\programdata\\causeway'])

describe('host.antivirus', () => {
  examples(antivirus, [
    {
      title: 'passes with advice where Defender looks at everything',
      facts: facts([service('WinDefend')], absent),
      outcome: 'pass',
      finding: 'advice',
    },
    {
      title: 'passes where Defender leaves both folders out',
      facts: facts([service('WinDefend')], both),
      outcome: 'pass',
      finding: 'excluded',
    },
    {
      title: 'passes where a folder above is left out',
      facts: facts([service('WinDefend')], known(['C:\\'])),
      outcome: 'pass',
      finding: 'excluded',
    },
    {
      title: 'keeps the advice where a folder only begins alike',
      facts: facts([service('WinDefend')], known(['C:\\Program Files\\Cause', 'C:\\ProgramData\\Causeway'])),
      outcome: 'pass',
      finding: 'advice',
    },
    {
      title: 'names another scanner, whose list it cannot read',
      facts: facts([service('CSFalconService')], absent),
      outcome: 'pass',
      finding: 'advice',
      values: { scanners: 'CrowdStrike Falcon' },
    },
    { title: 'passes where none runs', facts: facts([service('WinDefend', 'stopped')], absent), outcome: 'pass', finding: 'none' },
    { title: 'is an error when the list cannot be read', facts: facts([service('WinDefend')], unknown('answered 5')), outcome: 'error' },
  ])
})
