/** Rules of the Windows firewall, from the registry where it keeps the local ones. The value's name is the rule's, or a GUID. */
import { absent, type Fact, known } from '../fact-sections.ts'
import { type FirewallRule } from '../host-reader.ts'
import { nameOfRule, parseFirewallRule } from './firewall-rule.ts'
import { registryText, registryValueNames } from './registry.ts'

export const firewallRules = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy\\FirewallRules'

/** Every value with the name of its rule. A rule that cannot be read goes by the name of its value. */
const named = (): Fact<{ value: string; name: string }[]> => {
  const values = registryValueNames(firewallRules)
  if (values.is !== 'known') return values
  return known(
    values.value.map((value) => {
      const text = registryText(firewallRules, value)
      return { value, name: (text.is === 'known' ? nameOfRule(text.value) : undefined) ?? value }
    }),
  )
}

/** Names of the rules that begin so. */
export const firewallRuleNames = (prefix: string): Fact<string[]> => {
  const all = named()
  if (all.is !== 'known') return all
  const ours = all.value.flatMap(({ name }) => (name.startsWith(prefix) ? [name] : [])).slice(0, 100)
  return ours.length === 0 ? absent : known(ours)
}

/** Names of the registry values that hold rules of this name. */
export const valuesOfRule = (name: string): string[] => {
  const all = named()
  if (all.is === 'unknown') throw new Error(all.why)
  return all.is === 'absent' ? [] : all.value.flatMap((rule) => (rule.name === name ? [rule.value] : []))
}

export const firewallRuleNamed = (name: string): Fact<FirewallRule> => {
  const all = named()
  if (all.is !== 'known') return all
  const found = all.value.find((rule) => rule.name === name)
  if (found === undefined) return absent
  const text = registryText(firewallRules, found.value)
  return text.is === 'known' ? parseFirewallRule(name, text.value) : text
}
