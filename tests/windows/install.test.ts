/** The whole way on a Windows machine under Wine, with a real control plane in this process: install, test, repair, uninstall. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSetupBench, type SetupBench } from '../integration/setup/setup-bench.ts'
import { installOn, killedOn, machineState, parametersOn, pointsIn, setupFolder } from './installed-machine.ts'
import { serverInDomain } from './machine-states.ts'
import { causewaySetupGoing, changeRegistry, driveC, missingForWine, windowsPath } from './wine-machine.ts'

const missing = missingForWine()

describe.skipIf(missing !== undefined)(`installing on Wine${missing === undefined ? '' : ` (${missing})`}`, () => {
  let bench: SetupBench
  let before: ReturnType<typeof machineState>
  beforeAll(async () => {
    changeRegistry(serverInDomain)
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

  test('by token, silently, within 20 seconds: green through the real cloud', async () => {
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

  test('kill -9 in the middle of every step, each time resumed, then undone as often: the machine is as it was', async () => {
    const points = join(bench.folder(), '..', 'points')
    writeFileSync(points, '')
    const untilItEnds = async (first: 'install' | 'uninstall', then: 'resume' | 'undo') => {
      for (let work: 'install' | 'uninstall' | 'resume' | 'undo' = first; ; work = then) {
        const reached = pointsIn(points).length
        const token = first === 'install' ? { token: (await bench.token()).reveal(), onSeenBefore: 'replace' as const } : {}
        const { output, errors } = await killedOn(bench, { work, points: windowsPath(points), ...token })
        if (pointsIn(points).length === reached) return output + errors
      }
    }
    const installed = await untilItEnds('install', 'resume')
    expect(installed).toContain('"install":"installed"')
    for (const step of ['programFolder', 'dataFolder', 'service', 'eventSource', 'enroll', 'settings', 'firewall', 'startService'])
      for (const point of [`${step} begun`, `${step} verified`]) expect(pointsIn(points)).toContain(point)
    const undone = await untilItEnds('uninstall', 'undo')
    expect(undone).toContain('"install":"undone"')
    expect(machineState()).toEqual(before)
    expect(await active()).toEqual([])
    process.stdout.write(`Ended with kill -9 at ${pointsIn(points).length} points under Wine\n`)
  })
})
