import { describe, expect, test } from 'vitest'
import { fingerprintOf } from '../../../connector/identity/fingerprint.ts'
import { compareWindows, type WindowsFacts } from '../../../connector/same-machine.ts'

const [guid, uuid, hostName] = ['6f1c0000-0000-4000-8000-000000000001', '00112233-4455-6677-8899-aabbccddeeff', 'CONN-01']
const facts = (more: Partial<WindowsFacts> = {}): WindowsFacts => ({ machineGuid: () => guid, systemUuid: () => uuid, hostName, ...more })
const refuse = (): never => {
  throw new Error('RegGetValue of MachineGuid answered 5')
}
const enrolled = fingerprintOf({ machineGuid: guid, systemUuid: uuid, hostName })
const enrolledWithoutUuid = fingerprintOf({ machineGuid: guid, systemUuid: '', hostName })

describe('the machine that was enrolled', () => {
  test('is the same, whether its firmware tells a UUID or not', () => {
    expect(compareWindows(enrolled, facts())).toEqual({ is: 'same' })
    expect(compareWindows(enrolledWithoutUuid, facts({ systemUuid: () => undefined }))).toEqual({ is: 'same' })
    expect(compareWindows(enrolledWithoutUuid, facts({ systemUuid: refuse }))).toEqual({ is: 'same' })
  })
  test.each([
    ['another MachineGuid', facts({ machineGuid: () => 'other' })],
    ['another UUID', facts({ systemUuid: () => '11112233-4455-6677-8899-aabbccddeeff' })],
    ['another name', facts({ hostName: 'CONN-02' })],
    ['no UUID any more', facts({ systemUuid: () => undefined })],
  ])('is another: %s', (_what, now) => {
    expect(compareWindows(enrolled, now)).toEqual({ is: 'another' })
  })
  test('what cannot be read makes no machine a clone', () => {
    expect(compareWindows(enrolled, facts({ machineGuid: refuse }))).toMatchObject({
      is: 'unknown',
      why: 'RegGetValue of MachineGuid answered 5',
    })
    expect(compareWindows(enrolled, facts({ systemUuid: refuse }))).toMatchObject({ is: 'unknown' })
  })
})
