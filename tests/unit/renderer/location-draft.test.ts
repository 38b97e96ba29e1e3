import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EnrollmentChoice, Label, type SeenBefore } from '../../../contract/enrollment.ts'
import { connector, fourLocations, locationId, munich } from '../../../renderer/gallery/example-organization.ts'
import {
  connectorNameProblem,
  emptyDraft,
  enrollmentChoice,
  locationNameProblem,
  pageStep,
  readLabels,
  writeLabels,
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

describe('labels', () => {
  test('read what was written', () => {
    const key = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,20}$/)
    const value = fc.string({ maxLength: 40 }).map((text) => text.replaceAll(',', '').trim())
    fc.assert(
      fc.property(fc.uniqueArray(fc.record({ key, value }), { maxLength: 16, selector: (label) => label.key }), (labels) => {
        expect(readLabels(writeLabels(labels))).toEqual({ is: 'labels', labels })
      }),
    )
  })

  test('whatever is typed gives labels of the contract or names the place that is wrong', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const read = readLabels(text)
        if (read.is === 'labels') expect(Label.array().max(16).safeParse(read.labels).success).toBe(true)
        else expect(read.at).not.toBe('')
      }),
    )
  })

  test.each([
    ['rack B4', 'pair', 'rack B4'],
    ['=B4', 'pair', '=B4'],
    ['Rack=B4', 'key', 'Rack'],
    [`rack=${'x'.repeat(121)}`, 'value', 'rack'],
    ['rack=a, rack=b', 'twice', 'rack'],
    [Array.from({ length: 17 }, (_, n) => `k${n}=v`).join(','), 'tooMany', '17'],
  ])('%s', (text, problem, at) => expect(readLabels(text)).toEqual({ is: 'problem', problem, at }))
})

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
