/** Fixes on simulated servers: shown, made, written down, taken back; afterwards the server is what it was, value by value. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type CheckId } from '../../../../contract/check-catalogue.ts'
import { canTakeBack } from '../../../../contract/fix-change.ts'
import { failed } from '../../../../contract/error-codes.ts'
import { serviceSid } from '../../../../connector/identity/service-sid.ts'
import { allChecks } from '../../../../setup/checks/catalogue.ts'
import { CheckSession } from '../../../../setup/checks/check-session.ts'
import { FixRecords } from '../../../../setup/checks/fix-records.ts'
import { type HostWriter } from '../../../../setup/host/host-writer.ts'
import { productNames, registryKeys } from '../../../../setup/host/registry-keys.ts'
import { openSimulatedHost } from '../../../../setup/host/simulated/simulated-host.ts'
import { newFolder, profileNamed } from '../host/simulated-bench.ts'
import { contextOf } from './check-bench.ts'

/** Every file of the server with its content, and its whole state. */
const everything = (folder: string, at = ''): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(folder, at)).flatMap((name) => {
      const path = join(at, name)
      if (path.startsWith('fixes') || path.startsWith('setup.lock')) return []
      return statSync(join(folder, path)).isDirectory()
        ? [[`${path}/`, ''], ...Object.entries(everything(folder, path))]
        : [[path, readFileSync(join(folder, path), 'utf8')]]
    }),
  )

/** A server on which a policy names its own accounts for “Log on as a service”. */
const policyOfItsOwn = () => ({ ...profileNamed('healthy-2022'), logonRights: { logOnAsService: ['S-1-5-20'], deniedAsService: [] } })

const bench = (profile: string, ids: readonly CheckId[], wrap: (writer: HostWriter) => HostWriter = (writer) => writer) => {
  const folder = newFolder()
  const open = () => {
    const host = openSimulatedHost({ profile: profile === 'policy-of-its-own' ? policyOfItsOwn() : profileNamed(profile), folder })
    if (!host.ok) throw new Error(JSON.stringify(host.failure))
    return host.value
  }
  const host = open()
  const records = new FixRecords({
    path: join(folder, 'fixes.jsonl'),
    stateFolder: folder,
    now: () => new Date(),
    changed: () => undefined,
  })
  const session = new CheckSession({
    checks: allChecks.filter(({ id }) => ids.includes(id)),
    context: async () => ({ ...contextOf({}), reader: host.reader }),
    writer: wrap(host.writer),
    by: 'CONTOSO\\adele',
    onEvent: () => undefined,
    fixRecords: records,
  })
  const offered = (id: CheckId) => {
    const state = session.state.rows.find((row) => row.id === id)?.state
    return state?.is === 'done' ? state.result.remedy?.fix?.changes : undefined
  }
  const outcome = (id: CheckId) => {
    const state = session.state.rows.find((row) => row.id === id)?.state
    return state?.is === 'done' ? state.result.outcome : undefined
  }
  return { folder, host, records, session, offered, outcome }
}

describe('a fix', () => {
  it.each([
    ['hardened', 'certificates.tls-settings', 4],
    ['hardened', 'host.power', 1],
    ['leftovers', 'host.existing-install', 5],
    ['policy-of-its-own', 'host.service-logon-right', 1],
  ] as const)('on %s, of %s: %i changes are shown, made, and taken back to the last value', async (profile, id, count) => {
    const { folder, session, records, offered, outcome } = bench(profile, [id])
    await session.run()
    const before = everything(folder)
    const shown = offered(id)
    expect(shown).toHaveLength(count)
    expect(everything(folder)).toEqual(before)
    expect(await session.fix(id)).toEqual({ ok: true, value: {} })
    expect(outcome(id)).toBe('pass')
    expect(everything(folder)).not.toEqual(before)
    expect(records.made).toMatchObject([{ check: id, changes: shown }])
    expect(await session.undoFix(id)).toEqual({ ok: true, value: {} })
    expect(outcome(id)).not.toBe('pass')
    expect(JSON.parse(everything(folder)['server.json'] ?? '')).toEqual(JSON.parse(before['server.json'] ?? ''))
    expect(everything(folder)).toEqual({ ...before, 'server.json': everything(folder)['server.json'] })
    expect(records.made).toEqual([])
    expect(await session.undoFix(id)).toMatchObject({ ok: false, failure: { code: 'CW3012' } })
  })

  it('gives the right to log on to the one service, and takes only that back', async () => {
    const { host, session, offered } = bench('policy-of-its-own', ['host.service-logon-right'])
    await session.run()
    const account = serviceSid(productNames.service)
    expect(offered('host.service-logon-right')).toEqual([{ kind: 'accountRight', account, right: 'SeServiceLogonRight' }])
    await session.fix('host.service-logon-right')
    const has = async () => (await host.reader.section('logonRights', AbortSignal.timeout(5000))).logOnAsService
    expect(await has()).toEqual({ is: 'known', value: ['S-1-5-20', account] })
    // The policy is applied again meanwhile: there is nothing to take back, and nothing else is taken.
    await host.writer.withdrawRight(account, 'SeServiceLogonRight')
    expect(await session.undoFix('host.service-logon-right')).toEqual({ ok: true, value: {} })
    expect(await has()).toEqual({ is: 'known', value: ['S-1-5-20'] })
  })

  it('says of every value what stands there and what will', async () => {
    const { session, offered } = bench('hardened', ['certificates.tls-settings'])
    await session.run()
    expect(offered('certificates.tls-settings')).toContainEqual({
      kind: 'registryValue',
      key: registryKeys.tls12Client,
      name: 'Enabled',
      before: { type: 'dword', value: 0 },
      after: { type: 'dword', value: 1 },
    })
  })

  it('makes a key that was not there, and takes it away again', async () => {
    const { host, folder, session } = bench('hardened', ['certificates.tls-settings'])
    await host.writer.deleteRegistryKey('HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders')
    await host.writer.setRegistryValue(registryKeys.dotnet64, 'SchUseStrongCrypto', { type: 'dword', value: 0 })
    await session.run()
    const before = everything(folder)['server.json']
    expect(await session.fix('certificates.tls-settings')).toMatchObject({ ok: true })
    expect(await host.reader.registryTree(registryKeys.tls12Client)).toMatchObject({ is: 'known' })
    expect(await session.undoFix('certificates.tls-settings')).toMatchObject({ ok: true })
    expect(await host.reader.registryTree('HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders')).toEqual({ is: 'absent' })
    expect(JSON.parse(everything(folder)['server.json'] ?? '')).toEqual(JSON.parse(before ?? ''))
  })

  it('leaves alone, and names, what somebody else has changed since', async () => {
    const { host, session, records } = bench('hardened', ['certificates.tls-settings'])
    await session.run()
    await session.fix('certificates.tls-settings')
    await host.writer.setRegistryValue(registryKeys.tls12Client, 'Enabled', { type: 'dword', value: 7 })
    expect(await session.undoFix('certificates.tls-settings')).toMatchObject({
      ok: false,
      failure: { code: 'CW3011', values: { what: `${registryKeys.tls12Client}\\Enabled` } },
    })
    expect(await host.reader.registryValue(registryKeys.tls12Client, 'Enabled')).toEqual({
      is: 'known',
      value: { type: 'dword', value: 7 },
    })
    expect(await host.reader.registryValue(registryKeys.tls12Client, 'DisabledByDefault')).toMatchObject({ value: { value: 1 } })
    expect(records.made).toHaveLength(1)
  })

  it('changes nothing when the server is no longer what was shown, and shows what it is now', async () => {
    const { host, session, offered } = bench('hardened', ['certificates.tls-settings'])
    await session.run()
    await host.writer.setRegistryValue(registryKeys.tls12Client, 'DisabledByDefault', { type: 'dword', value: 0 })
    expect(await session.fix('certificates.tls-settings')).toMatchObject({ ok: false, failure: { code: 'CW3012' } })
    expect(await host.reader.registryValue(registryKeys.tls12Client, 'Enabled')).toMatchObject({ value: { value: 0 } })
    expect(offered('certificates.tls-settings')).toHaveLength(3)
    expect(await session.fix('certificates.tls-settings')).toMatchObject({ ok: true })
  })

  it('that is refused in the middle is written down as far as it came, and taken back from there', async () => {
    let refuses = true
    const { folder, session, records } = bench('hardened', ['certificates.tls-settings'], (writer) => {
      const limited: HostWriter = Object.create(writer) as HostWriter
      limited.setRegistryValue = async (key, name, value) =>
        refuses && key === registryKeys.dotnet64
          ? failed('CW3011', { what: name, reason: 'error 5' })
          : writer.setRegistryValue(key, name, value)
      return limited
    })
    await session.run()
    const before = everything(folder)['server.json']
    expect(await session.fix('certificates.tls-settings')).toMatchObject({ ok: false, failure: { code: 'CW3011' } })
    expect(records.made).toHaveLength(1)
    refuses = false
    expect(await session.undoFix('certificates.tls-settings')).toEqual({ ok: true, value: {} })
    expect(JSON.parse(everything(folder)['server.json'] ?? '')).toEqual(JSON.parse(before ?? ''))
  })

  it('that was killed before its end can be taken back by the next set-up', async () => {
    const { folder, host, session, offered } = bench('leftovers', ['host.existing-install'])
    await session.run()
    const before = everything(folder)
    const changes = offered('host.existing-install') ?? []
    const path = join(folder, 'fixes.jsonl')
    const killed = new FixRecords({ path, stateFolder: folder, now: () => new Date(), changed: () => undefined })
    const record = await killed.begin({ is: 'fixing', check: 'host.existing-install', fix: 'removeLeftovers', changes })
    if (!record.ok) throw new Error('locked')
    await host.writer.deleteRegistryKey(registryKeys.product)
    await record.value.close()
    const records = new FixRecords({ path, stateFolder: folder, now: () => new Date(), changed: () => undefined })
    expect(records.made).toHaveLength(1)
    const again = new CheckSession({
      checks: allChecks.filter(({ id }) => id === 'host.existing-install'),
      context: async () => ({ ...contextOf({}), reader: host.reader }),
      writer: host.writer,
      by: 'x',
      onEvent: () => undefined,
      fixRecords: records,
    })
    expect(await again.undoFix('host.existing-install')).toEqual({ ok: true, value: {} })
    expect(JSON.parse(everything(folder)['server.json'] ?? '')).toEqual(JSON.parse(before['server.json'] ?? ''))
  })

  it('of leftovers moves folders aside under a name that is free', async () => {
    const { host, session, offered } = bench('leftovers', ['host.existing-install'])
    await host.writer.createFolder(`${productNames.dataFolder}.removed`, 'inherited')
    await session.run()
    expect(offered('host.existing-install')).toContainEqual({
      kind: 'folder',
      path: productNames.dataFolder,
      movedTo: `${productNames.dataFolder}.removed-2`,
    })
    expect(await session.fix('host.existing-install')).toMatchObject({ ok: true })
    expect(await host.reader.pathKind(`${productNames.dataFolder}.removed-2`)).toEqual({ is: 'known', value: 'folder' })
  })

  it('of leftovers takes the source of events away, and gives it back', async () => {
    const { host, session, offered } = bench('leftovers', ['host.existing-install'])
    await host.writer.setRegistryValue(registryKeys.eventSource, 'TypesSupported', { type: 'dword', value: 7 })
    await session.run()
    expect(offered('host.existing-install')).toContainEqual(expect.objectContaining({ kind: 'registryKey', key: registryKeys.eventSource }))
    expect(await session.fix('host.existing-install')).toMatchObject({ ok: true })
    expect(await host.reader.registryTree(registryKeys.eventSource)).toEqual({ is: 'absent' })
    expect(await session.undoFix('host.existing-install')).toMatchObject({ ok: true })
    expect(await host.reader.registryValue(registryKeys.eventSource, 'TypesSupported')).toMatchObject({ value: { value: 7 } })
  })

  it('of the clock cannot be taken back, and says so', () => {
    expect(canTakeBack([{ kind: 'clock', source: 'dc1' }])).toBe(false)
    expect(canTakeBack([])).toBe(false)
    expect(canTakeBack([{ kind: 'powerPlan', before: 'a', after: 'b' }])).toBe(true)
  })
})
