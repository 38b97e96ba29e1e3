/** Settings of an installed connector: tried before they are used, and used by the running service. */
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConnectorConfiguration } from '../../../contract/local-status-api.ts'
import { type ServiceProxy } from '../../../contract/proxy.ts'
import { changeLabels } from '../../../setup/commands/labels.ts'
import { installWith, type SetupBench, startSetupBench } from './setup-bench.ts'

let bench: SetupBench
const proxies: Server[] = []
/** A proxy that lets through what it is asked for, and counts. */
const proxyServer = async (answer: 'open' | 'refuse' | 'openOnly' | 'account') => {
  let tunnels = 0
  const server = createServer()
  server.on('connect', (request, socket) => {
    if (answer === 'refuse') return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\n\r\n')
    if (answer === 'account' && request.headers['proxy-authorization'] !== `Basic ${btoa('svc:pa55wort')}`)
      return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="Contoso"\r\n\r\n')
    tunnels += 1
    if (answer === 'openOnly') {
      // As an inspecting box does that lets a tunnel stand and drops what it does not know.
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      socket.once('data', () => socket.destroy())
      socket.on('error', () => undefined)
      return undefined
    }
    const [host = '', port = ''] = (request.url ?? '').split(':')
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      socket.pipe(onward).pipe(socket)
    })
    for (const one of [socket, onward]) one.on('error', () => void onward.destroy())
    socket.on('close', () => onward.destroy())
  })
  proxies.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, tunnels: () => tunnels }
}

beforeAll(async () => {
  bench = await startSetupBench()
}, 180_000)
afterAll(async () => {
  await bench.stop()
  for (const server of proxies) server.close()
}, 180_000)

const direct: ServiceProxy = { is: 'direct' }
const manual = (address: string): ServiceProxy => ({ is: 'manual', address, bypass: [] })
const configurationIn = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'files', 'ProgramData', 'Causeway', 'connector.json'), 'utf8')) as ConnectorConfiguration

describe('the settings of an installed connector', () => {
  it('change in the file, the journal and the running service, and a bad proxy changes nothing', { timeout: 180_000 }, async () => {
    const folder = bench.folder()
    const engine = await bench.engine(folder)
    expect(await engine.call('settings', {})).toMatchObject({ ok: false, failure: { code: 'CW3009' } })
    await installWith(engine, await bench.token())
    const [good, bad] = [await proxyServer('open'), await proxyServer('refuse')]

    const refused = await engine.call('changeSettings', { proxy: manual(bad.address), logLevel: 'debug' })
    expect(refused).toMatchObject({ ok: false, failure: { code: 'CW4016', values: { schemes: 'Negotiate' } } })
    expect(configurationIn(folder)).toMatchObject({ logLevel: 'info' })
    expect(configurationIn(folder).proxy).toEqual(direct)
    const elsewhere = { proxy: direct, logLevel: 'info' as const, pinnedRelay: 'relay-9' }
    expect(await engine.call('changeSettings', elsewhere)).toMatchObject({ failure: { code: 'CW3019' } })
    await expect(engine.call('changeSettings', { proxy: manual('http://u:p@127.0.0.1:1/'), logLevel: 'info' })).rejects.toMatchObject({
      code: 'CW7007',
    })

    expect(await engine.call('tryProxy', { proxy: manual(good.address) })).toMatchObject({ ok: true })
    const tunnels = good.tunnels()
    expect(await engine.call('changeSettings', { proxy: manual(good.address), logLevel: 'debug', pinnedRelay: 'relay-1' })).toEqual({
      ok: true,
      value: {},
    })
    expect(await engine.installEnd()).toBeUndefined()
    expect(configurationIn(folder)).toMatchObject({ proxy: manual(good.address), logLevel: 'debug', pinnedRelay: 'relay-1' })
    await engine.call('refreshService', {})
    expect(engine.snapshot).toMatchObject({
      service: {
        is: 'running',
        status: { channel: 'healthy', proxy: { configured: 'manual', used: [{ through: new URL(good.address).host }] } },
      },
      install: { is: 'installed', maintenance: { work: 'settings' } },
    })
    // The trial needed its own; the service dialled through it too.
    expect(good.tunnels()).toBeGreaterThan(tunnels + 2)
    await engine.close()

    const shown = await bench.run(['configure', '--json', '--state', folder])
    expect(JSON.parse(shown.output)).toMatchObject({ settings: { proxy: manual(good.address), logLevel: 'debug', pinnedRelay: 'relay-1' } })
    const back = await bench.run(['configure', '--proxy', 'none', '--level', 'info', '--relay', 'any', '--state', folder])
    expect(back.code, back.errors).toBe(0)
    expect(configurationIn(folder).proxy).toEqual(direct)
    const lines = await bench.run(['logs', '--json', '--level', 'info', '--state', folder])
    const topics = new Set(
      lines.output
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { source: string }).source),
    )
    expect([...topics].toSorted()).toEqual(['service', 'setup'])
    expect((await bench.run(['configure', '--level', 'loud', '--state', folder])).code).toBe(3)
    const gone = await bench.run(['uninstall', '--state', folder])
    expect(gone.code, gone.errors).toBe(0)
    // The files of set-up stay, and with them what happened.
    expect((await bench.run(['logs', '--state', folder])).code).toBe(0)
  })

  it('let the labels be changed in the cloud by the running service only', { timeout: 180_000 }, async () => {
    const folder = bench.folder()
    const engine = await bench.engine(folder)
    expect(await engine.call('labels', {})).toMatchObject({ failure: { code: 'CW3009' } })
    await installWith(engine, await bench.token())
    await engine.call('refreshService', {})
    const { service } = engine.snapshot
    if (service.is !== 'running') throw new Error(service.is)
    const stored = async () => (await bench.controlPlane.store.connectors.find(service.status.connector.id))?.labels
    expect(await engine.call('labels', {})).toEqual({ ok: true, value: { labels: [] } })
    const labels = [{ key: 'rack', value: 'B4' }]
    expect(await engine.call('changeLabels', { labels })).toEqual({ ok: true, value: { labels } })
    expect(await stored()).toEqual(labels)
    await expect(engine.call('changeLabels', { labels: [...labels, ...labels] })).rejects.toMatchObject({ code: 'CW7007' })

    const configure = (...more: string[]) => bench.run(['configure', ...more, '--state', folder])
    const changed = await configure('--label', 'owner=client platform', '--label', 'rack=B5', '--json')
    expect(changed.code, changed.errors).toBe(0)
    const both = [
      { key: 'rack', value: 'B5' },
      { key: 'owner', value: 'client platform' },
    ]
    expect(JSON.parse(changed.output)).toMatchObject({ settings: { logLevel: 'info' }, labels: both })
    expect(await stored()).toEqual(both)
    const many = Array.from({ length: 15 }, (_, index) => ({ key: `k${index}`, value: '' }))
    for (const [given, removedLabels, argument] of [
      [labels, ['room'], '--remove-label'],
      [labels, ['rack'], '--remove-label'],
      [many, [], '--label'],
    ] as const)
      expect(await changeLabels({ engine, given: { labels: given, removedLabels } })).toMatchObject({
        failure: { code: 'CW7008', values: { argument } },
      })
    expect(await stored()).toEqual(both)
    expect(await changeLabels({ engine, given: { labels: [], removedLabels: ['rack'] } })).toMatchObject({ ok: true })
    expect((await bench.run(['status', '--state', folder])).output).toContain('labels owner=client platform')

    expect(await engine.call('stopService', {})).toMatchObject({ ok: true })
    expect(await engine.call('changeLabels', { labels: [] })).toMatchObject({ failure: { code: 'CW3024' } })
    const stopped = await configure('--remove-label', 'owner')
    expect([stopped.code, stopped.errors]).toEqual([5, expect.stringContaining('CW3024: The labels need the running service') as string])
    // What does not need the service is shown all the same.
    const shown = await configure()
    expect([shown.code, shown.output]).toEqual([0, expect.stringContaining('level info') as string])
    expect(shown.errors).toContain('CW3024')
    expect(await stored()).toEqual([{ key: 'owner', value: 'client platform' }])

    // Not those of the first enrollment, which the journal has.
    await engine.useToken(await bench.token())
    expect(await engine.call('enrollAgain', {})).toMatchObject({ ok: true })
    expect(await engine.installEnd()).toBeUndefined()
    expect(await engine.call('labels', {})).toEqual({ ok: true, value: { labels: [{ key: 'owner', value: 'client platform' }] } })
    await engine.close()
    expect((await bench.run(['uninstall', '--state', folder])).code).toBe(0)
  })

  it('go back by themselves when the channel does not open by a proxy that seemed to work', { timeout: 180_000 }, async () => {
    const folder = bench.folder()
    const engine = await bench.engine(folder, { channelSeconds: 6 })
    await installWith(engine, await bench.token())
    const before = configurationIn(folder)
    const deaf = await proxyServer('openOnly')
    expect(await engine.call('tryProxy', { proxy: manual(deaf.address) })).toMatchObject({ ok: true })
    expect(await engine.call('changeSettings', { proxy: manual(deaf.address), logLevel: 'debug' })).toMatchObject({ ok: true })
    expect(await engine.installEnd()).toMatchObject({ code: 'CW3008' })
    expect(configurationIn(folder)).toEqual(before)
    await engine.call('refreshService', {})
    expect(engine.snapshot).toMatchObject({
      install: { is: 'installed', maintenance: { work: 'settings', failure: { code: 'CW3008' } } },
      service: { is: 'running', status: { channel: 'healthy', proxy: { configured: 'direct' } } },
    })
    await engine.close()
    expect((await bench.run(['uninstall', '--state', folder])).code).toBe(0)
  })

  it('hold an account of the proxy, which is kept closed and nowhere else', { timeout: 180_000 }, async () => {
    const folder = bench.folder()
    const engine = await bench.engine(folder, { channelSeconds: 30 })
    await installWith(engine, await bench.token())
    const proxy = await proxyServer('account')
    const wanted = { proxy: manual(proxy.address), logLevel: 'info' as const }
    expect(await engine.call('changeSettings', wanted)).toMatchObject({ failure: { code: 'CW4014' } })
    const wrong = await engine.call('changeSettings', { ...wanted, account: { user: 'svc', password: 'wrong' } })
    expect(wrong).toMatchObject({ failure: { code: 'CW4015', values: { proxy: new URL(proxy.address).host } } })
    expect(await engine.call('changeSettings', { ...wanted, account: { user: 'svc', password: 'pa55wort' } })).toMatchObject({ ok: true })
    expect(await engine.installEnd()).toBeUndefined()
    await engine.call('refreshService', {})
    expect(engine.snapshot).toMatchObject({
      service: { status: { channel: 'healthy', proxy: { used: [{ through: new URL(proxy.address).host }] } } },
    })
    expect(await engine.call('settings', {})).toMatchObject({ value: { account: { user: 'svc', proxy: new URL(proxy.address).host } } })
    await engine.close()

    const file = join(folder, 'files', 'ProgramData', 'Causeway', 'identity', 'proxy.account')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toContain('pa55wort')
    const others = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    for (const entry of others) {
      const path = join(entry.parentPath, entry.name)
      if (path !== file) expect(readFileSync(path, 'utf8'), path).not.toMatch(/pa55wort|c3ZjOnBhNTV3b3J0/)
    }
    // A program that starts anew takes it from there: what was typed is gone.
    const again = await bench.run(['configure', '--level', 'debug', '--state', folder])
    expect(again.code, again.errors).toBe(0)
    const gone = await bench.run(['uninstall', '--state', folder])
    expect(gone.code, gone.errors).toBe(0)
    expect(existsSync(file)).toBe(false)
  })
})
