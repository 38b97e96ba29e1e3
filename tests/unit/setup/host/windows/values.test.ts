import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { absent, type Fact, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { executionPolicy, type PolicySources } from '../../../../../setup/host/execution-policy.ts'
import { parseFirewallRule } from '../../../../../setup/host/windows/firewall-rule.ts'
import { machineProxy, serviceProxySetting, userProxy } from '../../../../../connector/way-out/windows-proxy-values.ts'
import { commandOf, serviceStart, serviceState } from '../../../../../setup/host/windows/service-values.ts'
import { systemUuidIn } from '../../../../../connector/identity/smbios.ts'
import { addressOfSocketAddress } from '../../../../../setup/host/windows/socket-address.ts'

describe('services', () => {
  it('have their command line taken apart', () => {
    expect(commandOf('"C:\\Program Files\\A\\a.exe" --data "C:\\Program Data" -k')).toEqual([
      'C:\\Program Files\\A\\a.exe',
      '--data',
      'C:\\Program Data',
      '-k',
    ])
    expect(commandOf('%SystemRoot%\\system32\\svchost.exe -k netsvcs -p')).toEqual([
      '%SystemRoot%\\system32\\svchost.exe',
      '-k',
      'netsvcs',
      '-p',
    ])
    expect(commandOf('')).toEqual([])
  })
  it('take no more than the schema does, whatever is there', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (line) => {
        expect(commandOf(line).length).toBeLessThanOrEqual(64)
      }),
    )
  })
  it('have no state and no start for numbers that Windows does not have', () => {
    expect(serviceState(4)).toBe('running')
    expect(serviceStart(2, true)).toBe('delayedAutomatic')
    expect(() => serviceState(9)).toThrow('service state 9')
    expect(() => serviceStart(7, false)).toThrow('service start 7')
  })
})

describe('proxies', () => {
  it('follow the order of Windows: script, named proxy, detection', () => {
    const none = { autoDetect: false, script: '', proxy: '', bypass: '' }
    expect(userProxy(none)).toEqual({ is: 'direct' })
    expect(userProxy({ ...none, autoDetect: true })).toEqual({ is: 'automatic', script: '' })
    expect(userProxy({ ...none, proxy: 'p:8080', bypass: 'a; b <local>' })).toEqual({
      is: 'manual',
      address: 'p:8080',
      bypass: ['a', 'b', '<local>'],
    })
    expect(userProxy({ autoDetect: true, script: 'http://p/x.pac', proxy: 'p:8080', bypass: '' })).toEqual({
      is: 'automatic',
      script: 'http://p/x.pac',
    })
    expect(machineProxy(1, 'p:8080', '')).toEqual({ is: 'direct' })
    const everybody = { is: 'automatic', script: '' } as const
    expect(serviceProxySetting({ is: 'direct' }, everybody)).toEqual(everybody)
    expect(serviceProxySetting({ is: 'direct' }, undefined)).toEqual({ is: 'direct' })
    expect(serviceProxySetting(machineProxy(3, 'p:8080', ''), everybody)).toMatchObject({ is: 'manual' })
    expect(machineProxy(3, 'p:8080', '')).toEqual({ is: 'manual', address: 'p:8080', bypass: [] })
  })
})

describe('socket addresses', () => {
  it('are written as people write them', () => {
    expect(addressOfSocketAddress(Uint8Array.from([2, 0, 0, 80, 192, 0, 2, 1, 0, 0, 0, 0]))).toBe('192.0.2.1')
    const six = Uint8Array.from([23, 0, 0, 0, 0, 0, 0, 0, 0xfd, ...Array<number>(14).fill(0), 2, 0, 0, 0, 0])
    expect(addressOfSocketAddress(six)).toBe('fd00::2')
  })
  it('of another family or cut short are none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const text = addressOfSocketAddress(bytes)
        if (text !== undefined) expect([2, 23]).toContain(bytes[0])
      }),
    )
  })
})

describe('firmware', () => {
  const uuid = [0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff]
  const table = (bytes: readonly number[], announced = bytes.length) => {
    const header = Buffer.alloc(8)
    header.writeUInt32LE(announced, 4)
    return Buffer.concat([header, Buffer.from(bytes)])
  }
  const bios = [0, 4, 0, 0, 0x41, 0, 0]
  const system = (id: readonly number[]) => [1, 27, 1, 0, 0, 0, 0, 0, ...id, 0, 0, 0, 0x42, 0, 0]
  it('tells the UUID as Windows writes it', () => {
    expect(systemUuidIn(table([...bios, ...system(uuid)]))).toBe('00112233-4455-6677-8899-aabbccddeeff')
  })
  it('has none when it is all zeros or ones, or not there', () => {
    expect(systemUuidIn(table(system(Array<number>(16).fill(0))))).toBeUndefined()
    expect(systemUuidIn(table(system(Array<number>(16).fill(255))))).toBeUndefined()
    expect(systemUuidIn(table(bios))).toBeUndefined()
  })
  it('cannot lead outside its table', () => {
    expect(systemUuidIn(table(system(uuid).slice(0, 12), 4000))).toBeUndefined()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        systemUuidIn(Buffer.from(bytes))
      }),
    )
  })
})

describe('firewall rules', () => {
  it('are read when all of them is understood', () => {
    const text = 'v2.30|Action=Allow|Active=TRUE|Dir=Out|Protocol=6|RPort=443|App=C:\\x.exe|Svc=CausewayConnector|Name=x|'
    expect(parseFirewallRule('R', text)).toEqual(
      known({
        name: 'R',
        direction: 'out',
        action: 'allow',
        protocol: 'tcp',
        remotePorts: [443],
        program: 'C:\\x.exe',
        service: 'CausewayConnector',
      }),
    )
  })
  it.each([
    '',
    'rubbish',
    'v2.30|Dir=Out|',
    'v2.30|Action=Allow|Dir=Out|Protocol=47|',
    'v2.30|Action=Allow|Dir=Out|Protocol=6|RPort=IPHTTPS|',
  ])('are unknown otherwise: %s', (text) => {
    expect(parseFirewallRule('R', text)).toMatchObject({ is: 'unknown' })
  })
})

describe('execution policy', () => {
  const sources = (values: Record<string, string | number>, more: Partial<PolicySources> = {}): PolicySources => {
    const look = <T>(key: string, name: string): Fact<T> => {
      const value = values[`${key.slice(0, 4)} ${key.includes('Policies') ? 'policy' : 'setting'} ${name}`]
      return value === undefined ? absent : known(value as T)
    }
    return { text: look, number: look, productType: known('server'), ...more }
  }
  it('is what the strongest scope says', () => {
    expect(executionPolicy(sources({}))).toEqual(known({ policy: 'RemoteSigned', origin: 'default' }))
    expect(executionPolicy(sources({}, { productType: known('client') }))).toEqual(known({ policy: 'Restricted', origin: 'default' }))
    expect(executionPolicy(sources({ 'HKLM setting ExecutionPolicy': 'bypass', 'HKCU setting ExecutionPolicy': 'Undefined' }))).toEqual(
      known({ policy: 'Bypass', origin: 'machineSetting' }),
    )
    const policy = { 'HKLM policy ExecutionPolicy': 'AllSigned', 'HKLM policy EnableScripts': 1, 'HKCU setting ExecutionPolicy': 'Bypass' }
    expect(executionPolicy(sources(policy))).toEqual(known({ policy: 'AllSigned', origin: 'machinePolicy' }))
    expect(executionPolicy(sources({ 'HKLM policy EnableScripts': 0 }))).toEqual(known({ policy: 'Restricted', origin: 'machinePolicy' }))
  })
  it('is unknown when a stronger scope cannot be read or is not understood', () => {
    expect(executionPolicy(sources({ 'HKLM setting ExecutionPolicy': 'Sometimes' }))).toMatchObject({ is: 'unknown' })
    expect(executionPolicy(sources({}, { text: () => unknown('answered 5') }))).toEqual(unknown('answered 5'))
    expect(executionPolicy(sources({}, { productType: unknown('no') }))).toMatchObject({ is: 'unknown' })
  })
})
