/** Which proxy will the service use for this endpoint, and is it the one of the person at the window? */
import { checkCatalogue } from '../../../contract/check-catalogue.ts'
import { measured } from '../../checks/check.ts'
import { printProxy, printSetting } from '../../../connector/way-out/proxy-choice.ts'
import { type ProbeLayer } from '../layer.ts'

/** Of the check `network.proxy-script`. */
const scriptCode = checkCatalogue['network.proxy-script'].code

export const proxy: ProbeLayer = async ({ reader, network, address, signal }) => {
  const use = await network.proxyFor(address, signal)
  const summary = printProxy(use)
  const { user } = await reader.section('proxy', signal)
  const evidence = [measured('proxyService', summary), ...(user.is === 'known' ? [measured('proxyUser', printSetting(user.value))] : [])]
  // Windows goes directly then, and so do the next layers; they say whether that is enough.
  if (use.is === 'unknown') {
    const reason = use.problem === undefined ? '?' : `${use.problem.is}: ${use.problem.seen}`
    return {
      state: 'warn',
      code: scriptCode,
      summary,
      values: { script: use.script, reason },
      evidence: [...evidence, measured('error', reason)],
    }
  }
  // Only a proxy that the service goes without explains anything; whether it does, the next layers say.
  if (use.is === 'direct' && user.is === 'known' && user.value.is === 'manual')
    return { state: 'warn', code: 'CW1203', summary, values: { user: printSetting(user.value) }, evidence }
  return { state: 'pass', summary, evidence }
}
