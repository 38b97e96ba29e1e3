/** Does the endpoint, or the proxy in front of it, accept connections? */
import { measured } from '../../checks/check.ts'
import { printAddress } from '../../network/address.ts'
import { type ProbeLayer } from '../layer.ts'

export const tcp: ProbeLayer = async ({ network, address, signal }) => {
  const seen = await network.tcp(address, signal)
  const evidence = seen.attempts.map(({ address: tried, outcome, error, milliseconds }) =>
    measured('connection', `${tried}: ${error ?? outcome} (${milliseconds} ms)`),
  )
  const connected = seen.attempts.find(({ outcome }) => outcome === 'connected')
  const found = { milliseconds: connected?.milliseconds ?? seen.milliseconds, evidence }
  if (seen.outcome === 'connected') return { state: 'pass', summary: connected?.address ?? seen.host, ...found }
  const by = seen.attempts[0]?.address
  return {
    state: 'fail',
    code: 'CW1204',
    summary: seen.outcome,
    values: {
      endpoint: printAddress(seen),
      reason: seen.attempts.find(({ error }) => error !== undefined)?.error ?? seen.outcome,
      ...(by === undefined ? {} : { by }),
    },
    ...found,
  }
}
