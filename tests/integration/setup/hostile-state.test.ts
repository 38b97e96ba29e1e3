import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installWith, type SetupBench, snapshotThat, startSetupBench } from './setup-bench.ts'

let bench: SetupBench
let installed: string

beforeAll(async () => {
  bench = await startSetupBench()
  installed = bench.folder()
  const engine = await bench.engine(installed)
  await installWith(engine, await bench.token())
  await engine.close()
}, 180_000)
afterAll(() => bench.stop(), 180_000)

describe('a damaged state', () => {
  it('of the journal is refused by everything that would change the machine, and is kept as it is', async () => {
    const journal = join(installed, 'journal.jsonl')
    const good = readFileSync(journal)
    const damaged = Buffer.from(good)
    damaged[300] = (damaged[300] ?? 0) ^ 1
    writeFileSync(journal, damaged)
    for (const args of [['uninstall'], ['repair'], ['install', '--params', bench.parameters()]]) {
      const ended = await bench.run([...args, '--state', installed, '--quiet'], (await bench.token()).reveal())
      expect(ended, args[0]).toMatchObject({ errors: expect.stringMatching(/CW3006: .*Line 1 of .*journal\.jsonl/) as string })
      expect(ended.code).not.toBe(0)
    }
    expect(readFileSync(journal).equals(damaged)).toBe(true)
    expect((await bench.run(['status', '--json', '--state', installed])).output).toContain('"is": "running"')
    writeFileSync(journal, good)
    appendFileSync(journal, '0123456789abcdef {"n":')
    expect((await bench.run(['test', '--state', installed])).output).toMatch(/^Working/)
  })

  it('of the simulated server is one clear line and exit code 1 or 3', async () => {
    const folder = bench.folder()
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'server.json'), '{"schema":"causeway.simulated-server/1","services":7}')
    const ended = await bench.run(['check', '--state', folder])
    expect(ended.errors).toMatch(/^CW7004: /)
    expect(ended.code).toBe(1)
    expect(readdirSync(folder)).toContain('server.json')
    const other = await bench.run(['check', '--state', installed, '--server', 'core-2022'])
    expect(other.errors).toMatch(/^CW7004: .*healthy-2022/)
  })
})

describe('bad arguments and files', () => {
  it.each([
    [['install', '--params', '/no/such/file'], /^CW7001: .*\/no\/such\/file: cannot be read \(ENOENT\)/],
    [['check', '--connection-file', '/etc/hostname'], /^CW7003: .*\/etc\/hostname: not JSON/],
    [['check', '--server', 'no-such-server'], /^CW7002: .*no-such-server/],
    [['check', '--state', `/tmp/${'deep/'.repeat(20)}`], /^CW7008: .*too long/],
    [['install'], /^CW7008: .*--params/],
    [['fly'], /^CW7008: fly/],
    [[], /^CW7008: .*\. no command: .*terminal/],
  ])('%j end with exit code 3, name the culprit and make nothing', async (args, message) => {
    const folder = bench.folder()
    const state = args.includes('--state') || args.length === 0 || args[0] === 'fly' ? [] : ['--state', folder]
    const ended = await bench.run([...args, ...state], '', { XDG_STATE_HOME: bench.folder() })
    expect(ended.errors).toMatch(message)
    expect(ended.code).toBe(3)
    expect(existsSync(join(folder, 'journal.jsonl'))).toBe(false)
  })

  it('say the same to programs', async () => {
    const ended = await bench.run(['check', '--json', '--connection-file', '/etc/hostname'])
    expect(JSON.parse(ended.output)).toMatchObject({ schema: 'causeway.failure/1', exitCode: 3, failure: { code: 'CW7003' } })
    const mistyped = await bench.run(['check', '--json', '--sideways'])
    expect(JSON.parse(mistyped.output)).toMatchObject({ exitCode: 3, failure: { code: 'CW7008', values: { argument: '--sideways' } } })
  })
})

describe('the live test', () => {
  it(
    'names the cause when the control plane goes away; uninstalling then cleans the machine all the same',
    { timeout: 180_000 },
    async () => {
      const own = await startSetupBench()
      const folder = own.folder()
      const engine = await own.engine(folder)
      await installWith(engine, await own.token())
      await engine.call('startConnectivity', {})
      const working = await snapshotThat(
        engine,
        ({ connectivity }) => connectivity.is === 'active' && connectivity.diagnosis.is === 'working',
      )
      expect(working.connectivity).toMatchObject({
        path: [
          { kind: 'server', state: 'reached' },
          { kind: 'relay', state: 'reached' },
          { kind: 'controlPlane', state: 'reached' },
        ],
      })
      await own.controlPlane.stop(0)
      const broken = await snapshotThat(
        engine,
        ({ connectivity }) =>
          connectivity.is === 'active' && connectivity.diagnosis.is === 'notWorking' && connectivity.diagnosis.code === 'CW1204',
      )
      expect(broken.connectivity).toMatchObject({ diagnosis: { layer: 'tcp', owner: 'network', values: { reason: 'ECONNREFUSED' } } })
      const report = await engine.call('connectivityReport', {})
      expect(report.ok && JSON.parse(report.value.text)).toMatchObject({
        schema: 'causeway.connectivity-report/1',
        diagnosis: { is: 'notWorking' },
      })
      await engine.call('stopConnectivity', {})
      // Uninstalling without a control plane cleans the machine and says what is left in the cloud.
      expect(await engine.call('uninstall', {})).toEqual({ ok: true, value: {} })
      expect(await engine.installEnd()).toMatchObject({ code: 'CW3003', values: { left: 1 } })
      expect(engine.snapshot).toMatchObject({ service: { is: 'notInstalled' }, ledger: { is: 'takenBack' } })
      await own.stop().catch(() => undefined)
    },
  )
})
