import { describe, expect, it } from 'vitest'
import { byUrgency, stateOf } from '../../../cloud/console/location-state.ts'
import { type Connector } from '../../../contract/control-plane-api.ts'
import { ConnectorId, LocationId } from '../../../contract/ids.ts'

const connector = (health: Connector['health'], more: Partial<Connector> = {}): Connector => ({
  id: ConnectorId.parse('con_0123456789abcdef'),
  locationId: LocationId.parse('loc_0123456789abcdef'),
  name: 'C1',
  machineName: 'C1',
  operatingSystem: 'Windows Server 2022',
  version: '0.1.0',
  labels: [],
  health,
  sessions: 0,
  certificateExpiresAt: '2026-01-01T00:00:00.000Z',
  enrolledAt: '2025-01-01T00:00:00.000Z',
  draining: false,
  simulated: false,
  ...more,
})

describe('how a location stands', () => {
  it.each([
    ['none', [], 0],
    ['neverConnected', [connector('never')], 2],
    ['cutOff', [connector('offline', { lastContact: '2025-03-01T00:00:00.000Z' }), connector('never')], 2],
    ['single', [connector('healthy')], 0],
    ['single', [connector('healthy'), connector('offline')], 0],
    ['impaired', [connector('healthy'), connector('degraded')], 0],
    ['impaired', [connector('healthy'), connector('healthy'), connector('offline')], 0],
    ['working', [connector('healthy'), connector('healthy')], 0],
  ] as const)('is %s', (is, connectors, resources) => expect(stateOf(connectors, resources).is).toBe(is))

  it('counts from the last connector that was heard of', () => {
    const state = stateOf(
      [
        connector('offline', { lastContact: '2025-03-01T00:00:00.000Z' }),
        connector('offline', { lastContact: '2025-03-02T00:00:00.000Z' }),
      ],
      3,
    )
    expect(state).toMatchObject({ is: 'cutOff', since: Date.parse('2025-03-02T00:00:00.000Z'), resources: 3 })
  })

  it('puts the most urgent first', () => {
    const named = (name: string, ...connectors: Connector[]) => ({ name, state: stateOf(connectors, 0) })
    const sorted = [
      named('d'),
      named('c', connector('healthy'), connector('healthy')),
      named('b', connector('healthy')),
      named('a', connector('offline', { lastContact: '2025-03-01T00:00:00.000Z' })),
      named('a2', connector('healthy')),
    ].sort(byUrgency)
    expect(sorted.map(({ name }) => name)).toEqual(['a', 'a2', 'b', 'c', 'd'])
  })
})
