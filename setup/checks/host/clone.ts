/** A copied or renamed machine is not the one that was enrolled: the control plane takes it for a clone and lets only one of them in. */
import { fingerprintOf } from '../../../connector/identity/fingerprint.ts'
import { type Check, measured, measuredFact, needed, valueOf } from '../check.ts'

/** Enough to compare by eye; the whole would not fit a line. */
const shortened = (fingerprint: string): string => fingerprint.slice(0, 16)

export const clone: Check<'host.clone'> = {
  id: 'host.clone',
  async run({ reader, signal }) {
    const [enrollment, machine] = await Promise.all([reader.section('enrollment', signal), reader.section('machine', signal)])
    const enrolled = valueOf(enrollment.fingerprint, 'enrolledFingerprint')
    if (enrolled === undefined)
      return { outcome: 'pass', finding: 'notEnrolled', evidence: [measuredFact('enrolledFingerprint', enrollment.fingerprint)] }
    const hostName = needed(machine.name, 'machineName')
    const present = fingerprintOf({
      machineGuid: needed(machine.machineGuid, 'machineGuid'),
      // Firmware without one counts as empty, as at enrollment.
      systemUuid: valueOf(machine.systemUuid, 'systemUuid') ?? '',
      hostName,
    })
    const evidence = [
      measured('enrolledFingerprint', shortened(enrolled)),
      measured('presentFingerprint', shortened(present)),
      measured('machineName', hostName),
    ]
    return present === enrolled
      ? { outcome: 'pass', finding: 'same', values: { machine: hostName }, evidence }
      : { outcome: 'fail', finding: 'other', values: { machine: hostName }, evidence }
  },
}
