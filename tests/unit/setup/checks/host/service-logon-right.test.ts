import { describe, expect, it } from 'vitest'
import { serviceLogonRight } from '../../../../../setup/checks/host/service-logon-right.ts'
import { known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { serviceSid } from '../../../../../connector/identity/service-sid.ts'
import { contextOf, examples } from '../check-bench.ts'

const rights = (allowed: unknown, denied: unknown = known([])) => ({ logonRights: { logOnAsService: allowed, deniedAsService: denied } })

describe('host.service-logon-right', () => {
  examples(serviceLogonRight, [
    { title: 'passes when all services have it', facts: rights(known(['S-1-5-20', 'S-1-5-80-0'])), outcome: 'pass', finding: 'granted' },
    {
      title: 'passes when this service has it by name',
      facts: rights(known([serviceSid('CausewayConnector')])),
      outcome: 'pass',
      finding: 'granted',
    },
    { title: 'fails when a policy lists others only', facts: rights(known(['S-1-5-20'])), outcome: 'fail', finding: 'taken' },
    { title: 'fails when nobody has it', facts: rights(known([])), outcome: 'fail', finding: 'taken' },
    {
      title: 'fails when it is denied, whoever has it',
      facts: rights(known(['S-1-5-80-0']), known(['S-1-5-80-0'])),
      outcome: 'fail',
      finding: 'denied',
    },
    { title: 'is an error when denials cannot be read', facts: rights(known(['S-1-5-80-0']), unknown('answered 5')), outcome: 'error' },
  ])

  it('offers to grant the right where a policy took it, and not where it is denied', async () => {
    const offered = async (facts: unknown, denied?: unknown) => {
      const result = await serviceLogonRight.run({ ...contextOf({ ...rights(facts, denied) }), signal: AbortSignal.timeout(5000) })
      return result.outcome === 'fail' ? result.remedy?.fix?.name : result.outcome
    }
    expect(await offered(known(['S-1-5-20']))).toBe('grantServiceLogon')
    expect(await offered(known(['S-1-5-20']), known(['S-1-5-80-0']))).toBeUndefined()
  })
})
