/**
 * Changes of Windows Firewall's local rules. `netsh` makes them, so that they hold at once; that it did is read from the registry,
 * never from what it prints. Where it did nothing and said success, the rule is written there, and holds from the next start on.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { type FirewallRule } from '../host-reader.ts'
import { firewallRuleNamed, firewallRules, valuesOfRule } from './firewall.ts'
import { firewallRuleText } from './firewall-rule.ts'
import { removeRegistryValue, writeRegistryValue } from './registry-writer.ts'

const limit = 20_000

/** Output is not read: its language is the server's. */
const netsh = (given: readonly string[]): Promise<void> =>
  new Promise((resolve) => {
    const program = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'netsh.exe')
    const child = spawn(program, ['advfirewall', 'firewall', ...given], { stdio: 'ignore', windowsHide: true, timeout: limit })
    child.once('error', () => resolve())
    child.once('close', () => resolve())
  })

const same = (a: FirewallRule, b: FirewallRule): boolean =>
  a.direction === b.direction &&
  a.action === b.action &&
  a.protocol === b.protocol &&
  (a.remotePorts ?? []).join() === (b.remotePorts ?? []).join() &&
  a.program?.toLowerCase() === b.program?.toLowerCase() &&
  a.service?.toLowerCase() === b.service?.toLowerCase()

const isThere = (rule: FirewallRule): boolean => {
  const found = firewallRuleNamed(rule.name)
  return found.is === 'known' && same(found.value, rule)
}

/** False when it was there just so. */
export const addRule = async (rule: FirewallRule, reached: (point: string) => void): Promise<boolean> => {
  if (isThere(rule)) return false
  await removeRule(rule.name)
  const { name, direction, action, protocol, remotePorts, program, service } = rule
  await netsh([
    'add',
    'rule',
    `name=${name}`,
    `dir=${direction}`,
    `action=${action}`,
    `protocol=${protocol}`,
    ...(remotePorts === undefined ? [] : [`remoteport=${remotePorts.join(',')}`]),
    ...(program === undefined ? [] : [`program=${program}`]),
    ...(service === undefined ? [] : [`service=${service}`]),
  ])
  reached(`firewall rule ${name} asked for`)
  if (!isThere(rule)) writeRegistryValue(firewallRules, name, { type: 'string', value: firewallRuleText(rule) })
  if (!isThere(rule)) throw new Error(`firewall rule ${name} does not read as it was made`)
  return true
}

/** False when there was none. */
export const removeRule = async (name: string): Promise<boolean> => {
  if (valuesOfRule(name).length === 0) return false
  await netsh(['delete', 'rule', `name=${name}`])
  for (const value of valuesOfRule(name)) removeRegistryValue(firewallRules, value)
  return true
}
