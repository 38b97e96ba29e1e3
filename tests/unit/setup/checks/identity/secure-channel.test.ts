import { describe } from 'vitest'
import { secureChannel } from '../../../../../setup/checks/identity/secure-channel.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const channel = (status: unknown) => ({
  secureChannel: { status, domainController: known('DC1.contoso.example') },
  membership: { domain: known('contoso.example') },
})

describe('identity.secure-channel', () => {
  examples(secureChannel, [
    { title: 'passes when the domain trusts the machine', facts: channel(known(0)), outcome: 'pass', finding: 'trusted' },
    {
      title: 'fails with the status when it does not',
      facts: channel(known(1789)),
      outcome: 'fail',
      finding: 'broken',
      values: { status: 1789, domain: 'contoso.example' },
    },
    { title: 'is an error when nobody answers', facts: channel(unknown('no answer in time')), outcome: 'error' },
    { title: 'is an error outside a domain', facts: channel(absent), outcome: 'error' },
  ])
})
