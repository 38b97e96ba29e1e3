/** Member of an Active Directory domain: the connector answers for the domain with the machine's own account. */
import { type Check, measured, measuredFact, needed } from '../check.ts'

export const domainJoined: Check<'identity.domain-joined'> = {
  id: 'identity.domain-joined',
  async run({ reader, signal }) {
    const { domain, role } = await reader.section('membership', signal)
    const is = needed(role, 'domainRole')
    const evidence = [measuredFact('domain', domain), measured('domainRole', is)]
    if (is === 'standaloneServer' || is === 'standaloneWorkstation') return { outcome: 'fail', finding: 'workgroup', evidence }
    return { outcome: 'pass', finding: 'joined', values: { domain: needed(domain, 'domain') }, evidence }
  },
}
