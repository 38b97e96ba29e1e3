/** What the control plane is told about this machine, and what its fingerprint is made of. */
import { type MachineFacts } from '../../contract/control-plane-api.ts'
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { fingerprintOf } from '../../connector/identity/fingerprint.ts'
import { type Fact } from '../host/fact-sections.ts'
import { type Host } from '../host/host-writer.ts'

const textOf = (fact: Fact<string>): string => (fact.is === 'known' ? fact.value : '')

export const machineFacts = async ({ identity, reader }: Host, version: string, signal: AbortSignal): Promise<Result<MachineFacts>> => {
  const [machine, system, membership] = await Promise.all([
    reader.section('machine', signal),
    reader.section('operatingSystem', signal),
    reader.section('membership', signal),
  ])
  if (machine.name.is !== 'known')
    return failed('CW3011', { what: 'machine name', reason: machine.name.is === 'unknown' ? machine.name.why : 'absent' })
  if (machine.machineGuid.is !== 'known')
    return failed('CW3011', { what: 'machine GUID', reason: machine.machineGuid.is === 'unknown' ? machine.machineGuid.why : 'absent' })
  const fingerprint = fingerprintOf({
    machineGuid: machine.machineGuid.value,
    systemUuid: textOf(machine.systemUuid),
    hostName: machine.name.value,
  })
  const domain = textOf(membership.domain)
  return succeeded({
    machineName: machine.name.value.slice(0, 63),
    operatingSystem: textOf(system.name) || 'unknown',
    ...(domain === '' ? {} : { domain }),
    fingerprint,
    version,
    simulated: identity.simulated,
  })
}
