/** `causeway-setup status`: the connector service, its channel and its certificate. */
import { setTimeout as delay } from 'node:timers/promises'
import { failed } from '../../contract/error-codes.ts'
import { exitCodes } from '../../contract/wizard-api.ts'
import { printHistory } from './history.ts'
import { labelsLine } from './labels.ts'
import { failureLine, printable, wordingOf } from './output.ts'
import { type Command, refuse } from './session.ts'

/** Milliseconds. */
const labelsPatience = 3000

export const statusCommand: Command = async (session) => {
  const { engine, output, given } = session
  if (given.history !== undefined) return printHistory(session, given.history)
  await engine.call('refreshService', {})
  const { server, service, ledger, install } = engine.snapshot
  // They are in the cloud: asked for where its channel is open, and not waited for.
  const reaches = service.is === 'running' && /^(healthy|degraded)$/.test(service.status.channel)
  const labels = reaches ? await Promise.race([engine.call('labels', {}), delay(labelsPatience, undefined, { ref: false })]) : undefined
  if (output.json) {
    output.result(
      JSON.stringify(
        { schema: 'causeway.status/1', server, service, ledger, install: install.is, ...(labels?.ok === true ? labels.value : {}) },
        null,
        2,
      ),
    )
    return service.is === 'running' ? exitCodes.done : service.is === 'notInstalled' ? exitCodes.done : exitCodes.network
  }
  switch (service.is) {
    case 'notInstalled':
      output.result(failureLine(failed('CW3009').failure, output.language))
      return exitCodes.done
    case 'stopped':
      return refuse(output, service.failure ?? failed('CW3007', { reason: 'stopped' }).failure, exitCodes.network)
    case 'notAnswering':
      return refuse(output, service.failure, exitCodes.network)
    case 'running': {
      const { connector, channel, certificate, sessions, version } = service.status
      const open = sessions.filter(({ state }) => state === 'open').length
      output.result(
        [
          `${printable(connector.name)}, ${printable(connector.locationName)}, ${printable(connector.organizationName)} (${connector.controlPlane})`,
          `${wordingOf(output.language).engine.channel[channel]}: ${open}/${sessions.length}`,
          `${certificate.expiresAt}  ${version}`,
          ...(labels?.ok === true ? [labelsLine(labels.value.labels)] : []),
        ].join('\n'),
      )
      if (service.status.failure !== undefined) output.problem(failureLine(service.status.failure, output.language))
      return channel === 'healthy' || channel === 'degraded' ? exitCodes.done : exitCodes.network
    }
  }
}
