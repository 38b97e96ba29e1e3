/** Core has no desktop for a window; its command line does everything. */
import { type Check, measuredFact, needed } from '../check.ts'

export const edition: Check<'host.edition'> = {
  id: 'host.edition',
  async run({ reader, surface, signal }) {
    const system = await reader.section('operatingSystem', signal)
    const type = needed(system.installationType, 'installationType')
    const evidence = [measuredFact('edition', system.edition), measuredFact('installationType', system.installationType)]
    if (type !== 'Server Core') return { outcome: 'pass', finding: 'desktop', evidence }
    return surface === 'window' ? { outcome: 'warn', finding: 'coreWindow', evidence } : { outcome: 'pass', finding: 'core', evidence }
  },
}
