/** Facts as the Windows reader has them, against what this test knows of the machine. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { hostname, networkInterfaces, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tellFigure } from './figures.ts'
import {
  changeRegistry,
  driveC,
  missingForWine,
  nodeExe,
  programOnMachine,
  readFacts,
  type RegistryChange,
  windowsPath,
  wine,
} from './wine-machine.ts'

const software = 'HKEY_LOCAL_MACHINE\\Software'
const services = 'HKEY_LOCAL_MACHINE\\System\\CurrentControlSet\\Services'
const uninstall = (view: string) => `${software}\\${view}Microsoft\\Windows\\CurrentVersion\\Uninstall\\CausewayTest`
const rules = `${services}\\SharedAccess\\Parameters\\FirewallPolicy\\FirewallRules`
const connections = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections'
const winHttp = `HKEY_LOCAL_MACHINE\\${connections}`
const internet = `HKEY_CURRENT_USER\\${connections}`

const number = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
const counted = (text: string) => Buffer.concat([number(text.length), Buffer.from(text, 'latin1')])
/** The blob that `netsh winhttp set proxy` writes. */
const machineProxy = Buffer.concat([
  number(0x18),
  number(0),
  number(3),
  counted('proxy.contoso.example:3128'),
  counted('*.contoso.example;<local>'),
])
/** The blob behind "Internet Options": flags 1 direct, 2 manual, 4 script, 8 detect. */
const userProxy = (flags: number, script: string) =>
  Buffer.concat([
    number(70),
    number(3),
    number(flags),
    counted('user.contoso.example:8080'),
    counted('*.local'),
    counted(script),
    Buffer.alloc(32),
  ])

const clean: RegistryChange = {
  [uninstall('')]: null,
  [uninstall('WOW6432Node\\')]: null,
  [rules]: { CausewayTest: null },
  [winHttp]: { WinHttpSettings: null },
  [internet]: { DefaultConnectionSettings: null },
  [`${services}\\Tcpip\\Parameters`]: { Domain: '' },
}
const missing = missingForWine()

describe.skipIf(missing !== undefined)(`facts on Wine${missing === undefined ? '' : ` (${missing})`}`, () => {
  beforeAll(() => changeRegistry(clean))
  afterAll(() => changeRegistry(clean))

  test('every section is read; nothing fails that Wine can answer', () => {
    const { section, win32, total } = readFacts()
    const everything = JSON.stringify([
      section('operatingSystem'),
      section('machine'),
      section('account'),
      section('services'),
      section('adapters'),
    ])
    expect(everything).not.toContain('"unknown"')
    expect(section('machine').name).toEqual({ is: 'known', value: hostname() })
    expect(section('machine').machineGuid).toMatchObject({ is: 'known', value: expect.stringMatching(/^[0-9a-f-]{36}$/) as string })
    expect(section('account').sid).toMatchObject({ is: 'known', value: expect.stringMatching(/^S-1-5-/) as string })
    expect(section('operatingSystem').architecture).toEqual({ is: 'known', value: 'x64' })
    const memory = section('memory').totalBytes
    expect(memory.is === 'known' && Math.abs(memory.value - totalmem()) < 64 * 1024 * 1024).toBe(true)
    tellFigure('win32Facts', win32)
    tellFigure('allFacts', total)
  })

  test('adapters have the addresses that this machine has', () => {
    const { all } = readFacts('adapters').section('adapters')
    const found = all.is === 'known' ? all.value.flatMap(({ addresses }) => addresses) : []
    const real = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
    for (const { address, internal, family } of real) if (!internal && family === 'IPv4') expect(found).toContain(address)
  })

  test('a service: what it runs, as whom, how it starts; delayed start; gone', () => {
    const binary = '"C:\\Program Files\\Causeway Test\\host.exe" --data C:\\ProgramData\\X'
    expect(wine('sc', ['create', 'CausewayTest', 'binPath=', binary, 'start=', 'auto', 'DisplayName=', 'Causeway test']).code).toBe(0)
    const found = () => {
      const { all } = readFacts('services').section('services')
      return all.is === 'known' ? all.value.find(({ name }) => name === 'CausewayTest') : all
    }
    expect(found()).toEqual({
      name: 'CausewayTest',
      displayName: 'Causeway test',
      state: 'stopped',
      start: 'automatic',
      account: 'LocalSystem',
      command: ['C:\\Program Files\\Causeway Test\\host.exe', '--data', 'C:\\ProgramData\\X'],
    })
    changeRegistry({ [`${services}\\CausewayTest`]: { DelayedAutostart: 1 } })
    expect(found()).toMatchObject({ start: 'delayedAutomatic' })
    expect(wine('sc', ['delete', 'CausewayTest']).code).toBe(0)
    expect(found()).toBeUndefined()
  })

  test('programs of both views, and the rule of a firewall', () => {
    changeRegistry({
      [uninstall('')]: { DisplayName: 'Contoso Agent 64', DisplayVersion: '1.2', Publisher: 'Contoso' },
      [uninstall('WOW6432Node\\')]: { DisplayName: 'Contoso Agent 32', DisplayVersion: '1.2' },
      [rules]: { CausewayTest: 'v2.30|Action=Allow|Active=TRUE|Dir=Out|Protocol=6|RPort=443|' },
    })
    const { section } = readFacts('programs', 'existingInstall')
    expect(section('programs').all).toEqual({
      is: 'known',
      value: [
        { name: 'Contoso Agent 64', version: '1.2', publisher: 'Contoso' },
        { name: 'Contoso Agent 32', version: '1.2', publisher: '' },
      ],
    })
    expect(section('existingInstall').firewallRules).toEqual({ is: 'known', value: ['CausewayTest'] })
    expect(section('existingInstall').service).toEqual({ is: 'absent' })
  })

  test('proxies of the machine, of the service and of the person', () => {
    changeRegistry({ [winHttp]: { WinHttpSettings: machineProxy }, [internet]: { DefaultConnectionSettings: userProxy(3, '') } })
    const manual = { is: 'known', value: { is: 'manual', address: 'proxy.contoso.example:3128', bypass: ['*.contoso.example', '<local>'] } }
    const person = { is: 'known', value: { is: 'manual', address: 'user.contoso.example:8080', bypass: ['*.local'] } }
    expect(readFacts('proxy').section('proxy')).toEqual({ machine: manual, service: manual, user: person })
    changeRegistry({ [internet]: { DefaultConnectionSettings: userProxy(7, 'http://127.0.0.1:9/proxy.pac') } })
    expect(readFacts('proxy').section('proxy').user).toEqual({
      is: 'known',
      value: { is: 'automatic', script: 'http://127.0.0.1:9/proxy.pac' },
    })
    changeRegistry({ [winHttp]: { WinHttpSettings: null }, [internet]: { DefaultConnectionSettings: userProxy(1, '') } })
    const direct = { is: 'known', value: { is: 'direct' } }
    expect(readFacts('proxy').section('proxy')).toEqual({ machine: direct, service: direct, user: direct })
  })

  test('a data folder that is there before set-up: its owner, and that others may write', () => {
    const folder = join(driveC, 'ProgramData', 'Causeway')
    mkdirSync(folder, { recursive: true })
    // Whatever mask this process has.
    chmodSync(folder, 0o777)
    try {
      const { owner, writableByOthers, redirected } = readFacts('programData').section('programData')
      expect(owner).toMatchObject({ is: 'known', value: expect.stringMatching(/^S-1-5-/) as string })
      expect(writableByOthers).toEqual({ is: 'known', value: true })
      expect(redirected).toEqual({ is: 'known', value: false })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('a call that ends its process ends only a child, and is unknown with the status', () => {
    changeRegistry({ [`${services}\\Tcpip\\Parameters`]: { Domain: 'corp.contoso.example' } })
    const { section } = readFacts('membership', 'secureChannel')
    expect(section('membership').domain).toEqual({ is: 'known', value: 'corp.contoso.example' })
    // Which of the two comes first depends on how fast Wine gives up on a program that died.
    const why = /^I_NetLogonControl2 (ended its process with 0x80000100|did not answer within \d+ ms)$/
    expect(section('secureChannel').status).toMatchObject({ is: 'unknown', why: expect.stringMatching(why) as string })
  })

  test('a right that Wine only pretends to grant is not counted as granted', () => {
    const { output, errors } = nodeExe(programOnMachine('grant-right.js'), [])
    const { account, converted, granted } = JSON.parse(output === '' ? errors : output) as Record<string, unknown>
    expect(converted).toBe(account)
    expect(granted).toMatchObject({ ok: false, failure: { code: 'CW3011', values: { reason: expect.stringContaining('Wine') as string } } })
  })

  test('without administrators in force: not an administrator', () => {
    const scratch = mkdtempSync(join(tmpdir(), 'causeway-facts-'))
    const output = join(scratch, 'facts.json')
    const { code } = nodeExe(programOnMachine('without-administrators.mjs'), [
      windowsPath(output),
      windowsPath(programOnMachine('print-facts.js')),
      'none',
      'elevation',
    ])
    expect(code).toBe(0)
    expect(JSON.parse(readFileSync(output, 'utf8'))).toMatchObject({
      sections: { elevation: { administrator: { is: 'known', value: false } } },
    })
    rmSync(scratch, { recursive: true })
  })
})
