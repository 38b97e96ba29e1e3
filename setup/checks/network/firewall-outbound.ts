/**
 * Whether the Windows firewall lets the service out. A rule that blocks outweighs every rule that allows; where everything is blocked
 * unless allowed, the rule that set-up adds is enough, except where a policy makes rules of this machine void.
 */
import { type FirewallProfile, type OutboundRule } from '../../host/fact-sections.ts'
import { productNames } from '../../host/registry-keys.ts'
import { addressOf } from '../../../connector/way-out/address.ts'
import { type Check, type ControlPlaneTarget, measured, needed } from '../check.ts'
import { endpointsOf } from '../endpoints.ts'

const tcp = 6
const program = `${productNames.programFolder}\\node.exe`.toLowerCase()
const service = productNames.service.toLowerCase()

const portsOf = (target: ControlPlaneTarget | undefined): readonly number[] =>
  target === undefined ? [addressOf('https://any.example').port] : [...new Set(endpointsOf(target).map(({ port }) => port))]

/** "443" or "80-89"; names of Windows such as "RPC" are other ports. */
const covers = (range: string, port: number): boolean => {
  const [from, to = from] = range.split('-').map(Number)
  return from !== undefined && to !== undefined && from <= port && port <= to
}

const concerns = (rule: OutboundRule, profiles: readonly FirewallProfile[], ports: readonly number[]): boolean =>
  (rule.protocol === undefined || rule.protocol === tcp) &&
  (rule.remotePorts.length === 0 || rule.remotePorts.some((range) => ports.some((port) => covers(range, port)))) &&
  (rule.program === undefined || rule.program.toLowerCase().replace('%programfiles%', 'c:\\program files') === program) &&
  (rule.service === undefined || rule.service === '*' || rule.service.toLowerCase() === service) &&
  (rule.profiles.length === 0 || profiles.some(({ profile }) => rule.profiles.includes(profile)))

const printed = ({ profile, enabled, outbound, origin, localRules }: FirewallProfile): string =>
  [profile, enabled ? `outbound ${outbound} (${origin})` : 'off', ...(localRules ? [] : ['AllowLocalPolicyMerge 0'])].join(', ')

export const firewallOutbound: Check<'network.firewall-outbound'> = {
  id: 'network.firewall-outbound',
  async run({ reader, target, signal }) {
    const [firewall, membership] = await Promise.all([reader.section('firewall', signal), reader.section('membership', signal)])
    const all = needed(firewall.profiles, 'firewallProfile')
    const rules = needed(firewall.outboundRules, 'firewallRule')
    // A member of a domain is in the domain's network; which of the others is in force depends on where it stands.
    const joined = membership.domain.is === 'known'
    const inForce = all.filter(({ profile, enabled }) => enabled && (profile === 'domain') === joined)
    const ports = portsOf(target)
    const concerning = rules.filter((rule) => concerns(rule, inForce, ports))
    const blocking = concerning.filter(({ action }) => action === 'block')
    const evidence = [
      ...all.map((profile) => measured('firewallProfile', printed(profile))),
      ...blocking.slice(0, 10).map(({ name, origin }) => measured('firewallRule', `${name} (${origin})`)),
    ]
    const remedy = {
      command: 'Get-NetFirewallRule -Direction Outbound -Action Block -Enabled True -PolicyStore ActiveStore',
      owner: 'policy',
    } as const
    if (inForce.length === 0) return { outcome: 'pass', finding: 'off', evidence }
    const rule = blocking.find(({ limitedAddresses }) => !limitedAddresses) ?? blocking[0]
    if (rule !== undefined) {
      const values = { rule: rule.name, ports: ports.join(', ') }
      return rule.limitedAddresses
        ? { outcome: 'warn', finding: 'someAddresses', values, evidence, remedy }
        : { outcome: 'fail', finding: 'blockedByRule', values, evidence, remedy }
    }
    const closed = inForce.filter(({ outbound }) => outbound === 'block')
    const values = { profile: closed[0]?.profile ?? '', ports: ports.join(', ') }
    if (closed.length === 0) return { outcome: 'pass', finding: 'open', evidence }
    const isAllowed = concerning.some(
      ({ action, origin, limitedAddresses }) => action === 'allow' && !limitedAddresses && origin === 'machinePolicy',
    )
    const isIgnored = closed.some(({ localRules }) => !localRules)
    if (isIgnored && !isAllowed) return { outcome: 'fail', finding: 'rulesIgnored', values, evidence, remedy }
    return { outcome: 'pass', finding: 'ruleNeeded', values, evidence }
  },
}
