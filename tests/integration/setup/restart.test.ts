/** Files that a program holds: set-up asks for a restart, goes on by itself after it where the person agreed, and leaves nothing. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServerState } from '../../../setup/host/simulated/model.ts'
import { restartServer } from '../../../setup/host/simulated/restart.ts'
import { StateStore } from '../../../setup/host/simulated/state-store.ts'
import { productNames, registryKeys } from '../../../setup/host/registry-keys.ts'
import { allChecks } from '../../../setup/checks/catalogue.ts'
import { programVersion } from '../../../setup/shipped.ts'
import { prepareInstall, serverOf, type SetupBench, startSetupBench } from './setup-bench.ts'

let bench: SetupBench
/** Milliseconds, on a machine that does other things too: each of these runs set-up several times. */
const timeout = 600_000
beforeAll(async () => {
  bench = await startSetupBench()
}, 180_000)
afterAll(() => bench.stop(), 180_000)

const stateOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8')) as ServerState
const hold = (folder: string, path: string) => {
  const state = stateOf(folder)
  state.held.paths.push(path)
  writeFileSync(join(folder, 'server.json'), JSON.stringify(state))
}
/** In the program folder of every version. */
const file = `${productNames.programFolder}\\connector\\${programVersion()}\\product.json`
/** What Windows would run after the restart. The key itself is one of Windows. */
const registered = (folder: string) => Object.values(stateOf(folder).registry[registryKeys.runOnce] ?? {}).map(({ value }) => value)
/** One check is enough for what is tried here. */
const window = (folder: string) =>
  bench.engine(folder, { surface: 'window', checks: allChecks.filter(({ id }) => id === 'host.os-version') })
const restart = (folder: string) => restartServer(new StateStore(folder), () => bench.run(['start', '--state', folder, '--quiet']))
const manifestOf = (folder: string): string => {
  const found = Object.keys(serverOf(folder).files).find((name) => name.endsWith('product.json'))
  if (found === undefined) throw new Error('no product.json')
  return found
}
const onServer = (name: string) => `C:\\${name.replaceAll('/', '\\')}`

describe('a file of the service that a program holds', () => {
  it('repair: exit code 3010, registered with consent, whole after the restart, registration gone', { timeout }, async () => {
    const folder = bench.folder()
    const installed = await bench.run(
      ['install', '--params', bench.parameters({ onSeenBefore: 'replace' }), '--state', folder, '--quiet'],
      (await bench.token()).reveal(),
    )
    expect(installed.code, installed.errors).toBe(0)
    const manifest = manifestOf(folder)
    const local = join(folder, 'files', manifest)
    const content = readFileSync(local, 'utf8')
    writeFileSync(local, 'damaged')
    hold(folder, onServer(manifest))
    const refused = await bench.run(['repair', '--state', folder, '--after-restart'])
    // 3010, of which Linux keeps the last eight bits.
    expect(refused.code, refused.errors).toBe(3010 & 0xff)
    expect(refused.errors).toContain('CW3022')
    expect(readFileSync(local, 'utf8')).toBe('damaged')
    const [line] = registered(folder)
    expect(line).toContain('repair')
    const commands = await restart(folder)
    expect(commands).toEqual([line])
    expect(readFileSync(local, 'utf8')).toBe(content)
    expect((await bench.run(['repair', '--state', folder])).code).toBe(0)
    expect(registered(folder)).toEqual([])
    expect((await bench.run(['test', '--state', folder])).output).toMatch(/^Working/)
    expect((await bench.run(['uninstall', '--state', folder])).code).toBe(0)
  })

  it('in the window: registered only with consent, which can be withdrawn; gone after the restart', { timeout }, async () => {
    const folder = bench.folder()
    const engine = await window(folder)
    await prepareInstall(engine, await bench.token(), { onSeenBefore: 'replace' })
    hold(folder, file)
    const agreed = () => (engine.snapshot.install.is === 'interrupted' ? engine.snapshot.install.restart?.agreed : undefined)
    expect((await engine.call('startInstall', {})).ok).toBe(true)
    expect(await engine.installEnd()).toMatchObject({ code: 'CW3022' })
    const { install } = engine.snapshot
    expect(install).toMatchObject({ is: 'interrupted', failure: { code: 'CW3022' }, restart: { file, then: 'signIn', agreed: false } })
    expect(registered(folder)).toEqual([])
    expect((await engine.call('agreeToGoOn', { agreed: true })).ok).toBe(true)
    const line = install.is === 'interrupted' ? install.restart?.line : undefined
    expect(registered(folder)).toEqual([line])
    expect(agreed()).toBe(true)
    expect((await engine.call('agreeToGoOn', { agreed: false })).ok).toBe(true)
    expect(registered(folder)).toEqual([])
    expect(agreed()).toBe(false)
    await engine.call('agreeToGoOn', { agreed: true })
    await engine.close()
    // Another window finds the consent where it stands.
    const between = await window(folder)
    expect(between.snapshot.install).toMatchObject({ is: 'interrupted', restart: { agreed: true } })
    await between.close()
    expect(await restart(folder)).toEqual([line])
    const after = await window(folder)
    expect(after.snapshot.install).toMatchObject({ is: 'interrupted', failure: { code: 'CW3022' } })
    expect(after.snapshot.install).not.toHaveProperty('restart')
    expect(await after.call('agreeToGoOn', { agreed: true })).toMatchObject({ ok: false, failure: { code: 'CW3009' } })
    await after.presetTried()
    expect((await after.useToken(await bench.token())).ok).toBe(true)
    expect((await after.call('resumeInstall', {})).ok).toBe(true)
    expect(await after.installEnd()).toBeUndefined()
    expect(after.snapshot.install.is).toBe('installed')
    expect(registered(folder)).toEqual([])
    await after.close()
  })

  it('in the window: Undo takes the consent away as well', { timeout }, async () => {
    const folder = bench.folder()
    const engine = await window(folder)
    await prepareInstall(engine, await bench.token(), { onSeenBefore: 'replace' })
    hold(folder, file)
    await engine.call('startInstall', {})
    await engine.installEnd()
    expect((await engine.call('agreeToGoOn', { agreed: true })).ok).toBe(true)
    expect(registered(folder)).toHaveLength(1)
    expect((await engine.call('undoInstall', {})).ok).toBe(true)
    await engine.installEnd()
    expect(engine.snapshot.install.is).toBe('undone')
    expect(registered(folder)).toEqual([])
  })

  it('install by parameters file: what was registered finishes it by itself', { timeout }, async () => {
    const folder = bench.folder()
    const engine = await bench.engine(folder)
    await engine.close()
    hold(folder, file)
    const tokenFile = join(folder, 'token')
    writeFileSync(tokenFile, (await bench.token()).reveal(), { mode: 0o600 })
    const parameters = bench.parameters({ tokenFile, onSeenBefore: 'replace' })
    const begun = await bench.run(['install', '--params', parameters, '--state', folder, '--after-restart', '--quiet'])
    expect(begun.code, begun.errors).toBe(3010 & 0xff)
    const [line = ''] = await restart(folder)
    const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
    const ended = await bench.run(words.slice(2))
    expect(ended.code, ended.errors).toBe(0)
    expect(ended.output).toMatch(/Working/)
    expect(registered(folder)).toEqual([])
  })

  it('uninstall: says what waits for the restart, and nothing is left after it', { timeout }, async () => {
    const folder = bench.folder()
    expect((await bench.run(['check', '--state', folder, '--quiet'])).code).toBe(0)
    const before = serverOf(folder).model as ServerState
    await bench.run(
      ['install', '--params', bench.parameters({ onSeenBefore: 'replace' }), '--state', folder, '--quiet'],
      (await bench.token()).reveal(),
    )
    const manifest = manifestOf(folder)
    hold(folder, onServer(manifest))
    const gone = await bench.run(['uninstall', '--state', folder])
    expect(gone.code, gone.errors).toBe(3010 & 0xff)
    expect(gone.errors).toContain('product.json')
    expect(Object.keys(serverOf(folder).files)).toContain(manifest)
    expect(await restart(folder)).toEqual([])
    expect(Object.keys(serverOf(folder).files).filter((name) => name.includes('Causeway'))).toEqual([])
    expect(serverOf(folder).model).toEqual(before)
  })
})
