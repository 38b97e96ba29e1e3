/** Files that a program holds: set-up asks for a restart, goes on by itself after it where the person agreed, and leaves nothing. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServerState } from '../../../setup/host/simulated/model.ts'
import { restartServer } from '../../../setup/host/simulated/restart.ts'
import { StateStore } from '../../../setup/host/simulated/state-store.ts'
import { registryKeys } from '../../../setup/host/registry-keys.ts'
import { serverOf, type SetupBench, startSetupBench } from './setup-bench.ts'

let bench: SetupBench
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
const restart = (folder: string) => restartServer(new StateStore(folder), () => bench.run(['start', '--state', folder, '--quiet']))
const manifestOf = (folder: string): string => {
  const found = Object.keys(serverOf(folder).files).find((name) => name.endsWith('product.json'))
  if (found === undefined) throw new Error('no product.json')
  return found
}
const onServer = (name: string) => `C:\\${name.replaceAll('/', '\\')}`

describe('a file of the service that a program holds', () => {
  it('repair: exit code 3010, registered with consent, whole after the restart, registration gone', { timeout: 180_000 }, async () => {
    const folder = bench.folder()
    const installed = await bench.run(
      ['install', '--params', bench.parameters(), '--state', folder, '--quiet'],
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
    const [registered] = Object.values(stateOf(folder).registry[registryKeys.runOnce] ?? {})
    expect(registered?.value).toContain('repair')
    const commands = await restart(folder)
    expect(commands).toEqual([registered?.value])
    expect(readFileSync(local, 'utf8')).toBe(content)
    expect((await bench.run(['repair', '--state', folder])).code).toBe(0)
    expect(stateOf(folder).registry[registryKeys.runOnce]).toBeUndefined()
    expect((await bench.run(['test', '--state', folder])).output).toMatch(/^Working/)
    expect((await bench.run(['uninstall', '--state', folder])).code).toBe(0)
  })

  it('uninstall: says what waits for the restart, and nothing is left after it', { timeout: 180_000 }, async () => {
    const folder = bench.folder()
    expect((await bench.run(['check', '--state', folder, '--quiet'])).code).toBe(0)
    const before = serverOf(folder).model as ServerState
    await bench.run(['install', '--params', bench.parameters(), '--state', folder, '--quiet'], (await bench.token()).reveal())
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
