/** .NET Framework 4.7.2 (release 461808) or later. Numbers: learn.microsoft.com, "Determine which .NET Framework versions are installed". */
import { type Check, measured, valueOf } from '../check.ts'

const needed = 461_808
const versions: readonly (readonly [release: number, version: string])[] = [
  [533_320, '4.8.1'],
  [528_040, '4.8'],
  [461_808, '4.7.2'],
  [461_308, '4.7.1'],
  [460_798, '4.7'],
  [394_802, '4.6.2'],
  [394_254, '4.6.1'],
  [393_295, '4.6'],
  [378_389, '4.5'],
]

/** The latest version that a release number covers. */
export const dotnetVersion = (release: number): string => versions.find(([from]) => release >= from)?.[1] ?? '?'

export const dotnet: Check<'host.dotnet'> = {
  id: 'host.dotnet',
  async run({ reader, signal }) {
    const release = valueOf((await reader.section('dotnet', signal)).release, 'dotnetRelease')
    const evidence = [measured('dotnetRelease', release)]
    if (release === undefined) return { outcome: 'warn', finding: 'absent', evidence }
    const values = { release, version: dotnetVersion(release) }
    return release < needed
      ? { outcome: 'warn', finding: 'older', values, evidence }
      : { outcome: 'pass', finding: 'present', values, evidence }
  },
}
