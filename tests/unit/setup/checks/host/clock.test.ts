import { describe, expect, it } from 'vitest'
import { clock } from '../../../../../setup/checks/host/clock.ts'
import { known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { controlPlane, issued, secureServer } from '../../../../fakes/loopback-lab.ts'
import { readerOf } from '../check-bench.ts'
import { checkTarget, commonCases } from '../target-bench.ts'

const facts = { clock: { source: known('DC1.contoso.example'), timeService: known('running') } }
/** The server's clock is `seconds` away from that of the control plane. */
const off = async (seconds: number, about: object = facts) => {
  const now = Date.now()
  return checkTarget(clock, await controlPlane(await issued.good(), { now: () => now }), {
    more: { reader: readerOf(about, () => now + 500 + seconds * 1000) },
  })
}

describe('host.clock', () => {
  commonCases(clock)
  it('passes within a minute', async () => {
    expect(await off(0)).toMatchObject({ outcome: 'pass', finding: 'right' })
    expect(await off(-55)).toMatchObject({ outcome: 'pass', finding: 'right' })
  })
  it('warns beyond a minute, with a fix', async () => {
    expect(await off(120)).toMatchObject({
      outcome: 'warn',
      finding: 'slightlyAhead',
      remedy: { fix: { name: 'resyncClock', values: { source: 'DC1.contoso.example' } } },
    })
    expect(await off(-120)).toMatchObject({ outcome: 'warn', finding: 'slightlyBehind' })
  })
  it('fails beyond five minutes, saying by how much', async () => {
    const result = await off(432)
    expect(result).toMatchObject({ outcome: 'fail', finding: 'ahead' })
    expect(Math.abs(Number(result.values['seconds']) - 432)).toBeLessThanOrEqual(1)
    expect(await off(-86_400)).toMatchObject({ outcome: 'fail', finding: 'behind' })
  })
  it('measures also when the time service cannot be read', async () => {
    expect(await off(432, { clock: { source: unknown('w32tm is absent'), timeService: unknown('no') } })).toMatchObject({
      outcome: 'fail',
      finding: 'ahead',
    })
  })
  it('is an error when no answer has a readable date', async () => {
    const origin = await secureServer(await issued.good(), (_, response) => response.setHeader('date', 'a quarter past nine').end())
    expect(await checkTarget(clock, origin)).toMatchObject({ outcome: 'error' })
  })
})
