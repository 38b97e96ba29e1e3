/** The control plane's own answer comes through: not a sign-in page of the network, not a block page. */
import { Discovery, discoveryPath } from '../../../contract/control-plane-api.ts'
import { addressOf, printAddress } from '../../../connector/way-out/address.ts'
import { offsetBehind } from '../../network/clock-offset.ts'
import { titleOf } from '../../network/http-probe.ts'
import { printProxy } from '../../../connector/way-out/proxy-choice.ts'
import { type Check, measured } from '../check.ts'

const isDiscovery = (body: string): boolean => {
  try {
    return Discovery.safeParse(JSON.parse(body)).success
  } catch {
    return false
  }
}
export const http: Check<'network.http'> = {
  id: 'network.http',
  async run({ reader, network, target, signal }) {
    if (target === undefined) return { outcome: 'skip', reason: 'noControlPlane' }
    const address = addressOf(target.origin)
    const host = printAddress(address)
    const proxy = printProxy(await network.proxyFor(address, signal))
    const remedy = { command: `Invoke-RestMethod ${new URL(discoveryPath, target.origin).href}`, owner: 'network' } as const
    const seen = await network.http(new URL(discoveryPath, target.origin).href, signal)
    const used = [measured('host', host), measured('proxyUsed', proxy)]
    if (seen.outcome === 'notTrusted') {
      const clock = { network, origin: target.origin, now: () => reader.now(), signal }
      if ((await offsetBehind(seen.tls.problem, seen.tls.chain[0], clock)) !== undefined) return { outcome: 'skip', reason: 'clockIsOff' }
    }
    if (seen.outcome !== 'answered') {
      const error = seen.outcome === 'noAnswer' ? seen.error : 'error' in seen.tls ? (seen.tls.error ?? '') : seen.tls.outcome
      return { outcome: 'fail', finding: 'noAnswer', values: { host, error }, evidence: [...used, measured('error', error)], remedy }
    }
    const evidence = [...used, measured('httpStatus', seen.status), measured('httpServer', String(seen.headers.server ?? '-'))]
    if (seen.status === 200 && isDiscovery(seen.body))
      return { outcome: 'pass', finding: 'answers', values: { host, milliseconds: seen.milliseconds }, evidence }
    evidence.push(measured('location', seen.headers.location), measured('httpBody', seen.body.slice(0, 300) || undefined))
    return {
      outcome: 'fail',
      finding: 'otherAnswer',
      values: { host, status: seen.status, title: titleOf(seen.body) || seen.headers.location || '-' },
      evidence,
      remedy,
    }
  },
}
