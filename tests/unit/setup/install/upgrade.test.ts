import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { failed, succeeded } from '../../../../contract/error-codes.ts'
import { type ServiceStatus } from '../../../../contract/local-status-api.ts'
import { type ServiceConfiguration } from '../../../../setup/host/host-writer.ts'
import { registryKeys } from '../../../../setup/host/registry-keys.ts'
import { Journal } from '../../../../setup/install/journal.ts'
import { type ServicePayload } from '../../../../setup/install/step.ts'
import { isOfAnotherVersion, upgradeAndRecord } from '../../../../setup/install/upgrade-record.ts'
import { upgradeService, versionInCommand } from '../../../../setup/install/upgrade.ts'
import { emptyContext, sampleInputs } from '../../../fakes/install-sample.ts'
import { newFolder, simulatedServer } from '../host/simulated-bench.ts'

const never = new AbortController().signal
const programs = 'C:\\Program Files\\Causeway\\connector'
const commandOf = (version: string) => [`${programs}\\${version}\\node.exe`, `${programs}\\${version}\\host.js`, '--data', 'C:\\X']
const payload: ServicePayload = {
  version: '0.2.0',
  files: [
    { path: 'connector\\0.2.0\\node.exe', content: 'node' },
    { path: 'connector\\0.2.0\\host.js', content: 'new' },
  ],
  command: () => commandOf('0.2.0'),
  uninstall: 'causeway-setup uninstall',
}

/** A simulated server with version 0.1.0 installed and running; `healthyVersions` are those whose channel comes up. */
const installed = async (healthyVersions: readonly string[], command = commandOf('0.1.0')) => {
  const host = simulatedServer('healthy-2022')
  const { reader, writer } = host
  const service: ServiceConfiguration = {
    name: 'CausewayConnector',
    displayName: 'Causeway Connector',
    description: '',
    command,
    account: 'NT SERVICE\\CausewayConnector',
    start: 'delayedAutomatic',
  }
  await writer.createFolder(`${programs}\\0.1.0`, 'inherited')
  await writer.writeFile(`${programs}\\0.1.0\\host.js`, 'old', 'inherited')
  await writer.createService(service)
  await writer.startService(service.name, never)
  const present = async () => {
    const found = await reader.service(service.name)
    if (found.is !== 'known') throw new Error(found.is)
    return found.value
  }
  const status = async () => {
    const { command: now, state } = await present()
    const up = state === 'running' && healthyVersions.includes(versionInCommand(now) ?? '')
    return up ? succeeded({ channel: 'healthy' } as ServiceStatus) : failed('CW4013', { reason: 'none' })
  }
  const log: string[] = []
  const ports = {
    ...emptyContext,
    host,
    payload,
    service: { ...emptyContext.service, status },
    log: (_level: string, message: string) => void log.push(message),
    healthLimit: 300,
  }
  return {
    upgrade: (signal = never) => upgradeService(ports, sampleInputs, signal),
    ports,
    host,
    writer,
    log,
    version: async () => versionInCommand((await present()).command),
    state: async () => (await present()).state,
    versions: async () => {
      const names = await reader.listFolder(programs)
      return names.is === 'known' ? names.value : []
    },
  }
}

describe('an upgrade', () => {
  it('puts the new version beside, switches, and removes the former one', async () => {
    const server = await installed(['0.1.0', '0.2.0'])
    expect(await server.upgrade()).toEqual({ ok: true, value: { is: 'upgraded', from: '0.1.0', to: '0.2.0' } })
    expect(await server.version()).toBe('0.2.0')
    expect(await server.state()).toBe('running')
    expect(await server.versions()).toEqual(['0.2.0'])
    expect(await server.upgrade()).toEqual({ ok: true, value: { is: 'current', version: '0.2.0' } })
  })
  it('goes back by itself when the channel does not come up', async () => {
    const server = await installed(['0.1.0'])
    expect(await server.upgrade()).toMatchObject({
      ok: false,
      failure: { code: 'CW3020', values: { from: '0.1.0', to: '0.2.0', reason: 'CW3008' } },
    })
    expect(await server.version()).toBe('0.1.0')
    expect(await server.state()).toBe('running')
    expect(await server.versions()).toEqual(['0.1.0'])
  })
  it('says so when the former version does not come up either, and keeps both', async () => {
    const server = await installed([])
    expect(await server.upgrade()).toMatchObject({ ok: false, failure: { code: 'CW3021' } })
    expect(await server.version()).toBe('0.1.0')
    expect(await server.versions()).toEqual(['0.1.0', '0.2.0'])
  })
  it('switches nothing when the files of the new version cannot be written', async () => {
    const server = await installed(['0.1.0', '0.2.0'])
    await server.writer.writeFile(`${programs}\\0.2.0`, 'in the way', 'inherited')
    expect(await server.upgrade()).toMatchObject({ ok: false, failure: { code: 'CW7009' } })
    expect(await server.version()).toBe('0.1.0')
    expect(await server.state()).toBe('running')
  })
  it('after a crash between switch and health: finishes, or goes back to the version that still lies beside', async () => {
    const good = await installed(['0.2.0'], commandOf('0.2.0'))
    await good.writer.stopService('CausewayConnector', never)
    expect(await good.upgrade()).toMatchObject({ ok: true, value: { is: 'upgraded' } })
    expect(await good.versions()).toEqual(['0.2.0'])
    const bad = await installed(['0.1.0'], commandOf('0.2.0'))
    expect(await bad.upgrade()).toMatchObject({ ok: false, failure: { code: 'CW3020', values: { from: '0.1.0' } } })
    expect(await bad.version()).toBe('0.1.0')
  })
  it('is refused where nothing is installed, or what is registered is not ours', async () => {
    const foreign = await installed(['0.1.0'], ['C:\\Other\\service.exe'])
    expect(await foreign.upgrade()).toMatchObject({ ok: false, failure: { code: 'CW3011' } })
    const absent = await installed(['0.1.0'])
    await absent.writer.stopService('CausewayConnector', never)
    await absent.writer.deleteService('CausewayConnector')
    expect(await absent.upgrade()).toMatchObject({ ok: false, failure: { code: 'CW3009' } })
  })
  it('cancelled while it waits for the channel, goes back', async () => {
    const server = await installed(['0.1.0'])
    const cancel = new AbortController()
    setTimeout(() => cancel.abort(), 100)
    expect(await server.upgrade(cancel.signal)).toMatchObject({ ok: false, failure: { code: 'CW3020', values: { reason: 'CW3004' } } })
    expect(await server.version()).toBe('0.1.0')
  })
})

describe('what is told of an upgrade', () => {
  const newJournal = () => {
    const path = join(newFolder(), 'journal.jsonl')
    const opened = Journal.open(path, () => new Date('2026-01-02T03:04:05.678Z'))
    if (!opened.ok) throw new Error(opened.failure.code)
    const journal = opened.value
    journal.startAfresh()
    journal.append({
      is: 'begun',
      plan: { actions: [], connectorName: 'C', locationName: 'L', organizationName: 'O', expectedSeconds: 1 },
      inputs: sampleInputs,
    })
    journal.append({ is: 'ended', how: 'installed' })
    return { journal, entries: () => journal.lines.slice(2).map(({ entry }) => entry) }
  }
  const registered = async ({ host: { reader } }: Awaited<ReturnType<typeof installed>>) =>
    Promise.all(
      [reader.registryValue(registryKeys.product, 'Version'), reader.registryValue(registryKeys.uninstall, 'DisplayVersion')].map(
        async (asked) => {
          const found = await asked
          return found.is === 'known' ? found.value.value : found.is
        },
      ),
    )
  const eventsOf = ({ host: { reader } }: Awaited<ReturnType<typeof installed>>): unknown =>
    (JSON.parse(readFileSync(join(reader.localPath('C:\\'), '..', 'server.json'), 'utf8')) as { events: unknown }).events

  it('by the journal, the registry and the event log', async () => {
    const server = await installed(['0.1.0', '0.2.0'])
    const { journal, entries } = newJournal()
    expect(await isOfAnotherVersion(server.ports)).toBe(true)
    expect(await upgradeAndRecord(server.ports, journal, sampleInputs, never)).toMatchObject({ ok: true, value: { is: 'upgraded' } })
    const change = { from: '0.1.0', to: '0.2.0' }
    expect(entries()).toEqual([
      { is: 'upgrading', ...change },
      { is: 'upgraded', ...change },
    ])
    expect(await registered(server)).toEqual(['0.2.0', '0.2.0'])
    expect(eventsOf(server)).toEqual([{ name: 'upgraded', values: change }])
    expect(await isOfAnotherVersion(server.ports)).toBe(false)
    expect(await upgradeAndRecord(server.ports, journal, sampleInputs, never)).toMatchObject({ ok: true, value: { is: 'current' } })
    expect(entries()).toHaveLength(2)
  })

  it('going back: nothing is registered, the event says which version runs again', async () => {
    const server = await installed(['0.1.0'])
    const { journal, entries } = newJournal()
    expect(await upgradeAndRecord(server.ports, journal, sampleInputs, never)).toMatchObject({ ok: false, failure: { code: 'CW3020' } })
    expect(entries()).toMatchObject([{ is: 'upgrading' }, { is: 'notUpgraded', failure: { code: 'CW3020' } }])
    expect(await registered(server)).toEqual(['absent', 'absent'])
    expect(eventsOf(server)).toEqual([{ name: 'upgradeRolledBack', values: { from: '0.1.0', to: '0.2.0', code: 'CW3008' } }])
  })

  it('neither version runs: no event claims that one does', async () => {
    const server = await installed([])
    const { journal } = newJournal()
    expect(await upgradeAndRecord(server.ports, journal, sampleInputs, never)).toMatchObject({ ok: false, failure: { code: 'CW3021' } })
    expect(eventsOf(server)).toEqual([])
  })

  it('one that a crash interrupted after the switch is finished and told with the version it came from', async () => {
    const server = await installed(['0.2.0'], commandOf('0.2.0'))
    const { journal, entries } = newJournal()
    journal.append({ is: 'upgrading', from: '0.1.0', to: '0.2.0' })
    expect(await upgradeAndRecord(server.ports, journal, sampleInputs, never)).toEqual({
      ok: true,
      value: { is: 'upgraded', from: '0.1.0', to: '0.2.0' },
    })
    expect(entries()).toMatchObject([{ is: 'upgrading' }, { is: 'upgraded', from: '0.1.0' }])
    expect(eventsOf(server)).toEqual([{ name: 'upgraded', values: { from: '0.1.0', to: '0.2.0' } }])
  })
})
