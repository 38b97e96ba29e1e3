/** The proxies of the signed-in user, of the machine (WinHTTP) and of the service side by side: what works in a browser may not work for the service. */
import { type ProxySetting } from '../../../contract/proxy.ts'
import { printSetting } from '../../../connector/way-out/proxy-choice.ts'
import { type Check, measured, needed } from '../check.ts'

const print = (setting: ProxySetting): string => printSetting(setting)

export const proxyView: Check<'network.proxy-view'> = {
  id: 'network.proxy-view',
  async run({ reader, chosenProxy, signal }) {
    const section = await reader.section('proxy', signal)
    const user = print(needed(section.user, 'proxyUser'))
    const machine = print(needed(section.machine, 'proxyMachine'))
    const service = print(chosenProxy ?? needed(section.service, 'proxyService'))
    const evidence = [measured('proxyUser', user), measured('proxyMachine', machine), measured('proxyService', service)]
    const values = { user, machine, service }
    if (user !== service) {
      return { outcome: 'warn', finding: 'differs', values, evidence, remedy: { command: 'netsh winhttp import proxy source=ie' } }
    }
    return { outcome: 'pass', finding: service === 'direct' ? 'direct' : 'same', values, evidence }
  },
}
