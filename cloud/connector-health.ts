/** Which connectors have an open channel, what they report, and how healthy that makes each of them. */
import { type Connector, type ConnectorLoad } from '../contract/control-plane-api.ts'
import { type ConnectorHealth } from '../contract/enrollment.ts'
import { type Failure } from '../contract/error-codes.ts'
import { type ConnectorId } from '../contract/ids.ts'
import { type Presence } from './relay/ports.ts'
import { type ConnectorRow } from './store/connectors.ts'

/** Milliseconds: three reports in a row were missed. */
export const reportLifetime = 45_000
/** Milliseconds between two writes of the same connector's contact to the database. */
const contactInterval = 60_000

interface Present {
  sessions: Set<string>
  /** Milliseconds since 1970 of the latest report, or of the first session while none came yet. */
  reportedAt: number
  writtenAt: number
  version: string | undefined
  load: ConnectorLoad | undefined
}

export interface HealthPorts {
  recordContact: (id: ConnectorId, contact: { at: Date; version?: string; load?: ConnectorLoad }) => Promise<void>
  /** Sessions that a connector holds when all is well: two for each relay. */
  expectedSessions: number
  now: () => number
  failedToRecord: (error: unknown) => void
}

export interface ConnectorsHealth extends Presence {
  healthOf: (row: ConnectorRow) => { health: ConnectorHealth; reason?: Failure }
  sessions: (id: ConnectorId) => number
  /** Connectors with an open channel. */
  present: () => number
  shown: (row: ConnectorRow) => Connector
  /** Resolves when everything learned is written. */
  settled: () => Promise<void>
}

export const watchConnectors = ({ recordContact, expectedSessions, now, failedToRecord }: HealthPorts): ConnectorsHealth => {
  const presents = new Map<ConnectorId, Present>()
  const writes = new Set<Promise<void>>()

  const write = (id: ConnectorId, present: Present) => {
    present.writtenAt = now()
    const { version, load } = present
    const writing = recordContact(id, {
      at: new Date(present.writtenAt),
      ...(version === undefined ? {} : { version }),
      ...(load === undefined ? {} : { load }),
    })
      .catch(failedToRecord)
      .finally(() => writes.delete(writing))
    writes.add(writing)
  }

  const healthOf = (row: ConnectorRow): { health: ConnectorHealth; reason?: Failure } => {
    const present = presents.get(row.id)
    if (present === undefined) {
      if (row.lastContactAt === null) return { health: 'never' }
      return { health: 'offline', reason: { code: 'CW5020', values: { at: row.lastContactAt.toISOString() } } }
    }
    const silence = now() - present.reportedAt
    if (row.draining) return { health: 'degraded', reason: { code: 'CW5022', values: {} } }
    if (silence > reportLifetime) return { health: 'degraded', reason: { code: 'CW5023', values: { seconds: Math.round(silence / 1000) } } }
    const found = present.sessions.size
    if (found < expectedSessions) return { health: 'degraded', reason: { code: 'CW5021', values: { found, expected: expectedSessions } } }
    return { health: 'healthy' }
  }

  return {
    attached: ({ connectorId, sessionId }) => {
      const present = presents.get(connectorId)
      if (present !== undefined) {
        present.sessions.add(sessionId)
        return
      }
      const first: Present = { sessions: new Set([sessionId]), reportedAt: now(), writtenAt: 0, version: undefined, load: undefined }
      presents.set(connectorId, first)
      write(connectorId, first)
    },
    detached: ({ connectorId, sessionId }) => {
      const present = presents.get(connectorId)
      if (present === undefined) return
      present.sessions.delete(sessionId)
      if (present.sessions.size > 0) return
      presents.delete(connectorId)
      write(connectorId, present)
    },
    reported: (connectorId, { version, load }) => {
      const present = presents.get(connectorId)
      if (present === undefined) return
      const changed = present.version !== version
      Object.assign(present, { reportedAt: now(), version, load })
      if (changed || now() - present.writtenAt >= contactInterval) write(connectorId, present)
    },
    healthOf,
    sessions: (id) => presents.get(id)?.sessions.size ?? 0,
    present: () => presents.size,
    shown: (row) => {
      const present = presents.get(row.id)
      const load = present?.load ?? row.load ?? undefined
      const lastContact = present === undefined ? row.lastContactAt : new Date(present.reportedAt)
      return {
        id: row.id,
        locationId: row.locationId,
        name: row.name,
        machineName: row.machineName,
        operatingSystem: row.operatingSystem,
        version: present?.version ?? row.version,
        labels: row.labels,
        ...healthOf(row),
        sessions: present?.sessions.size ?? 0,
        ...(load === undefined ? {} : { load }),
        ...(lastContact === null ? {} : { lastContact: lastContact.toISOString() }),
        certificateExpiresAt: row.certificateExpiresAt.toISOString(),
        enrolledAt: row.enrolledAt.toISOString(),
        draining: row.draining,
        simulated: row.simulated,
      }
    },
    settled: async () => {
      await Promise.all(writes)
    },
  }
}
