/** Rules in the form of MS-GPFAS 2.2.2.19, as Windows Server 2022 writes them; none was recorded from a server. */
import { describe, expect, it } from 'vitest'
import * as fc from 'fast-check'
import { absent, type Fact, known, unknown } from '../../../../setup/host/fact-sections.ts'
import { firewallPolicy, parseOutboundRule } from '../../../../setup/host/firewall-policy.ts'

const policy = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\WindowsFirewall'
const local = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy'

const registry = (values: Record<string, Record<string, number | string>>, broken?: string) => {
  const value = <T>(key: string, name: string): Fact<T> => {
    if (`${key}\\${name}` === broken) return unknown('error 5')
    const found = values[key]?.[name]
    return found === undefined ? absent : known(found as T)
  }
  return firewallPolicy({ number: value, text: value, valueNames: (key) => known(Object.keys(values[key] ?? {})) })
}

describe('firewall policy', () => {
  it('lets everything out where nothing is set', () => {
    const { profiles, outboundRules } = registry({})
    expect(profiles).toMatchObject({
      is: 'known',
      value: [{ profile: 'domain', outbound: 'allow', origin: 'default', enabled: true, localRules: true }, {}, {}],
    })
    expect(outboundRules).toEqual({ is: 'known', value: [] })
  })

  it('hears Group Policy before the machine', () => {
    const { profiles } = registry({
      [`${policy}\\DomainProfile`]: { DefaultOutboundAction: 1, AllowLocalPolicyMerge: 0 },
      [`${local}\\DomainProfile`]: { DefaultOutboundAction: 0, EnableFirewall: 1 },
      [`${local}\\StandardProfile`]: { EnableFirewall: 0, DefaultOutboundAction: 1 },
    })
    expect(profiles).toMatchObject({
      is: 'known',
      value: [
        { profile: 'domain', outbound: 'block', origin: 'machinePolicy', localRules: false },
        { profile: 'private', enabled: false, outbound: 'block', origin: 'machineSetting' },
        { profile: 'public', outbound: 'allow', origin: 'default' },
      ],
    })
  })

  it('reads rules of both, by their names', () => {
    const { outboundRules } = registry({
      [`${policy}\\FirewallRules`]: {
        '{0A1B}': 'v2.30|Action=Block|Active=TRUE|Dir=Out|Protocol=6|Profile=Domain|RPort2_10=440-450|Name=No web for servers|',
      },
      [`${local}\\FirewallRules`]: {
        'CoreNet-DNS-Out-UDP':
          'v2.30|Action=Allow|Active=TRUE|Dir=Out|Protocol=17|RPort=53|App=%SystemRoot%\\system32\\svchost.exe|Svc=dnscache|Name=@FirewallAPI.dll,-25405|',
        Sleeping: 'v2.30|Action=Block|Active=FALSE|Dir=Out|',
        Incoming: 'v2.30|Action=Block|Active=TRUE|Dir=In|',
      },
    })
    expect(outboundRules).toEqual({
      is: 'known',
      value: [
        {
          name: 'No web for servers',
          origin: 'machinePolicy',
          action: 'block',
          protocol: 6,
          remotePorts: ['440-450'],
          limitedAddresses: false,
          profiles: ['domain'],
        },
        {
          name: 'CoreNet-DNS-Out-UDP',
          origin: 'machineSetting',
          action: 'allow',
          protocol: 17,
          remotePorts: ['53'],
          program: '%SystemRoot%\\system32\\svchost.exe',
          service: 'dnscache',
          limitedAddresses: false,
          profiles: [],
        },
      ],
    })
  })

  it('is unknown with the reason where a value cannot be read, without hiding the rest', () => {
    const { profiles, outboundRules } = registry({}, `${policy}\\PublicProfile\\EnableFirewall`)
    expect(profiles).toEqual({ is: 'unknown', why: 'error 5' })
    expect(outboundRules.is).toBe('known')
  })

  it('takes any text for a rule or for none', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void parseOutboundRule('id', text, 'machineSetting')))
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'Dir=Out',
            'Active=TRUE',
            'Action=Block',
            'RPort=443',
            'Name=',
            '=',
            'App',
            'RA4=10.0.0.0/8',
            'Profile=Domain',
            'Protocol=x',
          ),
        ),
        (fields) => {
          const rule = parseOutboundRule('id', ['v2.30', ...fields].join('|'), 'machinePolicy')
          if (rule !== undefined) expect(rule.limitedAddresses).toBe(fields.includes('RA4=10.0.0.0/8'))
        },
      ),
    )
  })
})
