/** The whole way on a Windows machine under Wine, with a real control plane in this process: install, test, repair, uninstall. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSetupBench, type SetupBench } from '../integration/setup/setup-bench.ts'
import { installOn, killedOn, machineState, parametersOn, pointsIn, setupFolder } from './installed-machine.ts'
import { readyServer } from './machine-states.ts'
import { causewaySetupGoing, changeRegistry, driveC, missingForWine, windowsPath } from './wine-machine.ts'

const missing = missingForWine()

describe.skipIf(missing !== undefined)(`installing on Wine${missing === undefined ? '' : ` (${missing})`}`, () => {
  let bench: SetupBench
  let before: ReturnType<typeof machineState>
  beforeAll(async () => {
    changeRegistry(readyServer)
    bench = await startSetupBench()
    before = machineState()
  })
  afterAll(async () => {
    await causewaySetupGoing(['uninstall', '--quiet'])
    await bench.stop()
    rmSync(setupFolder, { recursive: true, force: true })
  })
  const active = async () =>
    (await bench.controlPlane.store.connectors.list(bench.demo.organization.id, { limit: 200 })).items.filter(
      ({ revokedAt }) => revokedAt === null,
    )

  test('by token, silently: green through the real cloud', async () => {
    const started = performance.now()
    const installed = await installOn(bench)
    const seconds = (performance.now() - started) / 1000
    expect(installed.code, installed.output + installed.errors).toBe(0)
    expect(installed.output).toMatch(/^Working: /m)
    process.stdout.write(`Silent installation under Wine, checks and echo included: ${seconds.toFixed(1)} s\n`)
    expect((await active()).length).toBe(1)
    const status = await causewaySetupGoing(['status', '--json'])
    expect(JSON.parse(status.output)).toMatchObject({
      install: 'installed',
      service: { is: 'running', status: { channel: 'healthy' } },
    })
  })

  test('repairs what was broken behind its back', async () => {
    expect((await causewaySetupGoing(['stop'])).code).toBe(0)
    rmSync(join(driveC, 'ProgramData', 'Causeway', 'connector.json'))
    const repaired = await causewaySetupGoing(['repair'])
    expect(repaired.code, repaired.errors).toBe(0)
    const tested = await causewaySetupGoing(['test'])
    expect(tested.output, tested.errors).toMatch(/^Working/m)
  })

  test('uninstall leaves nothing but the journal: file by file, key by key, service by service', async () => {
    const gone = await causewaySetupGoing(['uninstall'])
    expect(gone.code, gone.output + gone.errors).toBe(0)
    expect(machineState()).toEqual(before)
    expect(await active()).toEqual([])
  })

  test('exit codes: an argument, nothing installed, a used token', async () => {
    expect((await causewaySetupGoing(['install', '--no-such'])).code).toBe(3)
    expect((await causewaySetupGoing(['uninstall'])).code).toBe(0)
    const refused = await causewaySetupGoing(['install', '--params', parametersOn(bench), '--quiet'], 'cwt_not-a-token')
    expect([3, 6], refused.errors).toContain(refused.code)
  })

  // Every point there is is tried on the simulated server (`tests/integration/setup/kill-points.test.ts`).
  test('kill -9 in every step, each time resumed, then undone as often: the machine is as it was', { timeout: 600_000 }, async () => {
    const only = ' begun$|(CausewayConnector|connector\\.json|machine\\.key) (made|taken back)$'
    const points = join(bench.folder(), '..', 'points')
    const untilItEnds = async (work: 'install' | 'uninstall') => {
      for (;;) {
        const reached = pointsIn(points).length
        const token = work === 'install' ? { token: (await bench.token()).reveal(), onSeenBefore: 'replace' as const } : {}
        const { output, errors } = await killedOn(bench, { work, points: windowsPath(points), only, ...token })
        if (pointsIn(points).length === reached) return output + errors
      }
    }
    const installed = await untilItEnds('install')
    expect(installed).toContain('"install":"installed"')
    for (const step of ['programFolder', 'dataFolder', 'service', 'eventSource', 'enroll', 'settings', 'firewall', 'startService'])
      expect(pointsIn(points)).toContain(`${step} begun`)
    const undone = await untilItEnds('uninstall')
    expect(undone).toContain('"install":"undone"')
    expect(machineState()).toEqual(before)
    expect(await active()).toEqual([])
    process.stdout.write(`Ended with kill -9 at ${pointsIn(points).length} points under Wine\n`)
  })
})
