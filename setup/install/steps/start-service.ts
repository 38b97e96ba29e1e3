/** Starts the connector service. */
import { failed, succeeded } from '../../../contract/error-codes.ts'
import { connectorService, serviceName } from '../../../contract/service-definition.ts'
import { type InstallStep } from '../step.ts'

export const startService: InstallStep = {
  name: 'startService',
  plan: () => ({
    values: { account: connectorService.account },
    changes: [{ kind: 'process', what: serviceName }],
    weight: 10,
    cancellable: true,
  }),
  apply: ({ host, change, signal }) =>
    change(
      { kind: 'process', what: serviceName },
      async () => {
        const found = await host.reader.service(serviceName)
        return found.is === 'unknown'
          ? failed('CW3007', { reason: found.why })
          : succeeded({ ran: found.is === 'known' && found.value.state === 'running' })
      },
      () => host.writer.startService(serviceName, signal),
    ),
  verify: async ({ host }) => {
    const found = await host.reader.service(serviceName)
    if (found.is !== 'known') return failed('CW3007', { reason: found.is === 'unknown' ? found.why : 'not registered' })
    return found.value.state === 'running' ? succeeded(undefined) : failed('CW3007', { reason: `state is ${found.value.state}` })
  },
  undo: async ({ host, signal }, { what }, before) => {
    if (before['ran'] === true) return succeeded(undefined)
    if ((await host.reader.service(what)).is === 'absent') return succeeded(undefined)
    const stopped = await host.writer.stopService(what, signal)
    return stopped.ok ? succeeded(undefined) : stopped
  },
}
