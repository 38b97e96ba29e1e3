/** How the server sees the network: adapters, name servers, proxies of each party, TLS settings. */
import { type SectionName } from '../../host/fact-sections.ts'
import { type Collector, files } from '../collector.ts'

export const networkSections: readonly SectionName[] = ['adapters', 'proxy', 'tlsSettings', 'clock']

export const network: Collector = {
  name: 'network',
  budget: 10_000,
  collect: async ({ reader, signal }) => {
    const read = await Promise.all(networkSections.map(async (name) => [name, await reader.section(name, signal)] as const))
    return files({ path: 'network.json', content: { schema: 'causeway.network-view/1', ...Object.fromEntries(read) } })
  },
}
