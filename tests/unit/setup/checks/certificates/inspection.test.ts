import { createHash, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { inspection } from '../../../../../setup/checks/certificates/inspection.ts'
import { authority, closedPort, controlPlane, issued, otherAuthority } from '../../../../fakes/loopback-lab.ts'
import { checkTarget, commonCases } from '../target-bench.ts'

const expectedIssuers = [
  {
    commonName: 'Contoso Test Authority',
    sha256: createHash('sha256').update(new X509Certificate(authority.certificate).raw).digest('hex'),
  },
]

describe('certificates.inspection', () => {
  commonCases(inspection)
  it('passes when the issuer is the expected one', async () => {
    const origin = await controlPlane(await issued.good(), { discovery: { expectedIssuers } })
    expect(await checkTarget(inspection, origin)).toMatchObject({
      outcome: 'pass',
      finding: 'expected',
      values: { expected: 'Contoso Test Authority' },
    })
  })
  it('names the box that puts its own certificate there, and the addresses to exempt', async () => {
    const origin = await controlPlane(await issued.otherIssuer(), { discovery: { expectedIssuers }, chain: otherAuthority.certificate })
    const result = await checkTarget(inspection, origin)
    expect(result).toMatchObject({
      outcome: 'fail',
      finding: 'inspected',
      values: { issuer: 'Contoso Web Gateway', expected: 'Contoso Test Authority', addresses: new URL(origin).host },
    })
  })
  it('is not deceived by a box that uses the expected name', async () => {
    const impostor = [{ commonName: 'Contoso Web Gateway', sha256: expectedIssuers[0]?.sha256 ?? '' }]
    const origin = await controlPlane(await issued.otherIssuer(), { chain: otherAuthority.certificate })
    expect(await checkTarget(inspection, origin, { target: { expectedIssuers: impostor } })).toMatchObject({
      outcome: 'fail',
      finding: 'inspected',
    })
  })
  it('skips when the control plane names no issuers', async () => {
    expect(await checkTarget(inspection, await controlPlane(await issued.good()))).toMatchObject({
      outcome: 'skip',
      reason: 'nothingToCompare',
    })
  })
  it('skips when there is no chain to look at: why is the finding of another check', async () => {
    expect(await checkTarget(inspection, `https://127.0.0.1:${await closedPort()}`, { target: { expectedIssuers } })).toMatchObject({
      outcome: 'skip',
      reason: 'nothingToCompare',
    })
  })
})
