import { describe, expect, it } from 'vitest'
import { roots } from '../../../../../setup/checks/certificates/roots.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { controlPlane, issued, otherAuthority, secureServer } from '../../../../fakes/loopback-lab.ts'
import { checkTarget, commonCases } from '../target-bench.ts'

const facts = (turnedOff: unknown) => ({ rootUpdate: { turnedOff } })

describe('certificates.roots', () => {
  commonCases(roots)

  it('passes when the root is known', async () => {
    const origin = await controlPlane(await issued.good())
    expect(await checkTarget(roots, origin, { facts: facts(absent) })).toMatchObject({
      outcome: 'pass',
      finding: 'present',
      values: { root: 'Contoso Test Authority' },
    })
  })

  it('says so when automatic update is off, which does no harm then', async () => {
    const origin = await controlPlane(await issued.good())
    expect(await checkTarget(roots, origin, { facts: facts(known(true)) })).toMatchObject({ outcome: 'pass', finding: 'presentUpdateOff' })
  })

  it('warns with the authority whose root is missing, and whether Windows may fetch it', async () => {
    const origin = await secureServer(await issued.otherIssuer(), (_, response) => response.end(), undefined, otherAuthority.certificate)
    const values = { issuer: 'Contoso Web Gateway' }
    expect(await checkTarget(roots, origin, { facts: facts(absent) })).toMatchObject({ outcome: 'warn', finding: 'rootMissing', values })
    expect(await checkTarget(roots, origin, { facts: facts(known(true)) })).toMatchObject({
      outcome: 'warn',
      finding: 'rootMissingUpdateOff',
      values,
      remedy: { owner: 'policy' },
    })
  })

  it('warns when a certificate in between is not sent', async () => {
    const origin = await secureServer(await issued.otherIssuer(), (_, response) => response.end(), undefined, '')
    expect(await checkTarget(roots, origin, { facts: facts(absent) })).toMatchObject({
      outcome: 'warn',
      finding: 'intermediateMissing',
      values: { issuer: 'Contoso Web Gateway' },
    })
  })

  it('skips while no certificate was seen', async () => {
    expect(await checkTarget(roots, 'https://127.0.0.1:1', { facts: facts(absent) })).toMatchObject({
      outcome: 'skip',
      reason: 'noCertificate',
    })
  })

  it('is an error when the policy cannot be read', async () => {
    const origin = await controlPlane(await issued.good())
    expect(await checkTarget(roots, origin, { facts: facts(unknown('error 5')) })).toMatchObject({
      outcome: 'error',
      reason: 'rootUpdateOff: error 5',
    })
    expect(await checkTarget(roots, origin, { facts: facts(known('yes')) })).toMatchObject({ outcome: 'error' })
  })
})
