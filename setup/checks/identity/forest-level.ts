/** Functional levels of domain and forest (`msDS-Behavior-Version`, MS-ADTS 6.1.4.2 and 6.1.4.4): 2008 R2 (4) or later. */
import { type Check, measured, measuredFact, needed } from '../check.ts'

const least = 4
const names = new Map([
  [0, '2000'],
  [1, '2003 interim'],
  [2, '2003'],
  [3, '2008'],
  [4, '2008 R2'],
  [5, '2012'],
  [6, '2012 R2'],
  [7, '2016'],
  [10, '2025'],
])
const named = (level: number): string => names.get(level) ?? String(level)

export const forestLevel: Check<'identity.forest-level'> = {
  id: 'identity.forest-level',
  async run({ reader, signal }) {
    const section = await reader.section('directoryLevels', signal)
    const [domain, forest] = [needed(section.domainLevel, 'domainLevel'), needed(section.forestLevel, 'forestLevel')]
    const evidence = [
      measured('domainLevel', `${named(domain)} (${domain})`),
      measured('forestLevel', `${named(forest)} (${forest})`),
      measuredFact('domainController', section.domainController),
    ]
    const values = { domain: named(domain), forest: named(forest) }
    return Math.min(domain, forest) < least
      ? { outcome: 'warn', finding: 'older', values, evidence }
      : { outcome: 'pass', finding: 'recent', values, evidence }
  },
}
