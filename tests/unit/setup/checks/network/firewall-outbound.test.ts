import { describe } from 'vitest'
import { firewallOutbound } from '../../../../../setup/checks/network/firewall-outbound.ts'
import { absent, type FirewallProfile, known, type OutboundRule } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const profile = (name: FirewallProfile['profile'], more: Partial<FirewallProfile> = {}): FirewallProfile => ({
  profile: name,
  enabled: true,
  outbound: 'allow',
  origin: 'default',
  localRules: true,
  ...more,
})
const rule = (more: Partial<OutboundRule>): OutboundRule => ({
  name: 'No web for servers',
  origin: 'machinePolicy',
  action: 'block',
  remotePorts: [],
  limitedAddresses: false,
  profiles: [],
  ...more,
})
const facts = (domain: Partial<FirewallProfile>, rules: readonly OutboundRule[] = [], joined = true) => ({
  firewall: { profiles: known([profile('domain', domain), profile('private'), profile('public')]), outboundRules: known(rules) },
  membership: { domain: joined ? known('contoso.example') : absent },
})

describe('network.firewall-outbound', () => {
  examples(firewallOutbound, [
    { title: 'passes with the defaults of Windows', facts: facts({}), outcome: 'pass', finding: 'open' },
    { title: 'passes when it is off', facts: facts({ enabled: false }), outcome: 'pass', finding: 'off' },
    {
      title: 'passes when everything is blocked but rules of this machine count',
      facts: facts({ outbound: 'block' }),
      outcome: 'pass',
      finding: 'ruleNeeded',
    },
    {
      title: 'fails when a policy blocks and makes rules of this machine void',
      facts: facts({ outbound: 'block', origin: 'machinePolicy', localRules: false }),
      outcome: 'fail',
      finding: 'rulesIgnored',
      values: { profile: 'domain', ports: '443' },
    },
    {
      title: 'passes when that policy allows the service itself',
      facts: facts({ outbound: 'block', localRules: false }, [rule({ action: 'allow', protocol: 6, remotePorts: ['443'] })]),
      outcome: 'pass',
      finding: 'ruleNeeded',
    },
    {
      title: 'fails with the name of a rule that blocks',
      facts: facts({}, [rule({ protocol: 6, remotePorts: ['80-89', '440-450'] })]),
      outcome: 'fail',
      finding: 'blockedByRule',
      values: { rule: 'No web for servers', ports: '443' },
    },
    {
      title: 'fails with a rule about our service',
      facts: facts({}, [rule({ service: 'causewayconnector' })]),
      outcome: 'fail',
      finding: 'blockedByRule',
    },
    {
      title: 'warns when it blocks only some addresses',
      facts: facts({}, [rule({ limitedAddresses: true })]),
      outcome: 'warn',
      finding: 'someAddresses',
    },
    {
      title: 'leaves out rules of other programs, services, protocols, ports and networks',
      facts: facts({}, [
        rule({ program: 'C:\\Windows\\System32\\svchost.exe' }),
        rule({ service: 'Dnscache' }),
        rule({ protocol: 17 }),
        rule({ remotePorts: ['80', 'RPC'] }),
        rule({ profiles: ['public'] }),
      ]),
      outcome: 'pass',
      finding: 'open',
    },
    {
      title: 'looks at the other networks where there is no domain',
      facts: facts({}, [rule({ profiles: ['public'] })], false),
      outcome: 'fail',
      finding: 'blockedByRule',
    },
  ])
})
