/** Which proxy will the service use for this endpoint, and is it the one of the person at the window? */
import { measured } from '../../checks/check.ts'
import { printProxy, printSetting } from '../../network/proxy-choice.ts'
import { type ProbeLayer } from '../layer.ts'

export const proxy: ProbeLayer = async ({ reader, network, address, signal }) => {
  const use = network.proxyFor(address)
  const summary = printProxy(use)
  const { user } = await reader.section('proxy', signal)
  const evidence = [measured('proxyService', summary), ...(user.is === 'known' ? [measured('proxyUser', printSetting(user.value))] : [])]
  if (use.is === 'unknown') return { state: 'unknown', summary, values: { reason: 'automatic configuration script' }, evidence }
  // Only a proxy that the service goes without explains anything; whether it does, the next layers say.
  if (use.is === 'direct' && user.is === 'known' && user.value.is === 'manual')
    return { state: 'warn', code: 'CW1203', summary, values: { user: printSetting(user.value) }, evidence }
  return { state: 'pass', summary, evidence }
}
