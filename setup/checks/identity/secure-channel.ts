/** The machine's trust to its domain. Status numbers are Win32's: 1789 trust broken, 1311 no logon server. */
import { type Check, measured, measuredFact, needed } from '../check.ts'

export const secureChannel: Check<'identity.secure-channel'> = {
  id: 'identity.secure-channel',
  async run({ reader, signal }) {
    const [{ status, domainController }, membership] = await Promise.all([
      reader.section('secureChannel', signal),
      reader.section('membership', signal),
    ])
    const code = needed(status, 'secureChannelStatus')
    const domain = membership.domain.is === 'known' ? membership.domain.value : '?'
    const evidence = [
      measured('secureChannelStatus', code),
      measuredFact('domainController', domainController),
      measuredFact('domain', membership.domain),
    ]
    const values = { domain, status: code }
    if (code === 0) return { outcome: 'pass', finding: 'trusted', values, evidence }
    return {
      outcome: 'fail',
      finding: 'broken',
      values,
      evidence,
      remedy: { command: 'Test-ComputerSecureChannel -Repair -Credential (Get-Credential)' },
    }
  },
}
