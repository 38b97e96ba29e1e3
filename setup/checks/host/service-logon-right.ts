/**
 * The account of the service (`NT SERVICE\CausewayConnector`) may log on as a service because "all services" (S-1-5-80-0) has that
 * right. Policies that list their own accounts take it away, and the service then does not start (error 1069).
 */
import { serviceSid } from '../../../connector/identity/service-sid.ts'
import { productNames, wellKnownSids } from '../../host/registry-keys.ts'
import { type Check, measuredFact, needed } from '../check.ts'

const own = [serviceSid(productNames.service), wellKnownSids.allServices, wellKnownSids.everyone]

const joined = (list: readonly string[]): string => list.join(', ')

export const serviceLogonRight: Check<'host.service-logon-right'> = {
  id: 'host.service-logon-right',
  async run({ reader, signal }) {
    const { logOnAsService, deniedAsService } = await reader.section('logonRights', signal)
    const evidence = [
      measuredFact('logOnAsService', logOnAsService.is === 'known' ? { is: 'known', value: joined(logOnAsService.value) } : logOnAsService),
      measuredFact(
        'deniedAsService',
        deniedAsService.is === 'known' ? { is: 'known', value: joined(deniedAsService.value) } : deniedAsService,
      ),
    ]
    const remedy = { owner: 'policy', command: 'secedit /export /areas USER_RIGHTS /cfg rights.inf' } as const
    const fix = { name: 'grantServiceLogon', values: { account: `NT SERVICE\\${productNames.service}` } } as const
    // A denial outweighs the right, so that granting it would help nothing.
    const denied = needed(deniedAsService, 'deniedAsService').find((sid) => own.includes(sid))
    if (denied !== undefined) return { outcome: 'fail', finding: 'denied', values: { account: denied }, evidence, remedy }
    if (!needed(logOnAsService, 'logOnAsService').some((sid) => own.includes(sid)))
      return { outcome: 'fail', finding: 'taken', values: { account: wellKnownSids.allServices }, evidence, remedy: { ...remedy, fix } }
    return { outcome: 'pass', finding: 'granted', evidence }
  },
}
