/** Writes the service's configuration file, and the registry values by which support and other installers find the product. */
import { z } from 'zod'
import { failed, type Result, succeeded } from '../../../contract/error-codes.ts'
import { Relay } from '../../../contract/control-plane-api.ts'
import { ConnectorConfiguration, dataFolderFiles } from '../../../contract/local-status-api.ts'
import { takeOutSecrets } from '../../../contract/secret-scan.ts'
import { registryKeys } from '../../host/registry-keys.ts'
import { machineFacts } from '../../enrollment/machine-facts.ts'
import { existedBefore, presenceOf } from '../before.ts'
import { type InstallStep, type StepContext } from '../step.ts'

const { product: productKey, uninstall: uninstallKey } = registryKeys
const fileOf = (data: string) => `${data}\\${dataFolderFiles.configuration}`

const keyBefore = async ({ host }: StepContext, key: string, name: string) => presenceOf(key, await host.reader.registryValue(key, name))

const setTexts = async ({ host }: StepContext, key: string, values: Record<string, string>): Promise<Result<undefined>> => {
  for (const [name, value] of Object.entries(values)) {
    const set = await host.writer.setRegistryValue(key, name, { type: 'string', value })
    if (!set.ok) return set
  }
  return succeeded(undefined)
}

export const settings: InstallStep = {
  name: 'settings',
  plan: ({ folders, proxy }) => ({
    values: { proxy: proxy === undefined ? '–' : takeOutSecrets(proxy).text },
    changes: [
      { kind: 'file', what: fileOf(folders.data) },
      { kind: 'registryKey', what: productKey },
      { kind: 'registryKey', what: uninstallKey },
    ],
    weight: 2,
    cancellable: true,
  }),
  apply: async (context) => {
    const { inputs, host, payload, fact, change, signal } = context
    const machine = await machineFacts(host, payload.version, signal)
    if (!machine.ok) return machine
    const relays = z
      .array(Relay)
      .min(1)
      .safeParse(JSON.parse(fact('relays') ?? '[]'))
    const configuration = ConnectorConfiguration.safeParse({
      schema: 'causeway.connector/1',
      connectorId: fact('connectorId'),
      connectorName: inputs.choice.connectorName,
      organization: inputs.organization,
      location: { id: inputs.choice.locationId, name: inputs.locationName },
      controlPlane: inputs.controlPlane,
      relays: relays.success ? relays.data : inputs.relays,
      certificateAuthorities: inputs.certificateAuthorities,
      ...(inputs.proxy === undefined ? {} : { proxy: inputs.proxy }),
      ...(inputs.logLevel === undefined ? {} : { logLevel: inputs.logLevel }),
      ...(inputs.pinnedRelay === undefined ? {} : { pinnedRelay: inputs.pinnedRelay }),
      fingerprint: machine.value.fingerprint,
      simulated: inputs.simulated,
    })
    const file = fileOf(inputs.folders.data)
    if (!configuration.success) return failed('CW4001', { file, reason: z.prettifyError(configuration.error) })
    const written = await change(
      { kind: 'file', what: file },
      () => existedBefore(host.reader, file),
      () => host.writer.writeFile(file, `${JSON.stringify(configuration.data, null, 2)}\n`, 'closed'),
    )
    if (!written.ok) return written
    const { program: ProgramFolder, data: DataFolder } = inputs.folders
    const product = await change(
      { kind: 'registryKey', what: productKey },
      () => keyBefore(context, productKey, 'Version'),
      () => setTexts(context, productKey, { Version: payload.version, ProgramFolder, DataFolder }),
    )
    if (!product.ok) return product
    return change(
      { kind: 'registryKey', what: uninstallKey },
      () => keyBefore(context, uninstallKey, 'DisplayVersion'),
      () =>
        setTexts(context, uninstallKey, {
          DisplayName: 'Causeway Connector',
          DisplayVersion: payload.version,
          Publisher: 'Causeway',
          InstallLocation: ProgramFolder,
          UninstallString: `"${ProgramFolder}\\causeway-setup.exe" uninstall`,
        }),
    )
  },
  verify: async ({ inputs, host }) => {
    const file = fileOf(inputs.folders.data)
    const found = await host.reader.readFile(file)
    if (found.is !== 'known') return failed('CW4001', { file, reason: found.is === 'unknown' ? found.why : 'missing' })
    try {
      const { proxy, logLevel, pinnedRelay } = ConnectorConfiguration.parse(JSON.parse(Buffer.from(found.value).toString('utf8')))
      const same = proxy === inputs.proxy && pinnedRelay === inputs.pinnedRelay && logLevel === (inputs.logLevel ?? logLevel)
      if (!same) return failed('CW3011', { what: file, reason: 'holds other settings' })
    } catch (error) {
      return failed('CW4001', { file, reason: error instanceof z.ZodError ? z.prettifyError(error) : String(error) })
    }
    const folder = await host.reader.registryValue(productKey, 'DataFolder')
    return folder.is === 'known' && folder.value.value === inputs.folders.data
      ? succeeded(undefined)
      : failed('CW3011', { what: productKey, reason: 'value is missing' })
  },
  undo: async ({ host }, { kind, what }, before) => {
    if (before['existed'] === true) return succeeded(undefined)
    const removed = kind === 'file' ? await host.writer.removeFile(what) : await host.writer.deleteRegistryKey(what)
    return removed.ok ? succeeded(undefined) : removed
  },
}
