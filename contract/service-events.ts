/**
 * What the connector service tells the event log of Windows. Ids are permanent: monitoring is built on them. They lie between 1
 * and 1000: the message file registered for the source is EventCreate.exe, which every Windows has and which shows for those the
 * text given with the event. The sentences are in `wording/<language>/service-events.ts`.
 */

export const eventKinds = { error: 1, warning: 2, information: 4 } as const
export type EventKind = keyof typeof eventKinds

interface EventRow {
  readonly id: number
  readonly kind: EventKind
  /** Names of what the sentence is completed with. */
  readonly values: readonly string[]
}

export const serviceEvents = {
  started: { id: 100, kind: 'information', values: ['version'] },
  stopped: { id: 101, kind: 'information', values: ['why'] },
  notStarted: { id: 102, kind: 'error', values: ['code', 'details'] },
  workerEnded: { id: 110, kind: 'warning', values: ['exit', 'restarts'] },
  channelUp: { id: 200, kind: 'information', values: ['location', 'relays'] },
  channelDown: { id: 201, kind: 'warning', values: ['location', 'code'] },
  enrollAgain: { id: 202, kind: 'error', values: ['code', 'connector'] },
  certificateRenewed: { id: 300, kind: 'information', values: ['expiresAt', 'serial'] },
  upgraded: { id: 400, kind: 'information', values: ['from', 'to'] },
  upgradeRolledBack: { id: 401, kind: 'error', values: ['from', 'to', 'code'] },
} as const satisfies Record<string, EventRow>

export type ServiceEventName = keyof typeof serviceEvents
export const serviceEventNames = Object.keys(serviceEvents) as ServiceEventName[]

export interface ServiceEvent {
  readonly name: ServiceEventName
  readonly values: Readonly<Record<string, string>>
}

/** Name of the source in the log "Application". */
export const eventSource = 'CausewayConnector'
