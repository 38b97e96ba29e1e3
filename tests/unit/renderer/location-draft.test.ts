import { describe, expect, test } from 'vitest'
import { EnrollmentChoice, type SeenBefore } from '../../../contract/enrollment.ts'
import { connector, fourLocations, locationId, munich } from '../../../renderer/gallery/example-organization.ts'
import {
  connectorNameProblem,
  emptyDraft,
  enrollmentChoice,
  locationNameProblem,
  pageStep,
} from '../../../renderer/pages/resource-location/location-draft.ts'

const loaded = { locations: fourLocations, proposedName: 'MUC-CONN-02' }
const seenBefore: SeenBefore = {
  connector: connector('MUC-CONN-02', 'healthy', 6),
  locationId: munich.id,
  locationName: 'Munich',
  enrolledAt: '2026-03-14T09:30:00.000Z',
  machineName: 'MUC-CONN-02',
  likely: 'keepBoth',
  active: true,
}

describe('names', () => {
  test('a connector name is unique in its location, whatever its case, but may take its own place', () => {
    expect(connectorNameProblem('muc-conn-01', munich)).toBe('taken')
    expect(connectorNameProblem('muc-conn-01', munich, munich.connectors[0]?.id)).toBeUndefined()
    expect(connectorNameProblem(' ', munich)).toBe('empty')
    expect(connectorNameProblem('x'.repeat(64), munich)).toBe('tooLong')
    expect(connectorNameProblem('-first', munich)).toBe('characters')
  })

  test('a location name is unique', () => {
    expect(locationNameProblem('Würzburg', fourLocations)).toBeUndefined()
    expect(locationNameProblem(' munich ', fourLocations)).toBe('taken')
    expect(locationNameProblem('', fourLocations)).toBe('empty')
    expect(locationNameProblem('x'.repeat(81), fourLocations)).toBe('tooLong')
  })
})

describe('the choice', () => {
  test('is missing while nothing is chosen, also when the location is gone', () => {
    expect(enrollmentChoice(emptyDraft, loaded)).toBeUndefined()
    expect(enrollmentChoice({ ...emptyDraft, locationId: 'loc_00000000000000000000' }, loaded)).toBeUndefined()
  })

  test('fits the contract', () => {
    const choice = enrollmentChoice({ ...emptyDraft, locationId: munich.id, labels: 'rack=B4' }, loaded)
    expect(EnrollmentChoice.parse(choice)).toEqual({
      locationId: munich.id,
      connectorName: 'MUC-CONN-02',
      labels: [{ key: 'rack', value: 'B4' }],
    })
  })

  test('waits for an answer about the earlier enrollment; the likely one is never taken for it', () => {
    const before = { ...loaded, seenBefore }
    expect(pageStep(emptyDraft, seenBefore)).toBe('question')
    expect(enrollmentChoice({ ...emptyDraft, locationId: munich.id }, before)).toBeUndefined()
    expect(enrollmentChoice({ ...emptyDraft, onSeenBefore: 'replace' }, before)).toEqual({
      locationId: munich.id,
      connectorName: 'MUC-CONN-02',
      labels: [],
      onSeenBefore: 'replace',
    })
    const augsburg = locationId('Augsburg')
    expect(enrollmentChoice({ ...emptyDraft, onSeenBefore: 'replaceAndMove', locationId: augsburg }, before)).toMatchObject({
      locationId: augsburg,
    })
    expect(enrollmentChoice({ ...emptyDraft, onSeenBefore: 'keepBoth', step: 'list' }, before)).toBeUndefined()
  })
})
