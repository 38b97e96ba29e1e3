/** The changes that a check may offer: named, small, repeatable. What each will change is said in the wording (`fixes`). */
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { type HostReader } from '../host/host-reader.ts'
import { type HostWriter } from '../host/host-writer.ts'
import { powerSchemes, productNames, registryKeys } from '../host/registry-keys.ts'

export type FixName = 'resyncClock' | 'highPerformance' | 'removeLeftovers' | 'enableTls12'

export interface FixContext {
  readonly reader: HostReader
  readonly writer: HostWriter
  readonly signal: AbortSignal
  /** Told after each thing that was really changed, so that the ledger is true when a later one is refused. */
  readonly changed: () => void
}
export type Fix = (context: FixContext) => Promise<Result<{ changed: boolean }>>

/** Makes the changes one after the other and stops at the first that is refused. */
const inOrder = async (
  told: () => void,
  changes: readonly (() => Promise<Result<{ changed: boolean }>>)[],
): Promise<Result<{ changed: boolean }>> => {
  let changed = false
  for (const change of changes) {
    const result = await change()
    if (!result.ok) return result
    if (result.value.changed) told()
    changed ||= result.value.changed
  }
  return succeeded({ changed })
}

export const fixes: Readonly<Record<FixName, Fix>> = {
  resyncClock: ({ writer, signal, changed }) => inOrder(changed, [() => writer.resyncClock(signal)]),

  highPerformance: ({ writer, changed }) => inOrder(changed, [() => writer.setPowerScheme(powerSchemes.highPerformance)]),

  enableTls12: ({ writer, changed }) =>
    inOrder(changed, [
      () => writer.setRegistryValue(registryKeys.tls12Client, 'Enabled', { type: 'dword', value: 1 }),
      () => writer.setRegistryValue(registryKeys.tls12Client, 'DisabledByDefault', { type: 'dword', value: 0 }),
      () => writer.setRegistryValue(registryKeys.dotnet64, 'SchUseStrongCrypto', { type: 'dword', value: 1 }),
      () => writer.setRegistryValue(registryKeys.dotnet32, 'SchUseStrongCrypto', { type: 'dword', value: 1 }),
    ]),

  removeLeftovers: async ({ reader, writer, signal, changed }) => {
    const install = await reader.section('existingInstall', signal)
    // Looked at again at the last moment: what works must never be taken for a leftover.
    if (install.service.is === 'known' || install.service.is === 'unknown' || install.enrolled.is !== 'known' || install.enrolled.value) {
      return failed('CW3011', {
        what: productNames.dataFolder,
        reason: 'a connector is installed or enrolled here, or that could not be found out',
      })
    }
    const rules = install.firewallRules.is === 'known' ? install.firewallRules.value : []
    return inOrder(changed, [
      ...rules.map((name) => () => writer.removeFirewallRule(name)),
      () => writer.deleteRegistryKey(registryKeys.product),
      () => writer.deleteRegistryKey(registryKeys.uninstall),
      () => writer.removeFolder(productNames.programFolder),
      () => writer.removeFolder(productNames.dataFolder),
    ])
  },
}
