import { describe, expect, it } from 'vitest'
import { serviceSid } from '../../../../connector/identity/service-sid.ts'
import { writableByOthers } from '../../../../connector/identity/access-list.ts'

const service = serviceSid('CausewayConnector')

describe('SIDs of services', () => {
  it('are those that Windows computes', () => {
    // learn.microsoft.com, "Well-known SIDs": NT SERVICE\TrustedInstaller and NT SERVICE\WdiServiceHost.
    expect(serviceSid('TrustedInstaller')).toBe('S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464')
    expect(serviceSid('trustedinstaller')).toBe(serviceSid('TrustedInstaller'))
    expect(serviceSid('WdiServiceHost')).toBe('S-1-5-80-3139157870-2983391045-3678747466-658725712-1809340420')
  })
})

describe('who may write', () => {
  it.each([
    ['SYSTEM and administrators only', 'D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)', false],
    ['the service too', `D:PAI(A;OICI;FA;;;SY)(A;OICI;0x1301bf;;;${service})`, false],
    ['readers', 'D:(A;OICI;FA;;;SY)(A;OICI;0x1200a9;;;BU)', false],
    ['users who may add files', 'D:(A;OICI;FA;;;SY)(A;CI;DCLCRPCR;;;BU)', true],
    ['everyone, in full', 'D:(A;OICI;FA;;;WD)', true],
    ['somebody by SID, to delete', 'D:(A;;0x10000;;;S-1-5-21-1-2-3-1104)', true],
    ['creators, for what they make', 'D:(A;OICI;FA;;;SY)(A;OICIIO;GA;;;CO)', false],
    ['nobody', 'D:P', false],
    ['all, for want of a list', 'D:NO_ACCESS_CONTROL', true],
    ['others only denied', 'D:(D;;FA;;;WD)(A;;FA;;;SY)', false],
  ])('%s', (_who, sddl, others) => {
    expect(writableByOthers(sddl, [service])).toBe(others)
  })
  it('is not guessed from rights or texts that nobody knows', () => {
    expect(() => writableByOthers('D:(A;;ZZ;;;WD)', [])).toThrow('access right ZZ')
    expect(() => writableByOthers('O:SY', [])).toThrow('no access list')
  })
})
