import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ConnectorHealth } from '../../../contract/enrollment.ts'
import { connector, fourLocations, location } from '../../../renderer/gallery/example-organization.ts'
import { advice, foundLocations, locationHealth } from '../../../renderer/pages/resource-location/location-view.ts'

const health = fc.constantFrom<ConnectorHealth>('healthy', 'degraded', 'offline', 'never')
const connectors = fc.array(health, { maxLength: 6 }).map((all) => all.map((one, index) => connector(`C-${index}`, one)))

describe('health of a location', () => {
  test.each<[ConnectorHealth[], string, string]>([
    [[], 'skip', 'none'],
    [['healthy'], 'warn', 'oneOnly'],
    [['offline'], 'fail', 'noneConnected'],
    [['offline', 'never'], 'fail', 'noneConnected'],
    [['healthy', 'offline'], 'warn', 'oneWorking'],
    [['healthy', 'healthy', 'offline'], 'warn', 'someWorking'],
    [['healthy', 'degraded'], 'warn', 'someDegraded'],
    [['healthy', 'healthy'], 'pass', 'allWorking'],
  ])('%j is %s: %s', (all, outcome, says) => {
    expect(locationHealth(all.map((one, index) => connector(`C-${index}`, one)))).toMatchObject({ outcome, says, count: all.length })
  })

  test('passes only when at least two work and none has a problem', () => {
    fc.assert(
      fc.property(connectors, (all) => {
        const passes = all.length >= 2 && all.every((one) => one.health === 'healthy')
        expect(locationHealth(all).outcome === 'pass').toBe(passes)
      }),
    )
  })
})

describe('advice about redundancy', () => {
  test('counts this server in', () => {
    expect(advice([])).toEqual({ says: 'onlyOne', count: 1 })
    expect(advice([connector('A', 'healthy')])).toEqual({ says: 'two', count: 2 })
    expect(advice([connector('A', 'healthy'), connector('B', 'offline')])).toEqual({ says: 'more', count: 3 })
  })

  test('does not promise anything while no other connector carries traffic', () => {
    expect(advice([connector('A', 'offline'), connector('B', 'never')]).says).toBe('othersAway')
  })
})

describe('search', () => {
  test('finds by location and by connector, ignoring case, in the order of names', () => {
    const named = (search: string) => foundLocations(fourLocations, search, 'en').map(({ name }) => name)
    expect(named('')).toEqual(['Augsburg', 'Munich', 'Nuremberg test laboratory and acceptance environment', 'Regensburg'])
    expect(named('nue-conn-02')).toEqual(['Nuremberg test laboratory and acceptance environment'])
    expect(named('BURG aug')).toEqual(['Augsburg'])
    expect(named('Hamburg')).toEqual([])
  })

  test('sorts numbers by value', () => {
    expect(foundLocations([location('Site 10', []), location('Site 9', [])], '', 'en').map(({ name }) => name)).toEqual([
      'Site 9',
      'Site 10',
    ])
  })
})
