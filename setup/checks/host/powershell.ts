/**
 * Windows PowerShell 5.1 that runs signed scripts in full language: set-up asks it for what no other source knows, and the
 * commands in the steps of other checks need it. Constrained language comes from application control (WDAC, AppLocker).
 */
import { known, type ShellModule } from '../../host/fact-sections.ts'
import { type Check, measured, measuredFact, needed, valueOf } from '../check.ts'

const listOf = (modules: readonly ShellModule[]): string => modules.map(({ name, version }) => `${name} ${version}`).join(', ') || '-'

const least = [5, 1] as const

const isOlder = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return !(major > least[0] || (major === least[0] && minor >= least[1]))
}

export const powershell: Check<'host.powershell'> = {
  id: 'host.powershell',
  async run({ reader, signal }) {
    const section = await reader.section('powerShell', signal)
    const { executionPolicy, languageMode, modules } = section
    const evidence = [
      measuredFact('powerShellVersion', section.version),
      measured('executionPolicy', executionPolicy.is === 'known' ? executionPolicy.value.policy : '-'),
      measured('policyOrigin', executionPolicy.is === 'known' ? executionPolicy.value.origin : '-'),
      measuredFact('languageMode', languageMode),
      measuredFact('shellModules', modules.is === 'known' ? known(listOf(modules.value)) : modules),
    ]
    const version = valueOf(section.version, 'powerShellVersion')
    if (version === undefined) return { outcome: 'fail', finding: 'absent', evidence }
    if (isOlder(version)) return { outcome: 'fail', finding: 'older', values: { version }, evidence }
    const { policy, origin } = needed(executionPolicy, 'executionPolicy')
    if (policy === 'Restricted')
      return { outcome: 'fail', finding: 'noScripts', values: { policy, origin }, evidence, remedy: { owner: 'policy' } }
    const mode = needed(languageMode, 'languageMode')
    if (mode !== 'FullLanguage') return { outcome: 'fail', finding: 'constrained', values: { mode }, evidence, remedy: { owner: 'policy' } }
    return { outcome: 'pass', finding: 'ready', values: { version, policy }, evidence }
  },
}
