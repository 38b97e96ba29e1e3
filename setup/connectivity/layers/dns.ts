/** Does the name resolve, for programs and on each configured server? */
import { measured } from '../../checks/check.ts'
import { type ProbeLayer } from '../layer.ts'

export const dns: ProbeLayer = async ({ network, address, signal }) => {
  const seen = await network.name(address.host, signal)
  const evidence = [
    ...seen.addresses.map((found) => measured('addresses', found.address)),
    ...seen.servers.map(({ server, addresses, error, milliseconds }) =>
      measured('dnsServer', `${server}: ${error ?? addresses.join(', ')} (${milliseconds} ms)`),
    ),
  ]
  const found = { milliseconds: seen.milliseconds, evidence }
  if (seen.outcome === 'resolved' || seen.outcome === 'literal')
    return { state: 'pass', summary: seen.addresses[0]?.address ?? address.host, ...found }
  // The proxy resolves names itself; a server without names of the outside is common behind one.
  const state = (await network.proxyFor(address, signal)).is === 'proxy' ? 'warn' : 'fail'
  return {
    state,
    code: 'CW1202',
    summary: seen.error ?? seen.outcome,
    values: {
      endpoint: address.host,
      reason: seen.error ?? seen.outcome,
      servers: seen.servers.map(({ server }) => server).join(', ') || '-',
    },
    ...found,
  }
}
