/** What is here of this product: nothing, a working installation (repair or upgrade), or the rest of one that would get in the way. */
import { type Fact } from '../../host/fact-sections.ts'
import { type Check, measured, measuredFact, needed, valueOf } from '../check.ts'

const joined = (fact: Fact<readonly string[]>): Fact<string> => (fact.is === 'known' ? { is: 'known', value: fact.value.join('; ') } : fact)

export const existingInstall: Check<'host.existing-install'> = {
  id: 'host.existing-install',
  async run({ reader, signal }) {
    const install = await reader.section('existingInstall', signal)
    const service = valueOf(install.service, 'service')
    const version = valueOf(install.version, 'version')
    const folders = [valueOf(install.programFolder, 'programFolder'), valueOf(install.dataFolder, 'dataFolder')].filter(
      (f) => f !== undefined,
    )
    const rules = valueOf(install.firewallRules, 'firewallRules') ?? []
    const keys = valueOf(install.registryKeys, 'registryKeys') ?? []
    const enrolled = needed(install.enrolled, 'enrolled')
    const evidence = [
      measured('service', service === undefined ? undefined : `${service.name}, ${service.state}`),
      measuredFact('version', install.version),
      measuredFact('programFolder', install.programFolder),
      measuredFact('dataFolder', install.dataFolder),
      measuredFact('firewallRules', joined(install.firewallRules)),
      measuredFact('registryKeys', joined(install.registryKeys)),
      measured('enrolled', enrolled),
    ]
    if (service !== undefined || enrolled) return { outcome: 'pass', finding: 'installed', values: { version: version ?? '?' }, evidence }
    const left = [...folders, ...rules, ...keys]
    if (left.length === 0) return { outcome: 'pass', finding: 'none', evidence }
    const values = { count: left.length, list: left.join('; ') }
    return { outcome: 'fail', finding: 'leftovers', values, evidence, remedy: { fix: { name: 'removeLeftovers', values } } }
  },
}
