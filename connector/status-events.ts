/** Which events of the event log a change of the worker's status is. Pure. */
import { type ServiceEvent } from '../contract/service-events.ts'
import { type WorkerStatus } from './worker-link.ts'

const isUp = ({ channel }: WorkerStatus): boolean => channel === 'healthy' || channel === 'degraded'

export const eventsBetween = (
  before: WorkerStatus,
  after: WorkerStatus,
  { connector, location }: { readonly connector: string; readonly location: string },
): ServiceEvent[] => {
  const events: ServiceEvent[] = []
  const why = after.failure ?? after.sessions.find(({ lastFailure }) => lastFailure !== undefined)?.lastFailure
  if (isUp(after) && !isUp(before)) {
    const relays = [...new Set(after.sessions.filter(({ state }) => state === 'open').map(({ relay }) => relay))]
    events.push({ name: 'channelUp', values: { location, relays: relays.join(', ') } })
  }
  if (after.channel === 'down' && before.channel !== 'down')
    events.push({ name: 'channelDown', values: { location, code: why?.code ?? '–' } })
  if (after.channel === 'enrollAgain' && before.channel !== 'enrollAgain')
    events.push({ name: 'enrollAgain', values: { connector, code: why?.code ?? '–' } })
  const { serial, expiresAt } = after.certificate
  if (serial !== before.certificate.serial) events.push({ name: 'certificateRenewed', values: { expiresAt, serial } })
  return events
}
