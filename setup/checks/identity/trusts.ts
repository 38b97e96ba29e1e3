/** Forests and domains that this one trusts or is trusted by, and which of them a connector does not answer for. Numbers: MS-ADTS 6.1.6.7.9. */
import { type Trust } from '../../host/fact-sections.ts'
import { type Check, measured, needed } from '../check.ts'

const flags = { inForest: 0x1, outbound: 0x2, primary: 0x8, inbound: 0x20 } as const
const attributes = { quarantined: 0x4, forest: 0x8, selective: 0x10 } as const

type Reach = 'own' | 'sameForest' | 'trustingForest' | 'outboundOnly' | 'domainLevel' | 'selective'

/** A connector answers for its own forest and for forests that trust it, which its account may then ask. */
export const reachOf = ({ flags: set, attributes: has }: Trust): Reach => {
  if ((set & flags.primary) !== 0) return 'own'
  if ((set & flags.inForest) !== 0) return 'sameForest'
  // This domain trusts the other one, but not the other way round: its people may come here, this machine may not ask there.
  if ((set & flags.inbound) === 0) return 'outboundOnly'
  if ((has & attributes.selective) !== 0) return 'selective'
  return (has & attributes.forest) !== 0 && (has & attributes.quarantined) === 0 ? 'trustingForest' : 'domainLevel'
}

const traversed = new Set<Reach>(['own', 'sameForest', 'trustingForest'])
const nameOf = ({ dnsName, netbiosName }: Trust): string => dnsName || netbiosName

export const trusts: Check<'identity.trusts'> = {
  id: 'identity.trusts',
  async run({ reader, signal }) {
    const all = needed((await reader.section('trusts', signal)).all, 'trust')
    const seen = all.map((trust) => ({ name: nameOf(trust), reach: reachOf(trust), trust }))
    const evidence = seen
      .slice(0, 50)
      .map(({ name, reach, trust }) => measured('trust', `${name}: ${reach} (flags ${trust.flags}, attributes ${trust.attributes})`))
    const others = seen.filter(({ reach }) => reach !== 'own')
    const left = others.filter(({ reach }) => !traversed.has(reach))
    const values = { count: others.length - left.length, left: left.length, list: left.map(({ name }) => name).join(', ') }
    if (others.length === 0) return { outcome: 'pass', finding: 'alone', values, evidence }
    return { outcome: 'pass', finding: left.length === 0 ? 'all' : 'someLeftOut', values, evidence }
  },
}
