/** Rules of the Windows firewall, from the registry where it keeps the local ones. */
import { type Fact } from '../fact-sections.ts'
import { type FirewallRule } from '../host-reader.ts'
import { parseFirewallRule } from './firewall-rule.ts'
import { registryText, registryValueNames } from './registry.ts'

const rules = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy\\FirewallRules'

/** Names of the rules that begin so. */
export const firewallRuleNames = (prefix: string): Fact<string[]> => {
  const names = registryValueNames(rules)
  if (names.is !== 'known') return names
  const ours = names.value.filter((name) => name.startsWith(prefix)).slice(0, 100)
  return ours.length === 0 ? { is: 'absent' } : { is: 'known', value: ours }
}

export const firewallRuleNamed = (name: string): Fact<FirewallRule> => {
  const text = registryText(rules, name)
  return text.is === 'known' ? parseFirewallRule(name, text.value) : text
}
