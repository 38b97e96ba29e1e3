/** The whole way on a Windows machine under Wine, with a real control plane in this process: install, test, uninstall. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSetupBench, type SetupBench } from '../integration/setup/setup-bench.ts'
import { causewaySetupGoing, changeRegistry, missingForWine, windowsPath } from './wine-machine.ts'
import { serverInDomain } from './machine-states.ts'

/** What Wine cannot tell, and an installation asks about. */
const unknownOnWine = ['host.powershell', 'host.dedicated', 'host.service-logon-right', 'identity.secure-channel'].map((check) => ({
  check,
  reason: 'Wine does not tell',
}))
const missing = missingForWine()

describe.skipIf(missing !== undefined)(`installing on Wine${missing === undefined ? '' : ` (${missing})`}`, () => {
  let bench: SetupBench
  beforeAll(async () => {
    changeRegistry(serverInDomain)
    bench = await startSetupBench()
  })
  afterAll(() => bench.stop())

  test('by token, silently: green through the real cloud', async () => {
    const parameters = bench.parameters({ connectionFile: windowsPath(bench.controlPlane.connectionFilePath), overrides: unknownOnWine })
    const started = performance.now()
    const installed = await causewaySetupGoing(['install', '--params', windowsPath(parameters)], (await bench.token()).reveal())
    console.log(installed.output + installed.errors, performance.now() - started)
    expect(installed.code, installed.output + installed.errors).toBe(0)
  })
})
