/** A TCP connection to every address that the connector dials, or to the proxy where one is used. */
import { type TcpObservation } from '../../network/tcp-probe.ts'
import { familyEvidence } from '../../network/address-families.ts'
import { printAddress } from '../../../connector/way-out/address.ts'
import { type Check, measured } from '../check.ts'
import { endpointsOf } from '../endpoints.ts'

const printed = ({ attempts, outcome }: TcpObservation): string =>
  attempts
    .map((a) => `${a.address} ${a.outcome}${a.error === undefined ? '' : ` ${a.error}`} ${Math.round(a.milliseconds)} ms`)
    .join(', ') || outcome

export const tcp443: Check<'network.tcp-443'> = {
  id: 'network.tcp-443',
  async run({ network, target, signal }) {
    if (target === undefined) return { outcome: 'skip', reason: 'noControlPlane' }
    const endpoints = endpointsOf(target)
    const seen = await Promise.all(endpoints.map((address) => network.tcp(address, signal)))
    const evidence = seen.flatMap((tcp) => [
      measured('host', printAddress(tcp)),
      measured('connection', printed(tcp)),
      ...familyEvidence(tcp.attempts),
    ])
    const bad = seen.find((tcp) => tcp.outcome !== 'connected')
    if (bad === undefined) {
      const slowest = Math.max(
        ...seen.map((tcp) => Math.min(...tcp.attempts.filter((a) => a.outcome === 'connected').map((a) => a.milliseconds))),
      )
      return { outcome: 'pass', finding: 'connects', values: { count: seen.length, milliseconds: slowest }, evidence }
    }
    if (bad.outcome === 'noAddress') return { outcome: 'error', reason: `${bad.host} did not resolve`, evidence }
    // The connector needs the control plane and one relay; it says which of the others is away.
    const [controlPlane, ...relays] = seen
    const isEnough = controlPlane?.outcome === 'connected' && relays.some(({ outcome }) => outcome === 'connected')
    const finding = bad.outcome === 'refused' || bad.outcome === 'timedOut' ? bad.outcome : 'unreachable'
    const addresses = bad.attempts.map((a) => a.address).join(', ')
    const values = { host: bad.host, port: bad.port, endpoint: printAddress(bad), addresses }
    const command = `Test-NetConnection ${bad.host} -Port ${bad.port}`
    const remedy = { command, owner: 'network' } as const
    if (isEnough) return { outcome: 'warn', finding: 'someRelays', values, evidence, remedy }
    return { outcome: 'fail', finding, values, evidence, remedy }
  },
}
