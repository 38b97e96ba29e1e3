import { describe, expect, test } from 'vitest'
import { type SessionStatus } from '../../../contract/local-status-api.ts'
import { eventsBetween } from '../../../connector/status-events.ts'
import { type WorkerStatus } from '../../../connector/worker-link.ts'

const session = (change: Partial<SessionStatus> = {}): SessionStatus => ({
  relay: 'relay-1',
  purpose: 'bulk',
  carrier: 'causeway',
  state: 'open',
  since: '2026-01-01T00:00:00.000Z',
  reconnects: 0,
  ...change,
})
const status = (change: Partial<WorkerStatus> = {}): WorkerStatus => ({
  channel: 'starting',
  channelSince: '2026-01-01T00:00:00.000Z',
  sessions: [],
  certificate: { expiresAt: '2026-03-01T00:00:00.000Z', renewsAt: '2026-02-01T00:00:00.000Z', serial: '1a' },
  load: { cpu: 0, memoryBytes: 0, streams: 0, bytesPerSecond: 0 },
  resources: 0,
  ...change,
})
const names = { connector: 'MUC-01', location: 'Munich' }
const between = (before: Partial<WorkerStatus>, after: Partial<WorkerStatus>) => eventsBetween(status(before), status(after), names)

describe('events of the event log', () => {
  test('the channel opens once, whether with all sessions or with some', () => {
    const open = { channel: 'degraded' as const, sessions: [session(), session({ relay: 'relay-2', state: 'waiting' })] }
    expect(between({}, open)).toEqual([{ name: 'channelUp', values: { location: 'Munich', relays: 'relay-1' } }])
    expect(between(open, { ...open, channel: 'healthy' })).toEqual([])
  })
  test('the channel goes down with the code that a session ended with, once', () => {
    const lost = { channel: 'down' as const, sessions: [session({ state: 'waiting', lastFailure: { code: 'CW4006', values: {} } })] }
    expect(between({ channel: 'healthy' }, lost)).toEqual([{ name: 'channelDown', values: { location: 'Munich', code: 'CW4006' } }])
    expect(between(lost, lost)).toEqual([])
  })
  test('a connector that must be enrolled again is an event of its own', () => {
    const removed = { channel: 'enrollAgain' as const, failure: { code: 'CW4004' as const, values: {} } }
    expect(between({ channel: 'healthy' }, removed)).toEqual([{ name: 'enrollAgain', values: { connector: 'MUC-01', code: 'CW4004' } }])
  })
  test('a new certificate is told by its serial number', () => {
    const certificate = { expiresAt: '2026-06-01T00:00:00.000Z', renewsAt: '2026-05-01T00:00:00.000Z', serial: '2b' }
    expect(between({}, { certificate })).toEqual([
      { name: 'certificateRenewed', values: { expiresAt: '2026-06-01T00:00:00.000Z', serial: '2b' } },
    ])
  })
})
