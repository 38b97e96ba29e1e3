import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ConnectivityReport, throughputLimits } from '../../../contract/connectivity.ts'
import { History } from '../../../contract/history.ts'
import { LastGood } from '../../../contract/run-comparison.ts'
import { type Engine } from '../../../setup/engine.ts'
import { installWith, type SetupBench, snapshotThat, startSetupBench } from './setup-bench.ts'

let bench: SetupBench
let folder: string
let engine: Engine

beforeAll(async () => {
  bench = await startSetupBench()
  folder = bench.folder()
  engine = await bench.engine(folder)
  await installWith(engine, await bench.token())
}, 400_000)
afterAll(() => bench.stop(), 180_000)

const reportOf = async (): Promise<ConnectivityReport> => {
  const report = await engine.call('connectivityReport', {})
  if (!report.ok) throw new Error(JSON.stringify(report.failure))
  return ConnectivityReport.parse(JSON.parse(report.value.text))
}
const works = () =>
  snapshotThat(
    engine,
    ({ connectivity }) =>
      connectivity.is === 'active' &&
      connectivity.diagnosis.is === 'working' &&
      !connectivity.rows.some(({ state }) => state === 'waiting' || state === 'running'),
  )

describe('a live test of what is installed', () => {
  it('measures throughput with real bytes through the cloud, and the worker says how many', async () => {
    await engine.call('startConnectivity', {})
    await works()
    const before = await engine.call('measureThroughput', {})
    expect(before).toEqual({ ok: true, value: {} })
    const { throughput } = await reportOf()
    expect(throughput).toMatchObject({ is: 'measured', bytes: throughputLimits.bytes, whole: true, relay: 'relay-1' })
    expect(throughput?.is === 'measured' && throughput.milliseconds > 0).toBe(true)
  })

  it('tries one layer again, and those above it', async () => {
    const seen: string[] = []
    const [endpoint] = (await reportOf()).endpoints
    const stop = engine.onEvent((event) => {
      if (event.is === 'layerRow' && event.value.state === 'pass' && event.value.endpoint === endpoint?.name) seen.push(event.value.layer)
    })
    expect(await engine.call('retestLayer', { layer: 'tls', ...(endpoint === undefined ? {} : { endpoint: endpoint.name }) })).toEqual({
      ok: true,
      value: {},
    })
    stop()
    expect(seen).toEqual(['tls', 'http'])
  })

  it('stores what worked, and has it as a page', async () => {
    const stored = LastGood.parse(JSON.parse(readFileSync(join(folder, 'last-good.json'), 'utf8')))
    expect(stored.test?.report?.diagnosis.is).toBe('working')
    expect(stored.checks?.checks?.length).toBeGreaterThan(20)
    const page = await engine.call('connectivityPage', { language: 'en' })
    expect(page.ok && page.value.text).toContain('Mbit/s')
  })

  it('refuses a proxy that names a password, and tries another without asking the service', async () => {
    expect(await engine.call('startConnectivity', { proxy: 'http://anna:secret@proxy:8080' })).toMatchObject({
      ok: false,
      failure: { code: 'CW7008' },
    })
    expect(await engine.call('startConnectivity', { proxy: 'none' })).toEqual({ ok: true, value: {} })
    await snapshotThat(
      engine,
      ({ connectivity }) => connectivity.is === 'active' && connectivity.otherProxy !== undefined && connectivity.finishedAt !== undefined,
    )
    const { otherProxy, rows, diagnosis } = await reportOf()
    expect([otherProxy, diagnosis.is]).toEqual(['none', 'notInstalled'])
    expect(rows.filter(({ layer }) => layer === 'channel' || layer === 'roundTrip').map(({ state }) => state)).toEqual([
      'notTried',
      'notTried',
    ])
  })

  it('remembers what the service did, and says so when the service is stopped as well', async () => {
    // It counts whole seconds, and may be asked in the second in which the channel became healthy.
    await vi.waitFor(async () => {
      await engine.call('loadHistory', { range: '24h' })
      const { history } = engine.snapshot
      if (history.is !== 'loaded') throw new Error(JSON.stringify(history))
      expect(history.source).toBe('service')
      expect(History.parse(history.history).spans.map(({ state }) => state)).toContain('healthy')
      expect(history.history.certificates).toHaveLength(1)
    })
    await engine.call('stopService', {})
    const printed = await bench.run(['status', '--history', '24h', '--json', '--state', folder])
    expect(printed.code, printed.errors).toBe(0)
    const { spans } = History.parse(JSON.parse(printed.output))
    expect(spans.map(({ state }) => state)).toContain('healthy')
  })

  it('says what changed since it last worked, on the command line too, and keeps the report as a file', async () => {
    await engine.call('startConnectivity', {})
    const broken = await snapshotThat(engine, ({ connectivity }) => connectivity.is === 'active' && connectivity.comparison !== undefined)
    if (broken.connectivity.is !== 'active') throw new Error('no test')
    expect(broken.connectivity.diagnosis.is).toBe('notWorking')
    expect(broken.connectivity.comparison?.differences).toContainEqual(
      expect.objectContaining({ topic: 'layer', layer: 'channel', before: 'pass' }),
    )
    await engine.call('stopConnectivity', {})
    const file = join(folder, 'report.html')
    const said = await bench.run(['test', '--compare', '--html', file, '--state', folder])
    expect(said.code).toBe(5)
    expect(said.output).toMatch(/Compared with the run of[^]*Channel[^]*Works ->/)
    expect(readFileSync(file, 'utf8')).toContain('What changed since it last worked')
  })

  it('a damaged record of the last good run is said, and does not keep the test from its verdict', async () => {
    writeFileSync(join(folder, 'last-good.json'), '{"schema":"causeway.last-go')
    const said = await bench.run(['test', '--compare', '--state', folder])
    expect(said.code).toBe(5)
    expect(said.errors).toContain('CW7004')
    expect(said.output).toMatch(/^Not working/)
  })
})
