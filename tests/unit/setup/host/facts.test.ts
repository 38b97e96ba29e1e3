import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSection, sectionNames } from '../../../../setup/host/fact-sections.ts'
import { environmentProxy } from '../../../../connector/way-out/machine-setting.ts'
import { parseRoutes, realAdapters } from '../../../../setup/host/simulated/machine-network.ts'

describe('sections of facts', () => {
  it('read anything without throwing: what does not fit is unknown with a reason', () => {
    fc.assert(
      fc.property(fc.constantFrom(...sectionNames), fc.anything(), (name, raw) => {
        for (const fact of Object.values(parseSection(name, raw)) as { is: string; why?: string }[]) {
          expect(['known', 'absent', 'unknown']).toContain(fact.is)
          if (fact.is === 'unknown') expect(typeof fact.why).toBe('string')
        }
      }),
    )
  })
  it('keep what fits beside what does not', () => {
    expect(
      parseSection('disk', {
        systemDrive: { is: 'known', value: 'C:' },
        freeBytes: { is: 'known', value: 'much' },
        totalBytes: { is: 'absent' },
      }),
    ).toEqual({
      systemDrive: { is: 'known', value: 'C:' },
      totalBytes: { is: 'absent' },
      freeBytes: { is: 'unknown', why: expect.stringContaining('malformed') as string },
    })
  })
})

describe('network facts of this machine', () => {
  const v4 =
    'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\n eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\neth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\n'
  const v6 = `${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 fd000000000000000000000000000001 00000400 00000001 00000000 00000003 eth0\n`

  it('find the gateways of default routes', () => {
    expect(parseRoutes(v4, v6)).toEqual(new Map([['eth0', ['192.0.2.1', 'fd00::1']]]))
  })
  it('survive tables that are none', () => {
    expect(parseRoutes('', '').size).toBe(0)
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(parseRoutes(a, b)).toBeInstanceOf(Map)
      }),
    )
  })
  it('list loopback', () => {
    const adapters = realAdapters()
    expect(adapters.is === 'known' && adapters.value.some((a) => a.addresses.includes('127.0.0.1'))).toBe(true)
  })
  it('take the proxy from the environment', () => {
    expect(environmentProxy({})).toEqual({ is: 'direct' })
    expect(environmentProxy({ https_proxy: 'http://proxy:3128', NO_PROXY: 'localhost, .contoso.example' })).toEqual({
      is: 'manual',
      address: 'http://proxy:3128',
      bypass: ['localhost', '.contoso.example'],
    })
  })
})
