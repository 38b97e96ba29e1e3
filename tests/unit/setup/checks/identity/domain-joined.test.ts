import { describe } from 'vitest'
import { domainJoined } from '../../../../../setup/checks/identity/domain-joined.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const membership = (role: string, domain: unknown) => ({ membership: { role: known(role), domain } })

describe('identity.domain-joined', () => {
  examples(domainJoined, [
    {
      title: 'passes for a member',
      facts: membership('memberServer', known('contoso.example')),
      outcome: 'pass',
      finding: 'joined',
      values: { domain: 'contoso.example' },
    },
    { title: 'fails in a workgroup', facts: membership('standaloneServer', absent), outcome: 'fail', finding: 'workgroup' },
    { title: 'is an error when a member has no domain', facts: membership('memberServer', absent), outcome: 'error' },
    {
      title: 'is an error when the domain is unknown',
      facts: membership('memberServer', unknown('LsaOpenPolicy answered 5')),
      outcome: 'error',
    },
  ])
})
