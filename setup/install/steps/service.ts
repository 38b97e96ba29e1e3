/** Registers the connector service; it starts with the server and runs under its own virtual account. */
import { failed, succeeded } from '../../../contract/error-codes.ts'
import { connectorService } from '../../../contract/service-definition.ts'
import { presenceOf } from '../before.ts'
import { type InstallInputs } from '../inputs.ts'
import { type InstallStep, type ServicePayload } from '../step.ts'

export const { name: serviceName, account: serviceAccount } = connectorService

const configurationOf = (inputs: InstallInputs, payload: ServicePayload) => ({
  name: serviceName,
  displayName: connectorService.displayName,
  description: connectorService.description,
  command: payload.command(inputs),
  account: serviceAccount,
  start: connectorService.start,
})

const isBelow = (folder: string, program: string): boolean => program.toLowerCase().startsWith(`${folder}\\`.toLowerCase())

export const service: InstallStep = {
  name: 'service',
  plan: () => ({ values: { service: serviceName }, changes: [{ kind: 'service', what: serviceName }], weight: 4, cancellable: true }),
  apply: ({ inputs, host, payload, change, log }) =>
    change(
      { kind: 'service', what: serviceName },
      async () => presenceOf(serviceName, await host.reader.service(serviceName)),
      async () => {
        const { name, ...wanted } = configurationOf(inputs, payload)
        const found = await host.reader.service(serviceName)
        // One that runs a program of ours is ours, whatever was changed about it.
        const present = found.is === 'known' && isBelow(inputs.folders.program, found.value.command[0] ?? '')
        const made = await (present ? host.writer.configureService(name, wanted) : host.writer.createService({ name, ...wanted }))
        if (!made.ok) return made
        const settings = await host.writer.applyServiceSettings(connectorService)
        if (settings.ok && settings.value.unconfirmed.length > 0)
          log('warn', `this server does not tell whether it keeps: ${settings.value.unconfirmed.join(', ')}`)
        return settings
      },
    ),
  verify: async ({ inputs, host, payload }) => {
    const found = await host.reader.service(serviceName)
    if (found.is !== 'known') return failed('CW3011', { what: serviceName, reason: found.is === 'unknown' ? found.why : 'not registered' })
    const { command, account, start } = configurationOf(inputs, payload)
    const same =
      found.value.account === account && found.value.start === start && JSON.stringify(found.value.command) === JSON.stringify(command)
    if (!same) return failed('CW3011', { what: serviceName, reason: 'registered with other settings' })
    const settings = await host.reader.serviceSettings(connectorService)
    if (settings.is !== 'known')
      return failed('CW3011', { what: serviceName, reason: settings.is === 'unknown' ? settings.why : 'not registered' })
    const { differing } = settings.value
    return differing.length === 0
      ? succeeded(undefined)
      : failed('CW3011', { what: serviceName, reason: `changed: ${differing.join(', ')}` })
  },
  undo: async ({ host, signal }, { what }, before) => {
    if (before['existed'] === true) return succeeded(undefined)
    const stopped = await host.writer.stopService(what, signal)
    if (!stopped.ok && (await host.reader.service(what)).is !== 'absent') return stopped
    const deleted = await host.writer.deleteService(what)
    return deleted.ok ? succeeded(undefined) : deleted
  },
}
