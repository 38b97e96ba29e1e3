/** Never on a domain controller: a taken-over connector would own the domain, and its maintenance restarts services of the machine. */
import { type Check, measuredFact, needed } from '../check.ts'

export const notDomainController: Check<'identity.not-domain-controller'> = {
  id: 'identity.not-domain-controller',
  async run({ reader, signal }) {
    const [membership, system] = await Promise.all([reader.section('membership', signal), reader.section('operatingSystem', signal)])
    const type = system.productType
    const evidence = [
      measuredFact('domainRole', membership.role),
      measuredFact('productType', type),
      measuredFact('domain', membership.domain),
    ]
    const domain = membership.domain.is === 'known' ? membership.domain.value : '?'
    // Two sources; either one saying yes is enough.
    const byType = type.is === 'known' && type.value === 'domainController'
    const byRole = membership.role.is === 'known' && membership.role.value.endsWith('DomainController')
    if (byType || byRole) return { outcome: 'fail', finding: 'domainController', values: { domain }, evidence }
    needed(membership.role, 'domainRole')
    return { outcome: 'pass', finding: 'member', evidence }
  },
}
