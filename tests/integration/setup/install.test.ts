import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ParametersFile } from '../../../contract/parameters-file.ts'
import { NetworkRequest } from '../../../contract/network-request.ts'
import { builtProduct } from '../../built-product.ts'
import { installWith, prepareInstall, serverOf, type SetupBench, snapshotThat, startSetupBench } from './setup-bench.ts'

let bench: SetupBench

beforeAll(async () => {
  bench = await startSetupBench()
}, 180_000)
afterAll(() => bench.stop(), 180_000)

/** The service's files, `product.json` included, and with them how much an installation changes. */
const files = readdirSync(dirname(builtProduct.connector)).length + 1
const changes = 16 + files

const connectors = async () => (await bench.controlPlane.store.connectors.list(bench.demo.organization.id, { limit: 200 })).items
const linesOf = (folder: string) => readFileSync(join(folder, 'journal.jsonl'), 'utf8').trimEnd().split('\n')

/** As it was, but for the folders above ours, which `createFolder` leaves. */
const expectAsBefore = (folder: string, before: ReturnType<typeof serverOf>) => {
  const { model, files } = serverOf(folder)
  expect(model).toEqual(before.model)
  const { 'Program Files': _programs, ProgramData: _data, ...rest } = files
  const { 'Program Files': _programsBefore, ProgramData: _dataBefore, ...restBefore } = before.files
  expect(rest).toEqual(restBefore)
}

describe('an installation by token', () => {
  it('goes green through the real cloud, shows status, and leaves nothing when it is uninstalled', async () => {
    const folder = bench.folder()
    expect((await bench.run(['check', '--state', folder])).code).toBe(0)
    const before = serverOf(folder)
    const installed = await bench.run(['install', '--params', bench.parameters(), '--state', folder], (await bench.token()).reveal())
    expect(installed).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^Working: [\d.,]+ ms round trip through relay-1\n$/) as string,
    })
    const status = await bench.run(['status', '--json', '--state', folder])
    expect(JSON.parse(status.output)).toMatchObject({
      service: { is: 'running', status: { channel: 'healthy' } },
      ledger: { is: 'changed', changes },
      install: 'installed',
    })
    const tested = await bench.run(['test', '--json', '--state', folder])
    expect(JSON.parse(tested.output)).toMatchObject({
      schema: 'causeway.connectivity-report/1',
      diagnosis: { is: 'working' },
      server: { simulated: true },
    })
    const again = await bench.run(['install', '--params', bench.parameters(), '--state', folder])
    expect(again).toMatchObject({ code: 0, errors: expect.stringContaining('Installed already') as string })
    const gone = await bench.run(['uninstall', '--state', folder])
    expect(gone).toMatchObject({ code: 0, errors: expect.stringContaining(`${changes} changes made, ${changes} taken back`) as string })
    expectAsBefore(folder, before)
    expect((await connectors()).filter(({ revokedAt }) => revokedAt === null)).toEqual([])
  })

  it('repairs what was broken behind its back', async () => {
    const folder = bench.folder()
    const engine = await bench.engine(folder)
    await installWith(engine, await bench.token())
    rmSync(join(folder, 'files', 'ProgramData', 'Causeway', 'connector.json'))
    await engine.call('stopService', {})
    await engine.close()
    const looked = await bench.run(['repair', '--list', '--json', '--state', folder])
    const { actions } = JSON.parse(looked.output) as { actions: { action: { name: string }; differs?: unknown }[] }
    const differing = actions.flatMap(({ action, differs }) => (differs === undefined ? [] : [action.name]))
    expect(differing).toEqual(expect.arrayContaining(['settings', 'startService']))
    const repaired = await bench.run(['repair', '--state', folder])
    expect(repaired).toMatchObject({ code: 0 })
    const request = await bench.run(['request', '--json', '--state', folder])
    expect(NetworkRequest.parse(JSON.parse(request.output)).entries.map(({ purpose }) => purpose)).toEqual(
      expect.arrayContaining(['controlPlane', 'relay']),
    )
    const back = await bench.run(['uninstall', '--list', '--json', '--state', folder])
    expect((JSON.parse(back.output) as { changes: unknown[] }).changes).toHaveLength(changes)
    expect((await bench.run(['test', '--state', folder])).output).toMatch(/^Working/)
    await bench.run(['uninstall', '--state', folder])
  })

  it('enrolls again with a new key when the connector was removed in the console', async () => {
    const folder = bench.folder()
    await installWith(await bench.engine(folder), await bench.token(), { connectorName: 'again' })
    const key = () => readFileSync(join(folder, 'files', 'ProgramData', 'Causeway', 'identity', 'machine.key'), 'utf8')
    const before = key()
    const [old] = (await connectors()).filter(({ revokedAt }) => revokedAt === null)
    if (old === undefined) throw new Error('no connector')
    await bench.controlPlane.store.connectors.revoke(bench.demo.organization.id, old.id, new Date())
    const enrolled = await bench.run(
      ['enroll', '--params', bench.parameters({ connectorName: 'anew' }), '--state', folder],
      (await bench.token()).reveal(),
    )
    expect(enrolled, enrolled.errors).toMatchObject({ code: 0, output: expect.stringMatching(/^Working/) as string })
    expect(key()).not.toBe(before)
    expect((await connectors()).filter(({ revokedAt }) => revokedAt === null).map(({ name }) => name)).toEqual(['anew'])
    const gone = await bench.run(['uninstall', '--state', folder])
    expect(gone.code, gone.errors).toBe(0)
    expect((await connectors()).filter(({ revokedAt }) => revokedAt === null)).toEqual([])
  })

  it('refuses a token that was used, and changes nothing', async () => {
    const token = await bench.token()
    const first = bench.folder()
    await installWith(await bench.engine(first), token)
    const folder = bench.folder()
    const refused = await bench.run(['install', '--params', bench.parameters(), '--state', folder, '--quiet'], token.reveal())
    expect(refused).toMatchObject({ code: 6, errors: expect.stringContaining('CW2020') as string })
    expect(() => linesOf(folder)).toThrow('ENOENT')
    await bench.run(['uninstall', '--state', first])
  })

  it('stops at a check that blocks, and goes on with a reason where that is allowed', async () => {
    const folder = bench.folder()
    const args = ['--state', folder, '--server', 'workgroup']
    const blocked = await bench.run(['install', '--params', bench.parameters(), ...args], (await bench.token()).reveal())
    expect(blocked).toMatchObject({ code: 2, errors: expect.stringMatching(/\[fail\] CW1101 .*\nCW3001/) as string })
    const overrides = [{ check: 'identity.domain-joined', reason: 'a lab without a domain' }]
    const accepted = await bench.run(['install', '--params', bench.parameters({ overrides }), ...args], (await bench.token()).reveal())
    expect(accepted.code, accepted.errors).toBe(0)
    expect(readFileSync(join(folder, 'journal.jsonl'), 'utf8')).toContain('a lab without a domain')
    await bench.run(['uninstall', ...args])
  })

  it('cannot be talked into a domain controller', async () => {
    const overrides = [{ check: 'identity.not-domain-controller', reason: 'please' }]
    const refused = await bench.run(
      ['install', '--params', bench.parameters({ overrides }), '--state', bench.folder(), '--server', 'domain-controller'],
      (await bench.token()).reveal(),
    )
    expect(refused.code).not.toBe(0)
    expect(refused.errors).toContain('CW3012')
  })
})

describe('a machine that was enrolled before', () => {
  it('is refused without a decision, replaced or kept beside as decided', { timeout: 180_000 }, async () => {
    const folder = bench.folder()
    await installWith(await bench.engine(folder), await bench.token(), { connectorName: 'first' })
    // The same machine, reinstalled: identity of the profile, nothing of ours.
    const second = bench.folder()
    const undecided = await bench.run(['install', '--params', bench.parameters(), '--state', second], (await bench.token()).reveal())
    expect(undecided).toMatchObject({ code: 6, errors: expect.stringMatching(/CW2021: .* first in Munich/) as string })
    const kept = await bench.engine(second)
    await installWith(kept, await bench.token(), { onSeenBefore: 'keepBoth', connectorName: 'second' })
    const active = async () =>
      (await connectors())
        .filter(({ revokedAt }) => revokedAt === null)
        .map(({ name }) => name)
        .toSorted()
    expect(await active()).toEqual(['first', 'second'])
    const third = bench.folder()
    const replacing = await bench.engine(third)
    await installWith(replacing, await bench.token(), { onSeenBefore: 'replace', connectorName: 'third' })
    expect((await active()).length).toBe(2)
    expect(await active()).toContain('third')
    for (const each of [folder, second, third]) await bench.run(['uninstall', '--state', each])
  })
})

describe('cancelling', () => {
  it('takes everything back, ends the registration, and can be begun again', async () => {
    const folder = bench.folder()
    const engine = await bench.engine(folder)
    const before = serverOf(folder)
    await prepareInstall(engine, await bench.token())
    const reached = snapshotThat(
      engine,
      ({ install }) =>
        install.is === 'running' && install.rows.some(({ action, state }) => action.name === 'startService' && state.is === 'running'),
    )
    await engine.call('startInstall', {})
    await reached
    expect(await engine.call('cancelInstall', {})).toEqual({ ok: true, value: {} })
    expect(await engine.installEnd()).toMatchObject({ code: 'CW3004' })
    expect(engine.snapshot).toMatchObject({
      install: { is: 'undone', why: 'cancelled' },
      ledger: { is: 'takenBack' },
      service: { is: 'notInstalled' },
    })
    expectAsBefore(folder, before)
    expect((await connectors()).filter(({ revokedAt }) => revokedAt === null)).toEqual([])
    await installWith(engine, await bench.token())
    expect(engine.snapshot.install.is).toBe('installed')
    await engine.call('uninstall', {})
    await engine.installEnd()
  })

  it('lets only one set-up change the machine at a time', async () => {
    const folder = bench.folder()
    const engine = await bench.engine(folder)
    await prepareInstall(engine, await bench.token())
    await engine.call('startInstall', {})
    const other = await bench.engine(folder)
    expect(await other.call('undoInstall', {})).toMatchObject({
      ok: false,
      failure: { code: 'CW3010', values: { pid: String(process.pid) } },
    })
    await engine.call('cancelInstall', {})
    await engine.installEnd()
  })
})

describe('kill -9 during an installation', () => {
  const preload = pathToFileURL(resolve('tests/integration/setup/kill-at-line.mjs')).href
  const killed = async (folder: string, kill: string) =>
    bench.run(['install', '--params', bench.parameters(), '--state', folder, '--quiet'], (await bench.token()).reveal(), {
      NODE_OPTIONS: `--import ${preload}`,
      CAUSEWAY_TEST_KILL: kill,
    })

  /** Each way a line can be cut, with both ways out; lines before and behind those of the files. `kill-points.test.ts` ends set-up at every point between the lines. */
  const lines = [1, 2, 4, ...[7, 12, 17, 18, 19, 20, 22, 28, 33].map((afterFiles) => afterFiles + files)]
  const ways = ['after', 'before', 'torn'] as const

  afterEach(async () => {
    for (const { id, revokedAt } of await connectors())
      if (revokedAt === null) await bench.controlPlane.store.connectors.revoke(bench.demo.organization.id, id, new Date())
  })

  it.each(lines.map((line, index) => [line, ways[index % 3] ?? 'after', Math.floor(index / 3) % 2 === 0 ? 'resumed' : 'undone'] as const))(
    'at line %i of the journal, %s it is written, is %s by the next start',
    { timeout: 120_000 },
    async (line, way, end) => {
      const folder = bench.folder()
      expect((await bench.run(['status', '--state', folder, '--quiet'])).code).toBe(0)
      const before = serverOf(folder)
      const cut = await killed(folder, `${line} ${way}`)
      expect(cut.signal, cut.errors).toBe('SIGKILL')
      const engine = await bench.engine(folder)
      expect(engine.snapshot).toMatchObject({ install: { is: 'interrupted' }, ledger: { is: 'interrupted' } })
      if (end === 'resumed') {
        await engine.presetTried()
        expect(await engine.useToken(await bench.token())).toMatchObject({ ok: true })
        expect(await engine.call('resumeInstall', {})).toEqual({ ok: true, value: {} })
        expect(await engine.installEnd()).toBeUndefined()
        expect(engine.snapshot).toMatchObject({ install: { is: 'installed' }, ledger: { is: 'changed', changes } })
        expect((await connectors()).filter(({ revokedAt }) => revokedAt === null)).toHaveLength(1)
        expect(await engine.call('uninstall', {})).toEqual({ ok: true, value: {} })
      } else expect(await engine.call('undoInstall', {})).toEqual({ ok: true, value: {} })
      const failure = await engine.installEnd()
      // A registration that was asked for and never answered cannot be ended by its proof; everything on the machine is.
      if (failure !== undefined)
        expect(failure).toMatchObject({ code: 'CW3003', values: { left: 1, reason: 'Connector registration in Munich' } })
      expectAsBefore(folder, before)
    },
  )
})

describe('the parameters file of the review page', () => {
  it('fits its own schema, holds no secret and names what was chosen', async () => {
    const engine = await bench.engine(bench.folder())
    const token = await bench.token()
    await prepareInstall(engine, token, { connectorName: 'CONN-7' })
    const made = await engine.call('parametersFile', {})
    if (!made.ok) throw new Error(made.failure.code)
    expect(made.value.text).not.toContain(token.reveal())
    expect(ParametersFile.parse(JSON.parse(made.value.text))).toMatchObject({ location: { name: 'Munich' }, tokenFile: '-' })
  })
})
