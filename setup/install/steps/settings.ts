/** Writes the service's configuration file, and the registry values by which support and other installers find the product. */
import { z } from 'zod'
import { failed, type Result, succeeded } from '../../../contract/error-codes.ts'
import { Relay } from '../../../contract/control-plane-api.ts'
import { proxyAccountFile } from '../../../connector/identity/proxy-account-file.ts'
import { ConnectorConfiguration, dataFolderFiles } from '../../../contract/local-status-api.ts'
import { isSameProxy, printServiceProxy } from '../../../contract/proxy.ts'
import { type RegistryValue } from '../../host/host-reader.ts'
import { registryKeys } from '../../host/registry-keys.ts'
import { machineFacts } from '../../enrollment/machine-facts.ts'
import { proxyAccountPath } from '../../settings/proxy-account-path.ts'
import { existedBefore, presenceOf } from '../before.ts'
import { type InstallInputs } from '../inputs.ts'
import { type InstallStep, type ServicePayload, type StepContext } from '../step.ts'

const { product: productKey, uninstall: uninstallKey } = registryKeys
const fileOf = (data: string) => `${data}\\${dataFolderFiles.configuration}`

const keyBefore = async ({ host }: StepContext, key: string, name: string) => presenceOf(key, await host.reader.registryValue(key, name))

type ProductKey = typeof productKey | typeof uninstallKey

const text = (value: string): RegistryValue => ({ type: 'string', value })

/** By which support, inventories and other installers find the product. */
const registration = (
  key: ProductKey,
  { folders: { program, data } }: InstallInputs,
  { version, uninstall }: ServicePayload,
): Record<string, RegistryValue> =>
  key === productKey
    ? { Version: text(version), ProgramFolder: text(program), DataFolder: text(data) }
    : {
        DisplayName: text('Causeway Connector'),
        DisplayVersion: text(version),
        Publisher: text('Causeway'),
        InstallLocation: text(program),
        UninstallString: text(uninstall),
        // Not shown in Apps & Features: there stands the entry of the installer, which takes this away as well.
        SystemComponent: { type: 'dword', value: 1 },
      }

const register = async ({ host, inputs, payload }: Registering, key: ProductKey): Promise<Result<undefined>> => {
  for (const [name, value] of Object.entries(registration(key, inputs, payload))) {
    const set = await host.writer.setRegistryValue(key, name, value)
    if (!set.ok) return set
  }
  return succeeded(undefined)
}

type Registering = Pick<StepContext, 'host' | 'inputs' | 'payload'>

/** The values of a version that took the place of another. */
export const registerVersion = async (of: Registering): Promise<Result<undefined>> => {
  const product = await register(of, productKey)
  return product.ok ? register(of, uninstallKey) : product
}

/** The account itself is only in memory and in its file: after a crash before it was written it has to be given again. */
const keepAccount = async (context: StepContext): Promise<Result<undefined>> => {
  const { inputs, host, change, proxyAccount } = context
  const what = proxyAccountPath(inputs.folders.data)
  const store = proxyAccountFile(host.reader.localPath(what))
  if (inputs.proxyAccount === undefined) {
    const removed = await store.remove()
    return removed.ok ? succeeded(undefined) : removed
  }
  if ((await accountKept(context)).ok) return succeeded(undefined)
  const account = proxyAccount(inputs.proxyAccount.id)
  if (account === undefined) return failed('CW4017', { file: what, reason: 'not given' })
  return change(
    { kind: 'file', what },
    () => existedBefore(host.reader, what),
    () => store.write(account),
  )
}

const accountKept = async ({ inputs, host }: StepContext): Promise<Result<undefined>> => {
  if (inputs.proxyAccount === undefined) return succeeded(undefined)
  const what = proxyAccountPath(inputs.folders.data)
  const kept = await proxyAccountFile(host.reader.localPath(what)).read()
  if (!kept.ok) return kept
  return kept.value?.id === inputs.proxyAccount.id
    ? succeeded(undefined)
    : failed('CW4017', { file: what, reason: 'is of another account' })
}

export const settings: InstallStep = {
  name: 'settings',
  plan: ({ folders, proxy, proxyAccount }) => ({
    values: { proxy: proxy.is === 'direct' ? '–' : printServiceProxy(proxy) },
    changes: [
      ...(proxyAccount === undefined ? [] : [{ kind: 'file' as const, what: proxyAccountPath(folders.data) }]),
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
      proxy: inputs.proxy,
      ...(inputs.domain === undefined ? {} : { domain: inputs.domain }),
      ...(inputs.logLevel === undefined ? {} : { logLevel: inputs.logLevel }),
      ...(inputs.pinnedRelay === undefined ? {} : { pinnedRelay: inputs.pinnedRelay }),
      fingerprint: machine.value.fingerprint,
      simulated: inputs.simulated,
    })
    const file = fileOf(inputs.folders.data)
    if (!configuration.success) return failed('CW4001', { file, reason: z.prettifyError(configuration.error) })
    const account = await keepAccount(context)
    if (!account.ok) return account
    const written = await change(
      { kind: 'file', what: file },
      () => existedBefore(host.reader, file),
      () => host.writer.writeFile(file, `${JSON.stringify(configuration.data, null, 2)}\n`, 'closed'),
    )
    if (!written.ok) return written
    const product = await change(
      { kind: 'registryKey', what: productKey },
      () => keyBefore(context, productKey, 'Version'),
      () => register(context, productKey),
    )
    if (!product.ok) return product
    return change(
      { kind: 'registryKey', what: uninstallKey },
      () => keyBefore(context, uninstallKey, 'DisplayVersion'),
      () => register(context, uninstallKey),
    )
  },
  verify: async (context) => {
    const { inputs, host, payload } = context
    const file = fileOf(inputs.folders.data)
    const found = await host.reader.readFile(file)
    if (found.is !== 'known') return failed('CW4001', { file, reason: found.is === 'unknown' ? found.why : 'missing' })
    try {
      const { proxy, logLevel, pinnedRelay } = ConnectorConfiguration.parse(JSON.parse(Buffer.from(found.value).toString('utf8')))
      const same = isSameProxy(proxy, inputs.proxy) && pinnedRelay === inputs.pinnedRelay && logLevel === (inputs.logLevel ?? logLevel)
      if (!same) return failed('CW3011', { what: file, reason: 'holds other settings' })
    } catch (error) {
      return failed('CW4001', { file, reason: error instanceof z.ZodError ? z.prettifyError(error) : String(error) })
    }
    const account = await accountKept(context)
    if (!account.ok) return account
    for (const key of [productKey, uninstallKey] as const)
      for (const [name, { value }] of Object.entries(registration(key, inputs, payload))) {
        const there = await host.reader.registryValue(key, name)
        if (there.is !== 'known' || there.value.value !== value)
          return failed('CW3011', { what: `${key}\\${name}`, reason: there.is === 'unknown' ? there.why : 'not as it was set' })
      }
    return succeeded(undefined)
  },
  undo: async ({ host }, { kind, what }, before) => {
    if (before['existed'] === true) return succeeded(undefined)
    const removed = kind === 'file' ? await host.writer.removeFile(what) : await host.writer.deleteRegistryKey(what)
    return removed.ok ? succeeded(undefined) : removed
  },
}
