/** Only an administrator can create services and change protected folders. */
import { type Check, measured, measuredFact, needed } from '../check.ts'

export const elevated: Check<'host.elevated'> = {
  id: 'host.elevated',
  async run({ reader, signal }) {
    const [elevation, account] = await Promise.all([reader.section('elevation', signal), reader.section('account', signal)])
    const administrator = needed(elevation.administrator, 'administrator')
    const name = account.name.is === 'known' ? account.name.value : '?'
    const evidence = [measuredFact('account', account.name), measured('administrator', administrator)]
    return administrator
      ? { outcome: 'pass', finding: 'elevated', values: { account: name }, evidence }
      : { outcome: 'fail', finding: 'notElevated', values: { account: name }, evidence }
  },
}
