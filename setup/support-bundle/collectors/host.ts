/** Facts of the server, section by section, as the checks read them; what only serves to tell machines apart stays out. */
import { type SectionName, sectionNames } from '../../host/fact-sections.ts'
import { type Collector, files } from '../collector.ts'
import { networkSections } from './network.ts'

/** `machine` goes only into the fingerprint; the lists of all programs and services say more about the server than support needs. */
const leftOut: readonly SectionName[] = ['machine', 'programs', 'services', ...networkSections]

export const host: Collector = {
  name: 'host',
  budget: 20_000,
  collect: async ({ reader, signal }) => {
    const sections = sectionNames.filter((name) => !leftOut.includes(name))
    const read = await Promise.all(sections.map(async (name) => [name, await reader.section(name, signal)] as const))
    return files({
      path: 'host.json',
      content: { schema: 'causeway.host-facts/1', now: new Date(reader.now()).toISOString(), ...Object.fromEntries(read) },
    })
  },
}
