/** The whole way on a Windows machine under Wine, with a real control plane in this process: install, test, repair, uninstall. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { serviceName } from '../../contract/service-definition.ts'
import { startSetupBench, type SetupBench } from '../integration/setup/setup-bench.ts'
import { statusOfService } from './connector-on-wine.ts'
import { tellFigure } from './figures.ts'
import { holding, installOn, killedOn, machineState, parametersOn, pointsIn, setupFolder } from './installed-machine.ts'
import { readyServer } from './machine-states.ts'
import { causewaySetupGoing, changeRegistry, driveC, missingForWine, windowsPath, wineBeside } from './wine-machine.ts'

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
    const milliseconds = performance.now() - started
    expect(installed.code, installed.output + installed.errors).toBe(0)
    expect(installed.output).toMatch(/^Working: /m)
    tellFigure('silentInstallation', milliseconds)
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

  test('a clone: with another MachineGuid the service says CW4005 and dials no more', async () => {
    const key = 'HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Cryptography'
    const asked = await wineBeside('reg', ['query', key.replace('HKEY_LOCAL_MACHINE', 'HKLM'), '/v', 'MachineGuid'])
    const guid = /MachineGuid\s+REG_SZ\s+(\S+)/.exec(asked.output)?.[1] ?? ''
    expect(guid).not.toBe('')
    const startWith = async (MachineGuid: string) => {
      expect((await causewaySetupGoing(['stop'])).code).toBe(0)
      changeRegistry({ [key]: { MachineGuid } })
      expect((await causewaySetupGoing(['start'])).code).toBe(0)
    }
    await startWith('6f1c0000-0000-4000-8000-00000000c10e')
    await vi.waitFor(async () => expect(await statusOfService()).toMatchObject({ channel: 'enrollAgain', failure: { code: 'CW4005' } }), {
      timeout: 60_000,
      interval: 100,
    })
    await startWith(guid)
    const tested = await causewaySetupGoing(['test'])
    expect(tested.output, tested.errors).toMatch(/^Working/m)
  })

  test('a program holds the service open: it waits for its deletion, says so, and goes when it is let go', async () => {
    const held = await holding('service', serviceName)
    const refused = await causewaySetupGoing(['uninstall'])
    expect(refused.code, refused.output + refused.errors).not.toBe(0)
    expect(refused.errors + refused.output).toContain('CW3003')
    await held.release()
  })

  test('uninstall leaves nothing but the journal: file by file, key by key, service by service', async () => {
    const gone = await causewaySetupGoing(['uninstall'])
    expect(gone.code, gone.output + gone.errors).toBe(0)
    expect(machineState()).toEqual(before)
    expect(await active()).toEqual([])
  })

  test('a program holds a file: what waits for the restart is told, and nothing else is left', async () => {
    expect((await installOn(bench)).code).toBe(0)
    const name = 'Program Files\\Causeway\\connector\\0.1.0\\product.json'
    const held = await holding('file', `C:\\${name}`)
    const gone = await causewaySetupGoing(['uninstall'])
    await held.release()
    // 3010, of which Linux keeps the last eight bits.
    expect(gone.code, gone.output + gone.errors).toBe(3010 & 0xff)
    expect(gone.errors).toContain('product.json')
    const sessionManager = 'HKLM\\System\\CurrentControlSet\\Control\\Session Manager'
    const waiting = await wineBeside('reg', ['query', sessionManager, '/v', 'PendingFileRenameOperations'])
    expect(waiting.output).toContain(name)
    // What the restart would do.
    rmSync(join(driveC, 'Program Files', 'Causeway'), { recursive: true })
    changeRegistry({ [sessionManager.replace('HKLM', 'HKEY_LOCAL_MACHINE')]: { PendingFileRenameOperations: null } })
    expect(machineState()).toEqual(before)
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
      for (let silent = 0; ;) {
        const reached = pointsIn(points).length
        const token = work === 'install' ? { token: (await bench.token()).reveal(), onSeenBefore: 'replace' as const } : {}
        const { code, output, errors } = await killedOn(bench, { work, points: windowsPath(points), only, ...token })
        if (pointsIn(points).length > reached) continue
        if (output + errors !== '') return output + errors
        // Wine seldom makes a process that ends before its program has begun.
        if ((silent += 1) > 2) return `ended with ${String(code)} and without a word`
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
