/**
 * What the connector service tells the event log of Windows. Ids are permanent: monitoring is built on them. The sentences are in
 * `wording/<language>/service-events.ts`; the build makes the message file of Windows from both.
 */

export const eventKinds = { error: 1, warning: 2, information: 4 } as const
export type EventKind = keyof typeof eventKinds

interface EventRow {
  readonly id: number
  readonly kind: EventKind
  /** Values of the sentence, in the order in which Windows keeps them (%1, %2, …). */
  readonly values: readonly string[]
}

export const serviceEvents = {
  started: { id: 1000, kind: 'information', values: ['version'] },
  stopped: { id: 1001, kind: 'information', values: ['why'] },
  notStarted: { id: 1002, kind: 'error', values: ['code', 'details'] },
  workerEnded: { id: 1010, kind: 'warning', values: ['exit', 'restarts'] },
  channelUp: { id: 1100, kind: 'information', values: ['location', 'relays'] },
  channelDown: { id: 1101, kind: 'warning', values: ['location', 'code'] },
  enrollAgain: { id: 1102, kind: 'error', values: ['code', 'connector'] },
  certificateRenewed: { id: 1200, kind: 'information', values: ['expiresAt', 'serial'] },
  upgraded: { id: 1300, kind: 'information', values: ['from', 'to'] },
  upgradeRolledBack: { id: 1301, kind: 'error', values: ['from', 'to', 'code'] },
} as const satisfies Record<string, EventRow>

export type ServiceEventName = keyof typeof serviceEvents
export const serviceEventNames = Object.keys(serviceEvents) as ServiceEventName[]

export interface ServiceEvent {
  readonly name: ServiceEventName
  readonly values: Readonly<Record<string, string>>
}

/** Name of the source in the log "Application". */
export const eventSource = 'CausewayConnector'
/** File in the service's program folder that holds the sentences for Windows. */
export const eventMessageFile = 'events.dll'

/** Key and values that make Windows show sentences instead of numbers; applied by set-up, for a program folder of the server. */
export const eventSourceRegistration = (programFolder: string) =>
  ({
    key: `HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\${eventSource}`,
    values: {
      EventMessageFile: { type: 'string', value: `${programFolder}\\service\\${eventMessageFile}` },
      TypesSupported: { type: 'number', value: eventKinds.error | eventKinds.warning | eventKinds.information },
    },
  }) as const
