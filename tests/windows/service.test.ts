/** The connector as a real service of the Service Control Manager, enrolled at a real control plane on this machine. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startFixture, type Fixture } from '../integration/cloud/control-plane-fixture.ts'
import { type Result } from '../../contract/error-codes.ts'
import { dataFolderFiles } from '../../contract/local-status-api.ts'
import {
  beside,
  dataFolder,
  dataFolderOnMachine,
  echoOfService,
  enrollMachineOnWine,
  layOutConnector,
  logOfService,
  processesOf,
  queryService,
  registerService,
  removeConnector,
  startService,
  statusOfService,
  stopService,
  untilService,
} from './connector-on-wine.ts'
import { tellFigure } from './figures.ts'
import { missingForWine, nodeProgram, programOnMachine, windowsPath, wineBeside } from './wine-machine.ts'

const missing = missingForWine()
const patience = { timeout: 60_000, interval: 100 }
let fixture: Fixture
let connectorId: string

const health = async (): Promise<unknown> => {
  const { body } = await fixture.call('GET', `/v1/connectors/${connectorId}`, fixture.ours.reader)
  return (body as { health: unknown }).health
}

describe.skipIf(missing !== undefined)(`the service on Wine${missing === undefined ? '' : ` (${missing})`}`, () => {
  beforeAll(async () => {
    await removeConnector()
    fixture = await startFixture()
    ;({ connectorId } = await enrollMachineOnWine(fixture))
    await registerService(layOutConnector('0.1.0'))
  })
  afterAll(async () => {
    await removeConnector()
    await fixture.stop()
  })

  test('starts, opens its channel, tells its status and brings an echo back', async () => {
    const started = performance.now()
    await Promise.all([startService(), vi.waitFor(async () => expect(await health()).toBe('healthy'), patience)])
    tellFigure('serviceHealthy', performance.now() - started)
    await untilService('running')
    expect(await statusOfService()).toMatchObject({ channel: 'healthy', workerRestarts: 0, connector: { id: connectorId } })
    expect(await echoOfService()).toMatchObject({ ok: true, value: { lost: 0 } })
  })

  test('a killed worker comes back', { timeout: 240_000 }, async () => {
    const [before] = processesOf('worker.js')
    process.kill(before ?? 0, 'SIGKILL')
    // Wine seldom makes a process that does not begin; the host ends it after two minutes and starts another.
    await vi.waitFor(
      async () => {
        const { channel, workerRestarts } = await statusOfService()
        expect(channel).toBe('healthy')
        expect(workerRestarts).toBeGreaterThan(0)
      },
      { ...patience, timeout: 200_000 },
    )
    expect(processesOf('worker.js')).not.toEqual([before])
  })

  test('a killed host leaves no worker, not even one that hangs', async () => {
    const [[host = 0], [worker = 0]] = [processesOf('host.js'), processesOf('worker.js')]
    process.kill(worker, 'SIGSTOP')
    process.kill(host, 'SIGKILL')
    await vi.waitFor(() => expect([...processesOf('host.js'), ...processesOf('worker.js')]).toEqual([]), patience)
    // Wine's service manager does not notice, so that it is started again here; on Windows that is a recovery action.
    await startService()
    // The lock of the dead was taken over.
    await vi.waitFor(async () => expect(await statusOfService()).toMatchObject({ channel: 'healthy' }), patience)
  })

  test('stops when asked, within its bound, with nothing left', async () => {
    await stopService()
    await untilService('stopped')
    await vi.waitFor(() => expect([...processesOf('host.js'), ...processesOf('worker.js')]).toEqual([]), patience)
    expect(logOfService()).toContain('"why":"stop"')
  })

  test('a service that cannot work says with which code', async () => {
    const file = join(dataFolder, dataFolderFiles.configuration)
    const content = readFileSync(file)
    writeFileSync(file, '{}')
    await startService()
    await untilService('stopped')
    const { output } = await queryService()
    expect(output).toMatch(/WIN32_EXIT_CODE\s*:\s*1066 /)
    expect(output).toMatch(/SERVICE_EXIT_CODE\s*:\s*4001 /)
    writeFileSync(file, content)
  })

  test('settings of the service are read back; what the machine does not tell is never called done', async () => {
    const answer = (await beside('apply-settings.js')) as Result<{ unconfirmed: string[] }>
    if (!answer.ok) throw new Error(JSON.stringify(answer.failure))
    // Wine answers "set" to all of them and 124 to whoever asks what was kept.
    expect(answer.value.unconfirmed).toContain('recovery actions')
    expect(answer.value.unconfirmed).not.toContain('time before shut-down')
  })

  test('the key is worth nothing under another purpose, and a planted or open file is refused', async () => {
    const wrapped = join(dataFolder, 'wrapped')
    await wineBeside(nodeProgram, [windowsPath(programOnMachine('key-store.js')), 'wrap', windowsPath(wrapped), 'one', 'nothing to see'])
    expect(readFileSync(wrapped).includes('nothing')).toBe(false)
    expect(await beside('key-store.js', 'unwrap', windowsPath(wrapped), 'one')).toBe('nothing to see')
    expect(await beside('key-store.js', 'unwrap', windowsPath(wrapped), 'another')).toEqual({ refused: 13 })
    const key = join(dataFolder, dataFolderFiles.key)
    expect(readFileSync(key).includes('PRIVATE KEY')).toBe(false)
    const content = readFileSync(key)
    writeFileSync(key, readFileSync(wrapped))
    expect(await beside('key-store.js', 'read', dataFolderOnMachine)).toMatchObject({ ok: false, failure: { code: 'CW4020' } })
    writeFileSync(key, content)
    expect(await beside('key-store.js', 'read', dataFolderOnMachine)).toMatchObject({ ok: true })
    chmodSync(key, 0o644)
    expect(await beside('key-store.js', 'read', dataFolderOnMachine)).toMatchObject({ ok: false, failure: { code: 'CW4002' } })
    chmodSync(key, 0o600)
  })
})
