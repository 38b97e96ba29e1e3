/** The proxy that the connector service will use: as the system says, none, or the one that was asked for. */
import { type ProxySetting } from './host/fact-sections.ts'
import { type HostReader } from './host/host-reader.ts'
import { proxyAddress } from './network/proxy-choice.ts'

/** `system`, `none`, or an http address. */
export type ServiceProxy = string

export const serviceProxy = async (
  reader: HostReader,
  wanted: ServiceProxy,
): Promise<{ setting: ProxySetting; address: string | undefined }> => {
  if (wanted === 'none') return { setting: { is: 'direct' }, address: undefined }
  if (wanted !== 'system') return { setting: { is: 'manual', address: wanted, bypass: [] }, address: proxyAddress(wanted) }
  const { service } = await reader.section('proxy', AbortSignal.timeout(5000))
  if (service.is !== 'known') return { setting: { is: 'direct' }, address: undefined }
  return { setting: service.value, address: service.value.is === 'manual' ? proxyAddress(service.value.address) : undefined }
}
