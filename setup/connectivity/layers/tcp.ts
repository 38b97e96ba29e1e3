/** Does the endpoint, or the proxy in front of it, accept connections? */
import { measured } from '../../checks/check.ts'
import { printAddress } from '../../../connector/way-out/address.ts'
import { familyEvidence } from '../../network/address-families.ts'
import { type ProbeLayer } from '../layer.ts'

export const tcp: ProbeLayer = async ({ network, address, signal }) => {
  const seen = await network.tcp(address, signal)
  const evidence = [
    ...familyEvidence(seen.attempts),
    ...seen.attempts.map(({ address: tried, outcome, error, milliseconds }) =>
      measured('connection', `${tried}: ${error ?? outcome} (${milliseconds} ms)`),
    ),
  ]
  const connected = seen.attempts.find(({ outcome }) => outcome === 'connected')
  const found = { milliseconds: connected?.milliseconds ?? seen.milliseconds, evidence }
  if (seen.outcome === 'connected') return { state: 'pass', summary: connected?.address ?? seen.host, ...found }
  // The word of the attempt that got furthest: an IPv6 address without a route says nothing of the IPv4 one that is dropped.
  const furthest = seen.attempts.find(({ outcome }) => outcome === seen.outcome)
  return {
    state: 'fail',
    code: 'CW1204',
    summary: seen.outcome,
    values: {
      endpoint: printAddress(seen),
      reason: furthest?.error ?? seen.outcome,
      ...(furthest === undefined ? {} : { by: furthest.address }),
    },
    ...found,
  }
}
