/** Flags and attributes as MS-ADTS gives them; none was recorded from a domain. */
import { describe, expect, it } from 'vitest'
import { reachOf, trusts } from '../../../../../setup/checks/identity/trusts.ts'
import { known } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const trust = (dnsName: string, flags: number, attributes = 0) => ({
  dnsName,
  netbiosName: dnsName.split('.')[0]?.toUpperCase() ?? '',
  flags,
  attributes,
})
const own = trust('corp.contoso.example', 0x1d)
const both = 0x22
const facts = (...all: unknown[]) => ({ trusts: { all: known(all) } })

describe('identity.trusts', () => {
  examples(trusts, [
    { title: 'passes alone', facts: facts(own), outcome: 'pass', finding: 'alone' },
    {
      title: 'counts the forest and a forest that trusts it',
      facts: facts(own, trust('emea.contoso.example', 0x23, 0x20), trust('fabrikam.example', both, 0x8)),
      outcome: 'pass',
      finding: 'all',
      values: { count: 2, left: 0 },
    },
    {
      title: 'names what is not traversed',
      facts: facts(own, trust('fabrikam.example', both, 0x8), trust('partner.example', both), trust('oneway.example', 0x2, 0x8)),
      outcome: 'pass',
      finding: 'someLeftOut',
      values: { count: 1, left: 2, list: 'partner.example, oneway.example' },
    },
  ])

  it('tells every kind of trust', () => {
    expect(
      [
        own,
        trust('a', 0x1),
        trust('b', both, 0x8),
        trust('c', 0x20, 0x8),
        trust('d', 0x2, 0x8),
        trust('e', both, 0x4),
        trust('f', both, 0x18),
        trust('g', both, 0xc),
      ].map(reachOf),
    ).toEqual(['own', 'sameForest', 'trustingForest', 'trustingForest', 'outboundOnly', 'domainLevel', 'selective', 'domainLevel'])
  })
})
