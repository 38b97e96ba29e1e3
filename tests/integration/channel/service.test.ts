import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { dataFolderFiles, type ConnectorConfiguration } from '../../../contract/local-status-api.ts'
import { statusAddress } from '../../../connector/identity/status-address.ts'
import {
  enrollFolder,
  removeFolder,
  startService,
  type ConnectorService,
  type EnrolledFolder,
  type EnrollOptions,
} from '../../fakes/connector-service.ts'
import { builtProduct } from '../../built-product.ts'
import { startRelay, type RelayServer } from '../../fakes/relay-server.ts'
import { connectorIdOf, RelayStore } from '../../fakes/relay-store.ts'
import { TestAuthority } from '../../fakes/test-authority.ts'

let authority: TestAuthority
let store: RelayStore
let relay: RelayServer
let folder: EnrolledFolder
const services: ConnectorService[] = []
const wait = { interval: 50 }

const enroll = (options: Partial<EnrollOptions> = {}) =>
  enrollFolder({ authority, connectorId: connectorIdOf('a'), relay: relay.origin, ...options })
const start = (path = folder.path, values?: readonly string[]): ConnectorService => {
  const service = startService(path, values)
  services.push(service)
  return service
}
const channel = (service: ConnectorService, state: string) =>
  vi.waitFor(async () => expect(await service.status()).toMatchObject({ channel: state }), wait)
const workerOf = (service: ConnectorService): number => {
  const pid = service.child.pid ?? 0
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0])
}
const isAlive = (pid: number): boolean => {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}

beforeEach(async () => {
  authority = await TestAuthority.create()
  store = new RelayStore()
  relay = await startRelay(authority, store)
  folder = await enroll()
})
afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.stop()))
  await relay.kill()
  removeFolder(folder)
})

describe('the connector service', () => {
  test('opens its channel, tells its status and stops when asked', async () => {
    const service = start()
    await channel(service, 'healthy')
    const status = await service.status()
    expect(status.sessions.map(({ purpose, state }) => `${purpose} ${state}`)).toEqual(['interactive open', 'bulk open'])
    expect(status.connector).toMatchObject({ name: 'test', locationName: 'Munich' })
    expect(statSync(statusAddress(folder.path)).mode & 0o777).toBe(0o600)
    expect(statSync(folder.path).mode & 0o777).toBe(0o700)
    service.child.kill('SIGTERM')
    expect(await service.exited).toEqual({ code: 0, stderr: '' })
    await vi.waitFor(() => expect(relay.relay.sessionsOf(connectorIdOf('a'))).toHaveLength(0), wait)
  })

  test('brings a killed worker back', async () => {
    const service = start()
    await channel(service, 'healthy')
    const worker = workerOf(service)
    process.kill(worker, 'SIGKILL')
    await vi.waitFor(async () => expect(await service.status()).toMatchObject({ channel: 'healthy', workerRestarts: 1 }), wait)
    expect(workerOf(service)).not.toBe(worker)
  })

  test('leaves no orphan when the host is killed', async () => {
    const service = start()
    await channel(service, 'healthy')
    const worker = workerOf(service)
    service.child.kill('SIGKILL')
    await service.exited
    await vi.waitFor(() => expect(isAlive(worker)).toBe(false), wait)
    await vi.waitFor(() => expect(relay.relay.sessionsOf(connectorIdOf('a'))).toHaveLength(0), wait)
    await channel(start(), 'healthy')
  })

  test('runs once per data folder', async () => {
    const first = start()
    await channel(first, 'healthy')
    const second = start()
    expect(await second.exited).toMatchObject({ code: 5, stderr: expect.stringContaining('CW4011') as string })
    expect(await first.status()).toMatchObject({ channel: 'healthy' })
  })

  test('a service that gives up while its worker loads leaves no worker', async () => {
    const file = join(folder.path, dataFolderFiles.configuration)
    rmSync(file)
    // Nothing can be read until something is written, so that the service waits while its worker loads.
    execFileSync('mkfifo', [file])
    const service = start()
    await vi.waitFor(() => expect(workerOf(service)).toBeGreaterThan(0), wait)
    const worker = workerOf(service)
    writeFileSync(file, '{}')
    expect(await service.exited).toMatchObject({ code: 3, stderr: expect.stringContaining('CW4001') as string })
    await vi.waitFor(() => expect(isAlive(worker)).toBe(false), wait)
  })

  test('a worker that is told to end before it is ready does not have to be killed', async () => {
    const worker = fork(join(dirname(builtProduct.connector), 'worker.js'), [], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const ended = once(worker, 'exit')
    worker.send({ is: 'begin', dataFolder: folder.path, runId: 'run_of_the_test' })
    worker.send({ is: 'stop' })
    expect(await ended).toEqual([0, null])
  })

  test('goes to "enroll again" when it is removed, and stays there after a restart', async () => {
    const service = start()
    await channel(service, 'healthy')
    store.revoked.add(connectorIdOf('a'))
    await relay.relay.revoke(connectorIdOf('a'), { code: 'CW4004', values: { by: ' by Alex' } })
    expect(relay.relay.sessionsOf(connectorIdOf('a'))).toHaveLength(0)
    await vi.waitFor(
      async () =>
        expect(await service.status()).toMatchObject({ channel: 'enrollAgain', failure: { code: 'CW4004', values: { by: ' by Alex' } } }),
      wait,
    )
    await service.stop()
    const again = start()
    await vi.waitFor(async () => expect(await again.status()).toMatchObject({ channel: 'enrollAgain', failure: { code: 'CW4004' } }), wait)
  })

  test('says so when the certificate has expired', async () => {
    removeFolder(folder)
    folder = await enroll({
      certificate: { notBefore: new Date(Date.now() - 2 * 86_400_000), notAfter: new Date(Date.now() - 86_400_000) },
    })
    const service = start()
    await vi.waitFor(
      async () => expect(await service.status()).toMatchObject({ channel: 'enrollAgain', failure: { code: 'CW4003' } }),
      wait,
    )
  })

  test('says so when this is not the machine that was enrolled', async () => {
    removeFolder(folder)
    folder = await enroll({ configuration: { simulated: false } })
    const service = start()
    await vi.waitFor(
      async () => expect(await service.status()).toMatchObject({ channel: 'enrollAgain', failure: { code: 'CW4005' } }),
      wait,
    )
    expect(store.attached).toHaveLength(0)
  })

  test('renews its certificate at half of its life and goes on with the new one', async () => {
    removeFolder(folder)
    const day = 86_400_000
    folder = await enroll({ certificate: { notBefore: new Date(Date.now() - 60 * day), notAfter: new Date(Date.now() + 30 * day) } })
    const file = join(folder.path, dataFolderFiles.certificate)
    const before = readFileSync(file, 'utf8')
    const service = start()
    await channel(service, 'healthy')
    await vi.waitFor(() => expect(readFileSync(file, 'utf8')).not.toBe(before), wait)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    await vi.waitFor(
      async () => expect(Date.parse((await service.status()).certificate.expiresAt)).toBeGreaterThan(Date.now() + 80 * day),
      wait,
    )
    await service.call('reconnect', {})
    await service.stop()
    await channel(start(), 'healthy')
  })

  test('measures round trips through the cloud, as the service', async () => {
    const service = start()
    await channel(service, 'healthy')
    expect(await service.call('echo', { count: 3 })).toMatchObject({
      lost: 0,
      samples: [{ relay: 'relay-1' }, { relay: 'relay-1' }, { relay: 'relay-1' }],
    })
    await relay.kill()
    expect(await service.call('echo', { count: 2 })).toMatchObject({ lost: 2, samples: [], failure: { code: 'CW4006' } })
  })

  test('drains when asked', async () => {
    const service = start()
    await channel(service, 'healthy')
    await service.call('drain', {})
    await vi.waitFor(() => expect(relay.relay.sessionsOf(connectorIdOf('a'))).toHaveLength(0), wait)
    await vi.waitFor(async () => expect((await service.status()).sessions.map(({ state }) => state)).toEqual(['stopped', 'stopped']), wait)
  })

  test('reports the load to the relay and writes a log without secrets', async () => {
    const service = start()
    await channel(service, 'healthy')
    await vi.waitFor(() => expect(store.reports.length).toBeGreaterThan(0), wait)
    const log = readFileSync(join(folder.path, dataFolderFiles.log), 'utf8')
    expect(log).toContain('"topic":"channel"')
    for (const line of log.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ run: expect.stringMatching(/^run_/) as string })
    expect(log).not.toMatch(/PRIVATE KEY|eyJ/)
  })
})

describe('bad input ends with one coded line', () => {
  const ends = async (code: string, exit: number, values?: readonly string[]) => {
    const { code: got, stderr } = await start(folder.path, values).exited
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain(code)
    expect(got).toBe(exit)
  }
  const configurationFile = () => join(folder.path, dataFolderFiles.configuration)

  test('no or unknown arguments', async () => {
    await ends('CW7008', 2, [])
    await ends('CW7008', 2, ['--data', folder.path, '--fast'])
  })
  test('configuration missing, damaged or of another shape', async () => {
    appendFileSync(configurationFile(), '}')
    await ends('CW4001', 3)
    writeFileSync(configurationFile(), JSON.stringify({ ...folder.configuration, relays: [] } satisfies ConnectorConfiguration))
    await ends('CW4001', 3)
    rmSync(configurationFile())
    await ends('CW4001', 3)
  })
  test('key open to others, or not the certificate’s', async () => {
    chmodSync(join(folder.path, dataFolderFiles.key), 0o644)
    await ends('CW4002', 4)
    chmodSync(join(folder.path, dataFolderFiles.key), 0o600)
    const other = await enroll()
    writeFileSync(join(folder.path, dataFolderFiles.key), readFileSync(join(other.path, dataFolderFiles.key)))
    removeFolder(other)
    await ends('CW4002', 4)
  })
})

describe('the local status API', () => {
  test('refuses garbage without falling over', async () => {
    const service = start()
    await channel(service, 'healthy')
    for (const garbage of [
      '\0\0\0\0',
      'Content-Length: -5\r\n\r\n',
      'Content-Length: 9\r\n\r\nnot json!',
      'x'.repeat(70_000),
      'Content-Length: 2\r\n\r\n[]',
    ]) {
      const socket = connect(statusAddress(folder.path))
      socket.on('error', () => undefined)
      socket.end(garbage)
      await new Promise((resolve) => socket.once('close', resolve))
    }
    await expect(service.call('echo', { count: 1000 })).rejects.toThrow('CW7007')
    expect(await service.status()).toMatchObject({ channel: 'healthy', workerRestarts: 0 })
  })
})
