/** Firewall rules as the registry keeps them (MS-GPFAS 2.2.2.19): `v2.30|Action=Allow|Active=TRUE|Dir=Out|Protocol=6|RPort=443|…`. */
import { type Fact, known, unknown } from '../fact-sections.ts'
import { type FirewallRule } from '../host-reader.ts'

const protocols: Readonly<Record<string, FirewallRule['protocol']>> = { '6': 'tcp', '17': 'udp' }

/** Unknown where the rule says something that this does not understand: half a rule would be another rule. */
export const parseFirewallRule = (name: string, text: string): Fact<FirewallRule> => {
  const [version = '', ...fields] = text.split('|')
  if (!/^v\d+\.\d+$/.test(version)) return unknown(`firewall rule ${name} begins with ${version.slice(0, 20)}`)
  const all = (key: string) => fields.filter((field) => field.startsWith(`${key}=`)).map((field) => field.slice(key.length + 1))
  const one = (key: string) => all(key)[0]
  const direction = ({ In: 'in', Out: 'out' } as const)[one('Dir') ?? '']
  const action = ({ Allow: 'allow', Block: 'block' } as const)[one('Action') ?? '']
  const number = one('Protocol')
  const protocol = number === undefined || number === '256' ? 'any' : protocols[number]
  const ports = all('RPort').map(Number)
  if (direction === undefined || action === undefined || protocol === undefined) return unknown(`firewall rule ${name} is not understood`)
  if (ports.some((port) => !Number.isInteger(port) || port < 1 || port > 65_535) || all('RPort2_10').length > 0)
    return unknown(`firewall rule ${name} has ports that are not understood`)
  const [program, service] = [one('App'), one('Svc')]
  return known({
    name,
    direction,
    action,
    protocol,
    ...(ports.length === 0 ? {} : { remotePorts: ports }),
    ...(program === undefined ? {} : { program }),
    ...(service === undefined ? {} : { service }),
  })
}

/** Absent where the rule does not say. */
export const nameOfRule = (text: string): string | undefined =>
  text
    .split('|')
    .find((field) => field.startsWith('Name='))
    ?.slice('Name='.length)

/** As `parseFirewallRule` reads it. */
export const firewallRuleText = ({ name, direction, action, protocol, remotePorts = [], program, service }: FirewallRule): string =>
  [
    'v2.30',
    `Action=${action === 'allow' ? 'Allow' : 'Block'}`,
    'Active=TRUE',
    `Dir=${direction === 'in' ? 'In' : 'Out'}`,
    ...(protocol === 'any' ? [] : [`Protocol=${protocol === 'tcp' ? 6 : 17}`]),
    ...remotePorts.map((port) => `RPort=${port}`),
    ...(program === undefined ? [] : [`App=${program}`]),
    ...(service === undefined ? [] : [`Svc=${service}`]),
    `Name=${name}`,
    '',
  ].join('|')
