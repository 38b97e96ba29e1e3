/** Settings of an installed connector: tried before they are used, and used by the running service. */
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConnectorConfiguration } from '../../../contract/local-status-api.ts'
import { installWith, type SetupBench, startSetupBench } from './setup-bench.ts'

let bench: SetupBench
const proxies: Server[] = []
/** A proxy that lets through what it is asked for, and counts. */
const proxyServer = async (answer: 'open' | 'refuse') => {
  let tunnels = 0
  const server = createServer()
  server.on('connect', (request, socket) => {
    if (answer === 'refuse') return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\n\r\n')
    tunnels += 1
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

const configurationIn = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'files', 'ProgramData', 'Causeway', 'connector.json'), 'utf8')) as ConnectorConfiguration

describe('the settings of an installed connector', () => {
  it('change in the file, the journal and the running service, and a bad proxy changes nothing', { timeout: 180_000 }, async () => {
    const folder = bench.folder()
    const engine = await bench.engine(folder)
    expect(await engine.call('settings', {})).toMatchObject({ ok: false, failure: { code: 'CW3009' } })
    await installWith(engine, await bench.token())
    const [good, bad] = [await proxyServer('open'), await proxyServer('refuse')]

    const refused = await engine.call('changeSettings', { proxy: bad.address, logLevel: 'debug' })
    expect(refused).toMatchObject({ ok: false, failure: { code: 'CW3018', values: { reason: 'HTTP 407, Negotiate' } } })
    expect(configurationIn(folder)).toMatchObject({ logLevel: 'info' })
    expect(configurationIn(folder).proxy).toBeUndefined()
    expect(await engine.call('changeSettings', { logLevel: 'info', pinnedRelay: 'relay-9' })).toMatchObject({ failure: { code: 'CW3019' } })
    await expect(engine.call('changeSettings', { proxy: 'http://u:p@127.0.0.1:1/', logLevel: 'info' })).rejects.toMatchObject({
      code: 'CW7007',
    })

    expect(await engine.call('tryProxy', { proxy: good.address })).toMatchObject({ ok: true })
    const tunnels = good.tunnels()
    expect(await engine.call('changeSettings', { proxy: good.address, logLevel: 'debug', pinnedRelay: 'relay-1' })).toEqual({
      ok: true,
      value: {},
    })
    expect(await engine.installEnd()).toBeUndefined()
    expect(configurationIn(folder)).toMatchObject({ proxy: good.address, logLevel: 'debug', pinnedRelay: 'relay-1' })
    await engine.call('refreshService', {})
    expect(engine.snapshot).toMatchObject({
      service: { is: 'running', status: { channel: 'healthy', proxy: good.address } },
      install: { is: 'installed', maintenance: { work: 'settings' } },
    })
    // The trial needed its own; the service dialled through it too.
    expect(good.tunnels()).toBeGreaterThan(tunnels + 2)
    await engine.close()

    const shown = await bench.run(['configure', '--json', '--state', folder])
    expect(JSON.parse(shown.output)).toMatchObject({ settings: { proxy: good.address, logLevel: 'debug', pinnedRelay: 'relay-1' } })
    const back = await bench.run(['configure', '--proxy', 'none', '--level', 'info', '--relay', 'any', '--state', folder])
    expect(back.code, back.errors).toBe(0)
    expect(configurationIn(folder).proxy).toBeUndefined()
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
})
