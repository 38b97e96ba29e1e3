import { describe, expect, it } from 'vitest'
import { watchConnectors } from '../../../cloud/connector-health.ts'
import { type ConnectorRow } from '../../../cloud/store/connectors.ts'
import { newId } from '../../../cloud/store/identifiers.ts'
import { MachineFingerprint } from '../../../contract/ids.ts'

const load = { cpu: 0.5, memoryBytes: 1, streams: 2, bytesPerSecond: 3 }

const setUp = () => {
  let now = 1_800_000_000_000
  const contacts: string[] = []
  const health = watchConnectors({
    recordContact: async (_id, { at }) => void contacts.push(at.toISOString()),
    expectedSessions: 2,
    now: () => now,
    failedToRecord: (error) => {
      throw error
    },
  })
  const row: ConnectorRow = {
    id: newId('con'),
    organizationId: newId('org'),
    locationId: newId('loc'),
    name: 'SRV-01',
    machineName: 'SRV-01',
    operatingSystem: 'Windows Server 2022',
    domain: null,
    version: '0.1.0',
    fingerprint: MachineFingerprint.parse('0'.repeat(64)),
    simulated: false,
    labels: [],
    state: 'active',
    draining: false,
    certificateSerial: '1',
    previousCertificateSerial: null,
    certificateExpiresAt: new Date(now),
    enrolledAt: new Date(now),
    lastContactAt: null,
    load: null,
    revokedAt: null,
  }
  const session = (sessionId: string) => ({
    connectorId: row.id,
    locationId: row.locationId,
    organizationId: row.organizationId,
    sessionId,
    relay: 'relay-1',
    purpose: 'interactive' as const,
    carrier: 'causeway' as const,
  })
  return { health, row, session, contacts, pass: (milliseconds: number) => (now += milliseconds) }
}

describe('health of a connector', () => {
  it('is never before the first contact, then offline with the time', () => {
    const { health, row } = setUp()
    expect(health.healthOf(row)).toEqual({ health: 'never' })
    const seen = { ...row, lastContactAt: new Date(0) }
    expect(health.healthOf(seen)).toEqual({ health: 'offline', reason: { code: 'CW5020', values: { at: '1970-01-01T00:00:00.000Z' } } })
  })

  it('is healthy with all sessions and a report, degraded with fewer', () => {
    const { health, row, session } = setUp()
    health.attached(session('a'))
    expect(health.healthOf(row)).toMatchObject({ health: 'degraded', reason: { code: 'CW5021', values: { found: 1, expected: 2 } } })
    health.attached(session('b'))
    health.reported(row.id, { version: '0.2.0', load, uptimeSeconds: 1 })
    expect(health.healthOf(row)).toEqual({ health: 'healthy' })
    expect(health.shown(row)).toMatchObject({ version: '0.2.0', load, sessions: 2 })
    health.detached(session('a'))
    expect(health.healthOf(row).health).toBe('degraded')
    health.detached(session('b'))
    expect(health.shown(row)).toMatchObject({ health: 'never', sessions: 0 })
  })

  it('is degraded while draining and after 45 s without a report', () => {
    const { health, row, session, pass } = setUp()
    health.attached(session('a'))
    health.attached(session('b'))
    expect(health.healthOf({ ...row, draining: true })).toMatchObject({ health: 'degraded', reason: { code: 'CW5022' } })
    pass(45_000)
    expect(health.healthOf(row).health).toBe('healthy')
    pass(1_000)
    expect(health.healthOf(row)).toMatchObject({ health: 'degraded', reason: { code: 'CW5023', values: { seconds: 46 } } })
  })

  it('is written on coming and going and at most once a minute between', async () => {
    const { health, row, session, contacts, pass } = setUp()
    health.attached(session('a'))
    for (let report = 0; report < 9; report += 1) {
      pass(15_000)
      health.reported(row.id, { version: '0.1.0', load, uptimeSeconds: 1 })
    }
    health.detached(session('a'))
    await health.settled()
    // Coming; the version with the first report; a minute later, twice; going.
    expect(contacts).toHaveLength(5)
  })

  it('ignores sessions and reports of which it never heard', () => {
    const { health, row, session } = setUp()
    health.detached(session('a'))
    health.reported(row.id, { version: '0.1.0', load, uptimeSeconds: 1 })
    expect(health.present()).toBe(0)
  })
})
