/** Power schemes that save energy add milliseconds to every packet and may put the server to sleep. */
import { powerSchemes } from '../../host/registry-keys.ts'
import { type Check, measured, needed } from '../check.ts'

const names = new Map<string, string>([
  [powerSchemes.highPerformance, 'High performance'],
  [powerSchemes.balanced, 'Balanced'],
  [powerSchemes.saver, 'Power saver'],
  ['e9a42b02-d5df-448d-aa00-03f14749eb61', 'Ultimate performance'],
])
const fast = new Set([powerSchemes.highPerformance, 'e9a42b02-d5df-448d-aa00-03f14749eb61'])

export const power: Check<'host.power'> = {
  id: 'host.power',
  async run({ reader, signal }) {
    const guid = needed((await reader.section('power', signal)).scheme, 'powerScheme').toLowerCase()
    const scheme = names.get(guid) ?? guid
    const evidence = [measured('powerScheme', scheme === guid ? guid : `${scheme} (${guid})`)]
    const values = { scheme }
    if (fast.has(guid)) return { outcome: 'pass', finding: 'highPerformance', values, evidence }
    const remedy = {
      command: `powercfg /setactive ${powerSchemes.highPerformance}`,
      fix: { name: 'highPerformance', values: { from: scheme } },
    } as const
    return { outcome: 'warn', finding: 'saving', values, evidence, remedy }
  },
}
