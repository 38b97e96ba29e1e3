/** Registers the service as a source of events, so that the event viewer can show what it writes. */
import { failed, succeeded } from '../../../contract/error-codes.ts'
import { type RegistryValue } from '../../host/host-reader.ts'
import { registryKeys } from '../../host/registry-keys.ts'
import { presenceOf } from '../before.ts'
import { type InstallStep } from '../step.ts'
import { serviceName } from './service.ts'

const key = registryKeys.eventSource

/** The message file is one that every Windows has: its messages 1 to 1000 are the text that is given with the event. */
const values: Readonly<Record<string, RegistryValue>> = {
  EventMessageFile: { type: 'expandString', value: '%SystemRoot%\\System32\\EventCreate.exe' },
  /** Errors, warnings and information. */
  TypesSupported: { type: 'dword', value: 7 },
}

export const eventSource: InstallStep = {
  name: 'eventSource',
  plan: () => ({ values: { source: serviceName }, changes: [{ kind: 'registryKey', what: key }], weight: 1, cancellable: true }),
  apply: ({ host, change }) =>
    change(
      { kind: 'registryKey', what: key },
      async () => presenceOf(key, await host.reader.registryValue(key, 'EventMessageFile')),
      async () => {
        for (const [name, value] of Object.entries(values)) {
          const set = await host.writer.setRegistryValue(key, name, value)
          if (!set.ok) return set
        }
        return succeeded(undefined)
      },
    ),
  verify: async ({ host }) => {
    for (const [name, { value }] of Object.entries(values)) {
      const found = await host.reader.registryValue(key, name)
      if (found.is !== 'known' || found.value.value !== value)
        return failed('CW3011', { what: `${key}\\${name}`, reason: found.is === 'unknown' ? found.why : 'value is missing' })
    }
    return succeeded(undefined)
  },
  undo: async ({ host }, { what }, before) => {
    if (before['existed'] === true) return succeeded(undefined)
    const removed = await host.writer.deleteRegistryKey(what)
    return removed.ok ? succeeded(undefined) : removed
  },
}
