import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../../../contract/secret.ts'
import { type ServiceConfiguration } from '../../../../setup/host/host-writer.ts'
import { powerSchemes, productNames, registryKeys } from '../../../../setup/host/registry-keys.ts'
import { openSimulatedHost } from '../../../../setup/host/simulated/simulated-host.ts'
import { localPathOf } from '../../../../setup/host/simulated/server-path.ts'
import { newFolder, profileNamed, simulatedServer } from './simulated-bench.ts'

const signal = new AbortController().signal
const did = { ok: true, value: { changed: true } }
const nothing = { ok: true, value: { changed: false } }
const data = productNames.dataFolder
const connector: ServiceConfiguration = {
  name: 'CausewayConnector',
  displayName: 'Causeway connector',
  description: 'Keeps the channel open.',
  command: ['C:\\Program Files\\Causeway\\node.exe', 'host.js', '--data', data],
  account: 'NT SERVICE\\CausewayConnector',
  start: 'delayedAutomatic',
}

describe('simulated server', () => {
  it('is always called simulated', () => {
    expect(simulatedServer().identity).toEqual({ simulated: true, label: 'Simulated server', profile: 'healthy-2022' })
  })

  it('makes and removes folders and files, each call repeatable', async () => {
    const { writer, reader } = simulatedServer()
    expect(await writer.createFolder(data, 'closed')).toEqual(did)
    expect(await writer.createFolder(data, 'closed')).toEqual(nothing)
    expect(await writer.writeFile(`${data}\\connector.json`, '{}', 'closed')).toEqual(did)
    expect(await writer.writeFile(`${data}\\connector.json`, '{}', 'closed')).toEqual(nothing)
    expect(await writer.writeFile(`${data}\\identity\\machine.key`, new Secret('key'), 'closed')).toEqual(did)
    expect(await reader.listFolder(data)).toEqual({ is: 'known', value: ['connector.json', 'identity'] })
    expect(await reader.readFile(`${data}\\identity\\machine.key`)).toEqual({ is: 'known', value: new Uint8Array(Buffer.from('key')) })
    expect(await writer.removeFile(`${data}\\connector.json`)).toEqual(did)
    expect(await writer.removeFile(`${data}\\connector.json`)).toEqual(nothing)
    expect(await writer.removeFolder(data)).toEqual(did)
    expect(await writer.removeFolder(data)).toEqual(nothing)
    expect(await reader.pathKind(data)).toEqual({ is: 'absent' })
  })

  it('refuses a folder where a file or link stands, and a path that is none of Windows', async () => {
    const { writer, reader } = simulatedServer()
    await writer.writeFile('C:\\ProgramData\\Causeway', 'planted', 'inherited')
    expect(await writer.createFolder(data, 'closed')).toMatchObject({ ok: false, failure: { code: 'CW7009' } })
    await writer.removeFile(data)
    symlinkSync('/tmp', reader.localPath(data))
    expect(await reader.pathKind(data)).toEqual({ is: 'known', value: 'link' })
    expect(await writer.createFolder(data, 'closed')).toMatchObject({ ok: false, failure: { code: 'CW7009' } })
    for (const path of ['/etc/passwd', 'C:\\..\\..\\etc', 'relative', 'C:\\a/b', '\\\\server\\share', 'C:\\a\0b']) {
      expect(await writer.writeFile(path, 'x', 'inherited')).toMatchObject({ ok: false, failure: { code: 'CW7009' } })
    }
  })

  it('keeps every path under its folder', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.constantFrom('..', '.', 'a', 'b c', '', '\u0000', '/')).map((names) => `C:\\${names.join('\\')}`),
        ),
        (path) => {
          try {
            expect(localPathOf('/state', path).startsWith('/state/files')).toBe(true)
          } catch (error) {
            expect((error as { code?: string }).code).toBe('CW7009')
          }
        },
      ),
    )
  })

  it('keeps registry values, without regard to case', async () => {
    const { writer, reader } = simulatedServer()
    expect(await writer.setRegistryValue(registryKeys.product, 'Version', { type: 'string', value: '0.1.0' })).toEqual(did)
    expect(await writer.setRegistryValue(registryKeys.product.toUpperCase(), 'VERSION', { type: 'string', value: '0.1.0' })).toEqual(
      nothing,
    )
    expect(await reader.registryValue(registryKeys.product.toLowerCase(), 'version')).toEqual({
      is: 'known',
      value: { type: 'string', value: '0.1.0' },
    })
    expect(await writer.deleteRegistryValue(registryKeys.product, 'version')).toEqual(did)
    expect(await writer.deleteRegistryValue(registryKeys.product, 'version')).toEqual(nothing)
    expect(await writer.deleteRegistryKey(registryKeys.product)).toEqual(did)
    expect(await writer.deleteRegistryKey(registryKeys.product)).toEqual(nothing)
  })

  it('keeps services and firewall rules', async () => {
    const { writer, reader } = simulatedServer()
    expect(await writer.createService(connector)).toEqual(did)
    expect(await writer.createService(connector)).toEqual(nothing)
    expect(await writer.createService({ ...connector, start: 'manual' })).toMatchObject({ ok: false, failure: { code: 'CW3011' } })
    expect(await writer.configureService(connector.name, { start: 'manual' })).toEqual(did)
    expect(await reader.service('causewayconnector')).toMatchObject({ is: 'known', value: { state: 'stopped', start: 'manual' } })
    const rule = { name: 'Causeway connector', direction: 'out', action: 'allow', protocol: 'tcp', remotePorts: [443] } as const
    expect(await writer.addFirewallRule(rule)).toEqual(did)
    expect(await writer.addFirewallRule(rule)).toEqual(nothing)
    expect(await reader.firewallRule(rule.name)).toEqual({ is: 'known', value: rule })
    expect(await reader.section('existingInstall', signal)).toMatchObject({
      service: { is: 'known' },
      firewallRules: { is: 'known', value: ['Causeway connector'] },
    })
    expect(await writer.removeFirewallRule(rule.name)).toEqual(did)
    expect(await writer.deleteService(connector.name)).toEqual(did)
    expect(await writer.deleteService(connector.name)).toEqual(nothing)
  })

  it('has a clock of its own that can be set right, when its time service runs', async () => {
    let now = 1_000_000
    const { writer, reader } = simulatedServer('wrong-clock', { clock: () => now })
    expect(reader.now()).toBe(now + 432_000)
    expect(await writer.stopService('W32Time', signal)).toEqual(did)
    expect(await writer.resyncClock(signal)).toMatchObject({ ok: false, failure: { code: 'CW3011' } })
    expect(await writer.startService('W32Time', signal)).toEqual(did)
    expect(await writer.resyncClock(signal)).toEqual(did)
    now += 1
    expect(reader.now()).toBe(now)
  })

  it('changes what checks see', async () => {
    const { writer, reader } = simulatedServer('client-windows')
    expect(await writer.setPowerScheme(powerSchemes.highPerformance)).toEqual(did)
    expect(await reader.section('power', signal)).toEqual({ scheme: { is: 'known', value: powerSchemes.highPerformance } })
    const planted = simulatedServer('planted-folder')
    expect(await planted.reader.section('programData', signal)).toMatchObject({ writableByOthers: { value: true } })
    await planted.writer.removeFolder(data)
    expect(await planted.reader.section('programData', signal)).toMatchObject({ owner: { is: 'absent' } })
  })

  it('goes on where it was when it is opened again', async () => {
    const folder = newFolder()
    await simulatedServer('healthy-2022', { folder }).writer.createFolder(data, 'closed')
    expect(await simulatedServer('healthy-2022', { folder }).reader.pathKind(data)).toEqual({ is: 'known', value: 'folder' })
  })

  it('refuses the folder of another profile and a damaged state, and leaves both as they are', () => {
    const folder = newFolder()
    simulatedServer('healthy-2022', { folder })
    expect(openSimulatedHost({ profile: profileNamed('workgroup'), folder })).toMatchObject({ ok: false, failure: { code: 'CW7004' } })
    const file = join(folder, 'server.json')
    const good = readFileSync(file, 'utf8')
    for (const bad of [
      '',
      '{',
      good.slice(0, 200),
      '{"schema":"causeway.simulated-server/1"}',
      good.replace('"build": 20348', '"build": "new"'),
    ]) {
      writeFileSync(file, bad)
      expect(openSimulatedHost({ profile: profileNamed('healthy-2022'), folder })).toMatchObject({ ok: false, failure: { code: 'CW7004' } })
      expect(readFileSync(file, 'utf8')).toBe(bad)
    }
  })

  it('refuses a folder that cannot be made', () => {
    const folder = join(newFolder(), 'file')
    writeFileSync(folder, '')
    expect(openSimulatedHost({ profile: profileNamed('healthy-2022'), folder })).toMatchObject({ ok: false, failure: { code: 'CW7009' } })
    expect(existsSync(folder)).toBe(true)
  })
})
