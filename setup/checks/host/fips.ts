/** FIPS mode forbids some algorithms. All that Causeway uses are allowed (ECDSA P-256, SHA-256, AES-GCM); it is recorded for others. */
import { type Check, measured, valueOf } from '../check.ts'

export const fips: Check<'host.fips'> = {
  id: 'host.fips',
  async run({ reader, signal }) {
    const enabled = valueOf((await reader.section('fips', signal)).enabled, 'fipsMode') ?? false
    const evidence = [measured('fipsMode', enabled)]
    return enabled ? { outcome: 'warn', finding: 'on', evidence } : { outcome: 'pass', finding: 'off', evidence }
  },
}
