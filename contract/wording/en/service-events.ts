/** Sentences of the events that the service writes into the event log of Windows, English. */
import { type ServiceEventName } from '../../service-events.ts'

export const serviceEventTexts: Record<ServiceEventName, string> = {
  started: 'The connector service {version} has started.',
  stopped: 'The connector service has stopped ({why}).',
  notStarted: 'The connector service could not start: {code} {details}',
  workerEnded:
    'The worker of the connector service ended unexpectedly (exit {exit}) and is started again; {restarts} restarts since the service started.',
  channelUp: 'The channel of resource location {location} is open ({relays}).',
  channelDown: 'The channel of resource location {location} is down: {code}. The service keeps dialling.',
  enrollAgain: 'Connector {connector} must be enrolled again: {code}. It does not dial any more.',
  certificateRenewed: 'The certificate was renewed; it is valid until {expiresAt} (serial {serial}).',
  upgraded: 'The connector service was upgraded from version {from} to {to}.',
  upgradeRolledBack: 'Version {to} of the connector service did not become healthy ({code}); version {from} runs again.',
}
