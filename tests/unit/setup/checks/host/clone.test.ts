import { describe } from 'vitest'
import { fingerprintOf } from '../../../../../connector/identity/fingerprint.ts'
import { clone } from '../../../../../setup/checks/host/clone.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const enrolled = fingerprintOf({ machineGuid: 'guid-1', systemUuid: 'uuid-1', hostName: 'CONN-1' })
const facts = (fingerprint: unknown, more: object = {}) => ({
  enrollment: { fingerprint },
  machine: { name: known('CONN-1'), machineGuid: known('guid-1'), systemUuid: known('uuid-1'), ...more },
})

describe('host.clone', () => {
  examples(clone, [
    { title: 'passes on the machine that was enrolled', facts: facts(known(enrolled)), outcome: 'pass', finding: 'same' },
    { title: 'passes where nothing is enrolled', facts: facts(absent), outcome: 'pass', finding: 'notEnrolled' },
    { title: 'fails on a copy', facts: facts(known(enrolled), { systemUuid: known('uuid-2') }), outcome: 'fail', finding: 'other' },
    {
      title: 'fails after a rename',
      facts: facts(known(enrolled), { name: known('CONN-2') }),
      outcome: 'fail',
      finding: 'other',
      values: { machine: 'CONN-2' },
    },
    {
      title: 'is an error when the machine GUID cannot be read',
      facts: facts(known(enrolled), { machineGuid: unknown('answered 5') }),
      outcome: 'error',
    },
    { title: 'is an error when the configuration is damaged', facts: facts(unknown('damaged')), outcome: 'error' },
  ])
})
