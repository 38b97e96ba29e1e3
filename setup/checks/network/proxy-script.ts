/** The service's automatic configuration script: can it be fetched, and does it name a way out for every address? */
import { printAddress } from '../../../connector/way-out/address.ts'
import { printProxy } from '../../../connector/way-out/proxy-choice.ts'
import { type Check, measured, needed } from '../check.ts'
import { endpointsOf } from '../endpoints.ts'

export const proxyScript: Check<'network.proxy-script'> = {
  id: 'network.proxy-script',
  async run({ reader, network, target, chosenProxy, signal }) {
    if (target === undefined) return { outcome: 'skip', reason: 'noControlPlane' }
    const setting = chosenProxy ?? needed((await reader.section('proxy', signal)).service, 'proxyService')
    if (setting.is !== 'automatic') return { outcome: 'skip', reason: 'noScript' }
    const script = setting.script === '' ? 'WPAD' : setting.script
    const uses = await Promise.all(
      endpointsOf(target).map(async (address) => ({ host: printAddress(address), use: await network.proxyFor(address, signal) })),
    )
    const evidence = [measured('proxyScript', script), ...uses.map(({ host, use }) => measured('proxyUsed', `${host}: ${printProxy(use)}`))]
    const answer = [...new Set(uses.map(({ use }) => printProxy(use)))].join(', ')
    const bad = uses.flatMap(({ use }) => (use.is === 'unknown' && use.problem !== undefined ? [use.problem] : []))[0]
    if (bad === undefined) return { outcome: 'pass', finding: 'answers', values: { script, answer }, evidence }
    const values = { script, reason: `${bad.is}: ${bad.seen}` }
    const finding = bad.is === 'notFound' || bad.is === 'notLoaded' ? 'notLoaded' : 'failing'
    const command = setting.script === '' ? 'Resolve-DnsName wpad' : `Invoke-WebRequest -UseBasicParsing -Proxy $null ${setting.script}`
    return {
      outcome: 'warn',
      finding,
      values,
      evidence: [...evidence, measured('error', values.reason)],
      remedy: { command, owner: 'network' },
    }
  },
}
