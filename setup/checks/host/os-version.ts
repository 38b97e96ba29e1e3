/** Windows Server 2016, 2019, 2022 or 2025, x64. Builds: learn.microsoft.com, "Windows Server release information". */
import { type Check, measured, measuredFact, needed } from '../check.ts'

const supported = new Map([
  [14_393, 'Windows Server 2016'],
  [17_763, 'Windows Server 2019'],
  [20_348, 'Windows Server 2022'],
  [26_100, 'Windows Server 2025'],
])
const newest = Math.max(...supported.keys())

export const osVersion: Check<'host.os-version'> = {
  id: 'host.os-version',
  async run({ reader, signal }) {
    const system = await reader.section('operatingSystem', signal)
    const build = needed(system.build, 'build')
    const type = needed(system.productType, 'productType')
    const architecture = needed(system.architecture, 'architecture')
    const found = system.name.is === 'known' ? system.name.value : (supported.get(build) ?? `build ${build}`)
    const evidence = [
      measuredFact('operatingSystem', system.name),
      measured('build', system.revision.is === 'known' ? `${build}.${system.revision.value}` : build),
      measured('productType', type),
      measured('architecture', architecture),
    ]
    const values = { found, build, architecture }
    if (type === 'client') return { outcome: 'fail', finding: 'client', values, evidence }
    if (architecture !== 'x64') return { outcome: 'fail', finding: 'notX64', values, evidence }
    if (supported.has(build)) return { outcome: 'pass', finding: 'supported', values, evidence }
    // Builds between the supported ones were releases without long-term support, which the vendor no longer updates.
    return build > newest
      ? { outcome: 'warn', finding: 'newer', values, evidence }
      : { outcome: 'fail', finding: 'older', values, evidence }
  },
}
