/**
 * What the Windows firewall lets out of this server, from the registry: what Group Policy says first, else what is set here, else
 * what Windows does by itself (MS-GPFAS 2.2.2 and 2.2.1; a profile without a value lets everything out).
 */
import { type Fact, type FirewallProfile, firewallProfiles, known, type OutboundRule, type Section, unknown } from './fact-sections.ts'

export interface FirewallSources {
  readonly number: (key: string, name: string) => Fact<number>
  readonly text: (key: string, name: string) => Fact<string>
  readonly valueNames: (key: string) => Fact<readonly string[]>
}

const policy = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\WindowsFirewall'
const local = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy'
/** Keys of the profiles. What people see as "private" is "standard" among the settings of the machine. */
const keys = {
  domain: ['DomainProfile', 'DomainProfile'],
  private: ['PrivateProfile', 'StandardProfile'],
  public: ['PublicProfile', 'PublicProfile'],
} as const

const demand = (fact: Fact<number>): number | undefined => {
  if (fact.is === 'unknown') throw new Error(fact.why)
  return fact.is === 'known' ? fact.value : undefined
}

const profileOf = (profile: FirewallProfile['profile'], { number }: FirewallSources): FirewallProfile => {
  const [byPolicy, bySetting] = [`${policy}\\${keys[profile][0]}`, `${local}\\${keys[profile][1]}`]
  const both = (name: string) => [demand(number(byPolicy, name)), demand(number(bySetting, name))] as const
  const [policyEnabled, settingEnabled] = both('EnableFirewall')
  const [policyOutbound, settingOutbound] = both('DefaultOutboundAction')
  return {
    profile,
    enabled: (policyEnabled ?? settingEnabled ?? 1) !== 0,
    outbound: (policyOutbound ?? settingOutbound ?? 0) === 0 ? 'allow' : 'block',
    origin: policyOutbound !== undefined ? 'machinePolicy' : settingOutbound !== undefined ? 'machineSetting' : 'default',
    localRules: demand(number(byPolicy, 'AllowLocalPolicyMerge')) !== 0,
  }
}

/** Undefined for rules that are not active, or that are about what comes in. Names in a resource of Windows ("@FirewallAPI.dll,-25000") give way to the id. */
export const parseOutboundRule = (id: string, text: string, origin: OutboundRule['origin']): OutboundRule | undefined => {
  const fields = text.split('|').slice(1)
  const all = (...names: string[]) =>
    fields.flatMap((field) => {
      const cut = field.indexOf('=')
      return names.includes(field.slice(0, cut)) ? [field.slice(cut + 1)] : []
    })
  const [direction, active, action, protocol, shown] = ['Dir', 'Active', 'Action', 'Protocol', 'Name'].map((name) => all(name)[0])
  if (direction !== 'Out' || active !== 'TRUE' || (action !== 'Allow' && action !== 'Block')) return undefined
  const number = Number(protocol)
  const isNumber = protocol !== undefined && Number.isInteger(number) && number >= 0 && number < 256
  const [program, service] = [all('App')[0], all('Svc')[0]]
  return {
    name: (shown === undefined || shown === '' || shown.startsWith('@') ? id : shown).slice(0, 300),
    origin,
    action: action === 'Allow' ? 'allow' : 'block',
    ...(isNumber ? { protocol: number } : {}),
    remotePorts: all('RPort', 'RPort2_10').slice(0, 500),
    ...(program === undefined ? {} : { program: program.slice(0, 1000) }),
    ...(service === undefined ? {} : { service: service.slice(0, 300) }),
    limitedAddresses: all('RA4', 'RA6', 'RA42', 'RA62').length > 0,
    profiles: firewallProfiles.filter((name) => all('Profile').some((given) => given.toLowerCase() === name)),
  }
}

const rulesUnder = (root: string, origin: OutboundRule['origin'], { text, valueNames }: FirewallSources): OutboundRule[] => {
  const key = `${root}\\FirewallRules`
  const names = valueNames(key)
  if (names.is === 'unknown') throw new Error(names.why)
  return (names.is === 'known' ? names.value : []).flatMap((name) => {
    const value = text(key, name)
    if (value.is === 'unknown') throw new Error(`firewall rule ${name}: ${value.why}`)
    return (value.is === 'known' ? parseOutboundRule(name, value.value, origin) : undefined) ?? []
  })
}

const told = <T>(read: () => T): Fact<T> => {
  try {
    return known(read())
  } catch (error) {
    return unknown(error instanceof Error ? error.message : String(error))
  }
}

export const firewallPolicy = (sources: FirewallSources): Section<'firewall'> => ({
  profiles: told(() => firewallProfiles.map((profile) => profileOf(profile, sources))),
  outboundRules: told(() => [...rulesUnder(policy, 'machinePolicy', sources), ...rulesUnder(local, 'machineSetting', sources)]),
})
