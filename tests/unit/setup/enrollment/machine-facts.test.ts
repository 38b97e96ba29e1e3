import { describe, expect, test } from 'vitest'
import { ConnectorName } from '../../../../contract/enrollment.ts'
import { MachineFacts } from '../../../../contract/control-plane-api.ts'
import { fingerprintOf } from '../../../../connector/identity/fingerprint.ts'
import { machineFacts } from '../../../../setup/enrollment/machine-facts.ts'
import { openSimulatedHost } from '../../../../setup/host/simulated/simulated-host.ts'
import { newFolder, profileNamed } from '../host/simulated-bench.ts'

const never = new AbortController().signal
const factsOf = async (name: string) => {
  const profile = profileNamed('healthy-2022')
  const host = openSimulatedHost({ profile: { ...profile, machine: { ...profile.machine, name } }, folder: newFolder() })
  if (!host.ok) throw new Error(JSON.stringify(host.failure))
  const facts = await machineFacts(host.value, '0.1.0', never)
  if (!facts.ok) throw new Error(JSON.stringify(facts.failure))
  return { facts: facts.value, machine: await host.value.reader.section('machine', never) }
}

describe('a machine name', () => {
  test.each([
    ['of 15 characters, the longest of NetBIOS', 'CONNECTOR-EMEA1'],
    ['of 63 characters, the longest of DNS', `connector-${'x'.repeat(50)}-01`],
    ['of one character', 'C'],
  ])('%s reaches the control plane whole, and is a name for the connector', async (_what, name) => {
    const { facts, machine } = await factsOf(name)
    expect(MachineFacts.parse(facts).machineName).toBe(name)
    expect(ConnectorName.parse(facts.machineName)).toBe(name)
    const text = (fact: { is: string; value?: string }) => fact.value ?? ''
    const { machineGuid, systemUuid } = machine
    expect(facts.fingerprint).toBe(fingerprintOf({ machineGuid: text(machineGuid), systemUuid: text(systemUuid), hostName: name }))
  })

  test('two machines whose names differ in the last of 63 characters are two', async () => {
    const [one, other] = await Promise.all(['1', '2'].map((last) => factsOf(`connector-${'x'.repeat(52)}${last}`)))
    expect(one?.facts.machineName).toHaveLength(63)
    expect(one?.facts.fingerprint).not.toBe(other?.facts.fingerprint)
  })
})
