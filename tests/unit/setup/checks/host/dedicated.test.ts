import { describe } from 'vitest'
import { dedicated } from '../../../../../setup/checks/host/dedicated.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const service = (name: string, displayName = name) => ({
  name,
  displayName,
  state: 'running',
  start: 'automatic',
  account: 'LocalSystem',
  command: [],
})
const server = (services: object[], programs: object[], roles: unknown) => ({
  services: { all: known(services) },
  programs: { all: known(programs) },
  roles: { installed: roles },
})
const files = known(['FileAndStorage-Services', 'FS-FileServer'])

describe('host.dedicated', () => {
  examples(dedicated, [
    {
      title: 'passes on a server of its own',
      facts: server([service('Netlogon')], [{ name: 'Microsoft Edge', version: '1', publisher: 'Microsoft' }], files),
      outcome: 'pass',
      finding: 'dedicated',
    },
    {
      title: 'fails beside another cloud connector, naming program and version',
      facts: server(
        [service('CitrixWorkspaceCloudAgentSystem', 'Citrix Cloud Agent System')],
        [{ name: 'Citrix Cloud Connector', version: '6.128', publisher: 'Citrix' }],
        files,
      ),
      outcome: 'fail',
      finding: 'foreignConnector',
      values: {
        first: 'Citrix Cloud Connector',
        count: 2,
        list: 'Citrix Cloud Connector 6.128; Citrix Cloud Agent System (CitrixWorkspaceCloudAgentSystem)',
      },
    },
    {
      title: 'fails for a service alone',
      facts: server([service('cloudflared')], [], files),
      outcome: 'fail',
      finding: 'foreignConnector',
      values: { first: 'cloudflared' },
    },
    {
      title: 'fails also when the roles are unknown',
      facts: server([service('BrokerAgent')], [], unknown('Get-WindowsFeature is absent')),
      outcome: 'fail',
      finding: 'foreignConnector',
    },
    {
      title: 'warns of other roles',
      facts: server([], [], known(['FileAndStorage-Services', 'Web-Server', 'DHCP'])),
      outcome: 'warn',
      finding: 'otherRoles',
      values: { list: 'Web-Server, DHCP', count: 2 },
    },
    { title: 'is an error when only the roles are unknown', facts: server([], [], unknown('no answer')), outcome: 'error' },
    {
      title: 'is an error when services are absent',
      facts: { services: { all: absent }, programs: { all: known([]) }, roles: { installed: files } },
      outcome: 'error',
    },
  ])
})
