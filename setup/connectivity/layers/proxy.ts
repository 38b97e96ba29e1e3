/** Which proxy will the service use for this endpoint? */
import { printProxy } from '../../network/proxy-choice.ts'
import { type ProbeLayer } from '../layer.ts'

export const proxy: ProbeLayer = async ({ network, address }) => {
  const use = network.proxyFor(address)
  const evidence = [{ label: 'proxyService', value: printProxy(use).slice(0, 4000) }]
  if (use.is === 'unknown') return { state: 'unknown', summary: printProxy(use), values: { reason: 'automatic configuration script' }, evidence }
  return { state: 'pass', summary: printProxy(use), evidence }
}
