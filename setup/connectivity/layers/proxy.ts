/** Which proxy will the service use for this endpoint? */
import { measured } from '../../checks/check.ts'
import { printProxy } from '../../network/proxy-choice.ts'
import { type ProbeLayer } from '../layer.ts'

export const proxy: ProbeLayer = async ({ network, address }) => {
  const use = network.proxyFor(address)
  const evidence = [measured('proxyService', printProxy(use))]
  if (use.is === 'unknown')
    return { state: 'unknown', summary: printProxy(use), values: { reason: 'automatic configuration script' }, evidence }
  return { state: 'pass', summary: printProxy(use), evidence }
}
