/** A restart that waits can undo or block an installation in the middle. Any signal that says yes decides, whatever the others do. */
import { type Fact } from '../../host/fact-sections.ts'
import { type Check, measuredFact, valueOf } from '../check.ts'

const counted = (fact: Fact<readonly string[]>): Fact<string> =>
  fact.is === 'known' ? { is: 'known', value: fact.value.slice(0, 5).join('; ') } : fact

export const pendingReboot: Check<'host.pending-reboot'> = {
  id: 'host.pending-reboot',
  async run({ reader, signal }) {
    const { componentServicing, windowsUpdate, fileRenames, computerRename } = await reader.section('pendingRestart', signal)
    const evidence = [
      measuredFact('componentServicing', componentServicing),
      measuredFact('windowsUpdateRestart', windowsUpdate),
      measuredFact('fileRenames', counted(fileRenames)),
      measuredFact('computerRename', computerRename),
    ]
    const count = [
      componentServicing.is === 'known' && componentServicing.value,
      windowsUpdate.is === 'known' && windowsUpdate.value,
      computerRename.is === 'known',
      fileRenames.is === 'known' && fileRenames.value.length > 0,
    ].filter(Boolean).length
    if (count > 0) return { outcome: 'fail', finding: 'pending', values: { count }, evidence, remedy: { command: 'Restart-Computer' } }
    // Without any yes, each signal must have been readable for "none".
    valueOf(componentServicing, 'componentServicing')
    valueOf(windowsUpdate, 'windowsUpdateRestart')
    valueOf(fileRenames, 'fileRenames')
    valueOf(computerRename, 'computerRename')
    return { outcome: 'pass', finding: 'none', evidence }
  },
}
