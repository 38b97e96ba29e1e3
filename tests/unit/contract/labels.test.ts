import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Labels } from '../../../contract/enrollment.ts'
import { readLabels, readPairs, writeLabels } from '../../../contract/labels.ts'

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
        if (read.is === 'labels') expect(Labels.safeParse(read.labels).success).toBe(true)
        else expect(read.at).not.toBe('')
      }),
    )
  })

  test.each([
    ['rack B4', 'pair', 'rack B4'],
    ['=B4', 'pair', '=B4'],
    ['Rack=B4', 'key', 'Rack'],
    [`rack=${'x'.repeat(121)}`, 'value', 'rack'],
    ['rack=a\u0007b', 'value', 'rack'],
    ['rack=a, rack=b', 'twice', 'rack'],
    [Array.from({ length: 17 }, (_, n) => `k${n}=v`).join(','), 'tooMany', '17'],
  ])('%s', (text, problem, at) => expect(readLabels(text)).toEqual({ is: 'problem', problem, at }))
})

test('a comma is part of no value, wherever it is given', () => {
  expect(readPairs(['rack=a,b'])).toEqual({ is: 'problem', problem: 'value', at: 'rack' })
  expect(Labels.safeParse([{ key: 'rack', value: 'a,b' }]).success).toBe(false)
  expect(Labels.safeParse(['a', 'b', 'a'].map((key) => ({ key, value: '' }))).success).toBe(false)
})
