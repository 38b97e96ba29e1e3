import { describe } from 'vitest'
import { notDomainController } from '../../../../../setup/checks/identity/not-domain-controller.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const server = (role: unknown, type: unknown) => ({
  membership: { role, domain: known('contoso.example') },
  operatingSystem: { productType: type },
})

describe('identity.not-domain-controller', () => {
  examples(notDomainController, [
    { title: 'passes for a member', facts: server(known('memberServer'), known('server')), outcome: 'pass', finding: 'member' },
    {
      title: 'fails for a domain controller',
      facts: server(known('primaryDomainController'), known('domainController')),
      outcome: 'fail',
      finding: 'domainController',
      values: { domain: 'contoso.example' },
    },
    {
      title: 'fails when only the role says so',
      facts: server(known('backupDomainController'), unknown('no')),
      outcome: 'fail',
      finding: 'domainController',
    },
    {
      title: 'fails when only the product type says so',
      facts: server(unknown('no'), known('domainController')),
      outcome: 'fail',
      finding: 'domainController',
    },
    { title: 'is an error when the role is unknown', facts: server(absent, known('server')), outcome: 'error' },
  ])
})
