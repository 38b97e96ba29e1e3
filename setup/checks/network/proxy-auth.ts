/** The proxy opens a tunnel to every address: it asks for no account, or takes the one that was given. */
import { printAddress } from '../../../connector/way-out/address.ts'
import { isDistrust } from '../../../connector/way-out/distrust.ts'
import { type Wants, wantsOf } from '../../../connector/way-out/proxy-account.ts'
import { printProxy } from '../../../connector/way-out/proxy-choice.ts'
import { distrustedProxy } from '../../network/proxy-certificate.ts'
import { type Check, measured } from '../check.ts'
import { endpointsOf } from '../endpoints.ts'

const findings = { wanted: 'wantsCredentials', wrong: 'wrongCredentials', otherWay: 'otherWay' } as const satisfies Record<Wants, string>

export const proxyAuth: Check<'network.proxy-auth'> = {
  id: 'network.proxy-auth',
  async run({ network, target, signal }) {
    if (target === undefined) return { outcome: 'skip', reason: 'noControlPlane' }
    const uses = await Promise.all(endpointsOf(target).map(async (address) => ({ address, use: await network.proxyFor(address, signal) })))
    const tried = uses.flatMap(({ address, use }) =>
      use.is === 'proxy' ? [{ address, host: printAddress(address), proxy: printProxy(use), url: use.url }] : [],
    )
    const [first] = tried
    if (first === undefined) return { outcome: 'skip', reason: 'noProxy' }
    const seen = await Promise.all(tried.map(async (each) => ({ ...each, tunnel: await network.tunnel(each.address, signal) })))
    const evidence = seen.flatMap(({ host, proxy, tunnel }) => [
      measured('host', host),
      measured('proxyUsed', proxy),
      ...(tunnel.outcome === 'refused'
        ? [measured('httpStatus', tunnel.status), measured('authentication', tunnel.schemes.join(', ') || undefined)]
        : tunnel.outcome === 'failed'
          ? [measured('error', tunnel.error)]
          : [measured('connection', `${tunnel.milliseconds} ms`)]),
    ])
    const bad = seen.find(({ tunnel }) => tunnel.outcome !== 'open')
    if (bad === undefined) return { outcome: 'pass', finding: 'passes', values: { proxy: first.proxy }, evidence }
    const { host, proxy, url, tunnel } = bad
    const values = { host, proxy, addresses: tried.map((each) => each.host).join(', ') }
    const remedy = { command: `curl.exe -v -x ${new URL(url).protocol}//${proxy} https://${host}/`, owner: 'network' } as const
    if (tunnel.outcome !== 'refused') {
      const error = 'error' in tunnel ? tunnel.error : ''
      if (!isDistrust(error)) return { outcome: 'fail', finding: 'noAnswer', values: { ...values, error }, evidence, remedy }
      const shown = await distrustedProxy(url, error, network, signal)
      return {
        outcome: 'fail',
        finding: 'notTrusted',
        values: { ...values, reason: shown.reason },
        evidence: [...evidence, ...shown.evidence],
        remedy,
      }
    }
    const { status, schemes } = tunnel
    if (status !== 407) return { outcome: 'fail', finding: 'refused', values: { ...values, status }, evidence, remedy }
    const wants = { ...values, schemes: schemes.join(', ') || '?' }
    return { outcome: 'fail', finding: findings[wantsOf(tunnel)], values: wants, evidence, remedy }
  },
}
