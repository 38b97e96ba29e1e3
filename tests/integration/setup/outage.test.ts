/** The control plane and its relay go away and come back: what a connector and its window still know, and how it recovers. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ControlPlane, startControlPlane } from '../../../cloud/control-plane.ts'
import { createLog } from '../../../cloud/log.ts'
import { type ServiceStatus } from '../../../contract/local-status-api.ts'
import { assemble } from '../../../setup/assembly.ts'
import { type Engine } from '../../../setup/engine.ts'
import { builtProduct } from '../../built-product.ts'
import { databaseTemplate } from '../../fakes/database-template.ts'
import { installWith } from './setup-bench.ts'

const root = mkdtempSync(join(tmpdir(), 'cwo-'))
const state = join(root, 's')
const data = join(state, 'files', 'ProgramData', 'Causeway')
let controlPlane: ControlPlane
let engine: Engine

const start = async (port: number): Promise<ControlPlane> => {
  const started = await startControlPlane({
    data: join(root, 'cloud'),
    port,
    demo: true,
    databaseTemplate: await databaseTemplate(),
    log: createLog('error', () => undefined),
  })
  if (!started.ok) throw new Error(JSON.stringify(started.failure))
  return started.value
}

/** Asks as the window does until the service says so. */
const statusThat = async (isSo: (status: ServiceStatus) => boolean): Promise<ServiceStatus> => {
  for (;;) {
    await engine.call('refreshService', {})
    const { service } = engine.snapshot
    if (service.is === 'running' && isSo(service.status)) return service.status
    await delay(100)
  }
}

/** Bytes of each file of the service that is neither a log nor its history. */
const filesOf = () =>
  Object.fromEntries(
    readdirSync(data, { recursive: true })
      .map(String)
      .filter((name) => !/log|history/.test(name) && statSync(join(data, name)).isFile())
      .map((name) => [name, readFileSync(join(data, name), 'utf8')]),
  )
const logBytes = () => statSync(join(data, 'logs', 'connector.log')).size

beforeAll(async () => {
  controlPlane = await start(0)
  const assembled = await assemble({
    server: undefined,
    stateFolder: state,
    connectionFile: controlPlane.connectionFile,
    connectionFilePath: controlPlane.connectionFilePath,
    address: undefined,
    surface: 'commandLine',
    openBrowser: async () => false,
    programs: builtProduct,
  })
  if (!assembled.ok) throw new Error(JSON.stringify(assembled.failure))
  engine = assembled.value.engine
  const { demo } = controlPlane
  const location = demo?.locations[0]
  if (demo === undefined || location === undefined) throw new Error('no demo data')
  const made = await controlPlane.store.enrollmentTokens.create(
    demo.organization.id,
    { locationId: location.id, note: '', createdBy: 'test' },
    new Date(),
  )
  await installWith(engine, made.token)
}, 180_000)

afterAll(async () => {
  await engine.call('uninstall', {})
  await engine.installEnd()
  await engine.close()
  await controlPlane.stop(200)
  rmSync(root, { recursive: true, force: true })
}, 120_000)

describe('while control plane and relay are away', () => {
  it('the service keeps what it knows, says since when, writes little, and recovers by itself', { timeout: 180_000 }, async () => {
    const before = await statusThat(({ channel }) => channel === 'healthy')
    const files = filesOf()
    const size = logBytes()
    const port = Number(new URL(controlPlane.address).port)
    const stoppedAt = new Date().toISOString()
    await controlPlane.stop(200)

    const down = await statusThat(
      ({ channel, sessions }) => channel === 'down' && sessions.every(({ lastFailure }) => lastFailure !== undefined),
    )
    expect(down.channelSince >= stoppedAt).toBe(true)
    expect(down.sessions.map(({ lastFailure }) => lastFailure?.code)).toEqual(down.sessions.map(() => 'CW4006'))
    expect(down).toMatchObject({
      connector: before.connector,
      resources: before.resources,
      certificate: before.certificate,
      pid: before.pid,
      workerRestarts: 0,
    })
    // Some failures later it is still the same outage.
    const first = Object.fromEntries(down.sessions.map(({ nextAttemptAt }, index) => [index, nextAttemptAt]))
    const later = await statusThat(({ sessions }) =>
      sessions.every(({ nextAttemptAt }, index) => nextAttemptAt !== undefined && nextAttemptAt !== first[index]),
    )
    expect(later.channelSince).toBe(down.channelSince)
    expect(filesOf()).toEqual(files)
    expect(logBytes() - size).toBeLessThan(64 * 1024)
    expect((await engine.call('connectivityReport', {})).ok).toBe(false)

    controlPlane = await start(port)
    const backAt = Date.now()
    const waiting = await statusThat(() => true)
    const promised = Math.max(backAt, ...waiting.sessions.map(({ nextAttemptAt }) => Date.parse(nextAttemptAt ?? '') || 0))
    const healthy = await statusThat(({ channel }) => channel === 'healthy')
    // The one step of back-off that was already being waited for, and the time of a handshake on a slow machine.
    expect(Date.parse(healthy.channelSince) - promised).toBeLessThan(10_000)
    expect(healthy).toMatchObject({ pid: before.pid, resources: before.resources, workerRestarts: 0 })
  })
})
