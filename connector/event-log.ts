/** The event log of the machine, in the machine's language, where it has one; elsewhere the service's own log is all there is. */
import { type ServiceEvent } from '../contract/service-events.ts'

export type EventLog = (event: ServiceEvent) => void

/** `unconfirmed` hears of an event that is not known to be in the log, and why. */
export const openEventLog = async (unconfirmed: (event: ServiceEvent, why: string) => void): Promise<EventLog> => {
  // Windows' libraries are loaded on Windows only.
  if (process.platform !== 'win32') return () => undefined
  const { writeEvent } = await import('./identity/windows-events.ts')
  return (event) => {
    const why = writeEvent(event)
    if (why !== undefined) unconfirmed(event, why)
  }
}
