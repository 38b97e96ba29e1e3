/** A connector shares its server with no other connector, broker or busy role: they restart, fill and shut down what they stand on. */
import { type Check, measured, measuredFact, needed } from '../check.ts'

/** Names of services of other connectors and brokers; the texts on screen may be translated, these are not. */
const foreignServices = [
  /^CitrixWorkspaceCloud/i,
  /^CitrixCloud/i,
  /^CitrixBrokerService$/i,
  /^BrokerAgent$/i,
  /^CitrixStorefront/i,
  /^WAPCSvc$/i,
  /^WAPCUpdaterSvc$/i,
  /^cloudflared$/i,
  /^Tssdis$/i,
  /^Okta AD Agent$/i,
  /^vmware-view/i,
]
const foreignPrograms = [
  /^Citrix (Cloud Connector|Virtual Delivery Agent|StoreFront|Studio|Delivery Controller)/i,
  /private network connector/i,
  /^cloudflared/i,
]
/** File services and what every server has do not disturb. */
const harmlessRoles = [/^FileAndStorage-Services$/, /^Storage-Services$/, /^File-Services$/, /^FS-/]

export const dedicated: Check<'host.dedicated'> = {
  id: 'host.dedicated',
  async run({ reader, signal }) {
    const sections = await Promise.all([
      reader.section('services', signal),
      reader.section('programs', signal),
      reader.section('roles', signal),
    ])
    const services = needed(sections[0].all, 'services').filter((s) => foreignServices.some((pattern) => pattern.test(s.name)))
    const programs = needed(sections[1].all, 'programs').filter((p) => foreignPrograms.some((pattern) => pattern.test(p.name)))
    const found = [...programs.map((p) => `${p.name} ${p.version}`), ...services.map((s) => `${s.displayName} (${s.name})`)]
    const roles = sections[2].installed
    const evidence = [
      measured('services', services.map((s) => s.name).join(', ') || undefined),
      measured('programs', programs.map((p) => `${p.name} ${p.version}`).join(', ') || undefined),
      measuredFact('roles', roles.is === 'known' ? { is: 'known', value: roles.value.join(', ') } : roles),
    ]
    const first = programs[0]?.name ?? services[0]?.displayName
    if (first !== undefined)
      return { outcome: 'fail', finding: 'foreignConnector', values: { first, count: found.length, list: found.join('; ') }, evidence }
    const busy = needed(roles, 'roles').filter((role) => !harmlessRoles.some((pattern) => pattern.test(role)))
    if (busy.length > 0) return { outcome: 'warn', finding: 'otherRoles', values: { list: busy.join(', '), count: busy.length }, evidence }
    return { outcome: 'pass', finding: 'dedicated', evidence }
  },
}
