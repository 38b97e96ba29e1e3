import { describe } from 'vitest'
import { domainControllers } from '../../../../../setup/checks/identity/domain-controllers.ts'
import {
  absent,
  directoryServices,
  type DirectoryService,
  type DomainController,
  known,
  unknown,
} from '../../../../../setup/host/fact-sections.ts'
import { directoryPorts } from '../../../../../setup/directory/domain-controllers.ts'
import { examples } from '../check-bench.ts'

const controller = (host: string, more: Partial<DomainController> & { closed?: readonly DirectoryService[] } = {}): DomainController => {
  const { closed = [], ...rest } = more
  const ports = directoryServices.map((service) => ({
    service,
    port: directoryPorts[service],
    outcome: closed.includes(service) ? ('timedOut' as const) : ('connected' as const),
    milliseconds: 2,
  }))
  return { host, domain: 'corp.contoso.example', writable: true, site: 'Munich', ports, ...rest }
}

const seen = (controllers: unknown, more: object = {}) => ({
  domainControllers: { controllers, forestRoot: known('corp.contoso.example'), rootControllers: absent, ...more },
  membership: { domain: known('corp.contoso.example') },
})
const all = [...directoryServices]

describe('identity.domain-controllers', () => {
  examples(domainControllers, [
    {
      title: 'passes with one that answers everywhere',
      facts: seen(known([controller('dc1.corp.contoso.example')])),
      outcome: 'pass',
      finding: 'reachable',
      values: { count: 1 },
    },
    {
      title: 'passes when catalog and DNS are on another one',
      facts: seen(
        known([controller('dc1', { closed: ['globalCatalog', 'dns'] }), controller('rodc', { writable: false, closed: ['smb'] })]),
      ),
      outcome: 'pass',
      finding: 'reachable',
    },
    {
      title: 'warns, naming those that are silent',
      facts: seen(known([controller('dc1'), controller('dc2', { closed: all })])),
      outcome: 'warn',
      finding: 'someSilent',
      values: { hosts: 'dc2' },
    },
    {
      title: 'fails when the DNS knows none',
      facts: seen(absent),
      outcome: 'fail',
      finding: 'notFound',
      values: { domain: 'corp.contoso.example' },
    },
    {
      title: 'fails when none answers',
      facts: seen(known([controller('dc1', { closed: all }), controller('dc2', { closed: all })])),
      outcome: 'fail',
      finding: 'noneAnswers',
      values: { hosts: 'dc1, dc2' },
    },
    {
      title: 'fails with read-only ones alone',
      facts: seen(known([controller('rodc', { writable: false })])),
      outcome: 'fail',
      finding: 'onlyReadOnly',
      values: { hosts: 'rodc' },
    },
    {
      title: 'fails with the ports that are closed',
      facts: seen(known([controller('dc1', { closed: ['kerberos', 'globalCatalog'] })])),
      outcome: 'fail',
      finding: 'portsClosed',
      values: { host: 'dc1', ports: '88, 3268' },
    },
    {
      title: 'judges the root of the forest as well',
      facts: seen(known([controller('dc1')]), { forestRoot: known('contoso.example'), rootControllers: known([]) }),
      outcome: 'fail',
      finding: 'notFound',
      values: { domain: 'contoso.example' },
    },
    {
      title: 'is an error when the forest is not known',
      facts: seen(known([controller('dc1')]), { forestRoot: unknown('nobody tells') }),
      outcome: 'error',
    },
  ])
})
