/** TLS 1.2 for clients of Windows (SCHANNEL) and .NET. Absent values are the system's default, which is on from Windows Server 2016. */
import { type Check, measuredFact, valueOf } from '../check.ts'

export const tlsSettings: Check<'certificates.tls-settings'> = {
  id: 'certificates.tls-settings',
  async run({ reader, signal }) {
    const settings = await reader.section('tlsSettings', signal)
    const evidence = [
      measuredFact('tls12Enabled', settings.tls12ClientEnabled),
      measuredFact('tls12Disabled', settings.tls12ClientDisabledByDefault),
      measuredFact('strongCrypto64', settings.strongCrypto64),
      measuredFact('strongCrypto32', settings.strongCrypto32),
    ]
    const remedy = { fix: { name: 'enableTls12', values: {} } } as const
    const disabled =
      valueOf(settings.tls12ClientEnabled, 'tls12Enabled') === false ||
      valueOf(settings.tls12ClientDisabledByDefault, 'tls12Disabled') === true
    if (disabled) return { outcome: 'fail', finding: 'disabled', evidence, remedy }
    const weak =
      valueOf(settings.strongCrypto64, 'strongCrypto64') === false || valueOf(settings.strongCrypto32, 'strongCrypto32') === false
    return weak ? { outcome: 'warn', finding: 'weakDotNet', evidence, remedy } : { outcome: 'pass', finding: 'enabled', evidence }
  },
}
