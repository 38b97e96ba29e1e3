import { type Diagnosis } from '../../../contract/connectivity.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RoundTripSample } from '../../../contract/connectivity.ts'
import { goodRows, goodTest, layerRow, samples } from '../../../renderer/gallery/example-service.ts'
import {
  addressToAllow,
  evidenceGroups,
  layerLines,
  openConnections,
  ownMilliseconds,
  shortName,
} from '../../../renderer/pages/connectivity/connectivity-view.ts'
import { axisTop, latencyView, pointsShown } from '../../../renderer/pages/connectivity/latency-view.ts'
import { causeText, diagnosisText } from '../../../renderer/pages/connectivity/diagnosis-text.ts'
import { sentencesIn } from '../../../renderer/sentences.ts'

describe('the table', () => {
  test('has the layers in their order and a cell for each endpoint', () => {
    const lines = layerLines(goodTest)
    expect(lines.map(({ layer }) => layer)).toEqual(['adapter', 'dns', 'proxy', 'tcp', 'tls', 'http', 'channel', 'roundTrip'])
    expect(lines[1]?.cells.map((cell) => cell?.milliseconds)).toEqual([4, 3, 14])
    expect(lines[1]?.found).toEqual(['10.20.0.10, 10.20.0.11'])
  })

  test('a layer is as bad as its worst endpoint, and running before it is good', () => {
    const [control, relay] = goodTest.endpoints.map(({ name }) => name)
    const mark = (second: 'pass' | 'warn' | 'running' | 'fail') =>
      layerLines({ ...goodTest, rows: [layerRow(control ?? '', 'tcp', 'pass'), layerRow(relay ?? '', 'tcp', second)] })[0]?.mark
    expect(['pass', 'warn', 'running', 'fail'].map((state) => mark(state as 'pass'))).toEqual(['pass', 'warn', 'running', 'fail'])
  })

  test('two endpoints on one machine are told apart by their ports', () => {
    const endpoints = [
      { name: '127.0.0.1:4430', role: 'controlPlane' as const },
      { name: '127.0.0.1:4431', role: 'relay' as const },
    ]
    const rows = endpoints.map(({ name }, index) => layerRow(name, 'tcp', 'pass', { milliseconds: index + 1 }))
    expect(layerLines({ ...goodTest, endpoints, rows })[0]?.cells.map((cell) => cell?.milliseconds)).toEqual([1, 2])
  })

  test('the round trip stands under its relay; the channel says how many connections are open', () => {
    const lines = layerLines(goodTest)
    expect(lines.at(-1)?.cells.map((cell) => cell?.milliseconds)).toEqual([undefined, 23, undefined])
    expect(lines.flatMap((line) => openConnections(line) ?? [])).toEqual([{ open: 4, all: 4 }])
    const elsewhere = layerLines({ ...goodTest, rows: [layerRow('cloud', 'roundTrip', 'pass', { milliseconds: 2, summary: 'relay-9' })] })
    expect(elsewhere.map(ownMilliseconds)).toEqual([2])
  })

  test('names are short, addresses whole', () => {
    expect(['relay-1.causeway.example:443', '10.1.2.3:443', '[::1]:443', 'service'].map(shortName)).toEqual([
      'relay-1',
      '10.1.2.3',
      '::1',
      'service',
    ])
    expect(shortName('relay-1 (127.0.0.1:4430)')).toBe('relay-1')
    expect(addressToAllow('relay-1 (cloud.example:443)')).toBe('cloud.example')
    expect(['relay-1.example:443', 'relay-1.example:8443'].map(addressToAllow)).toEqual(['relay-1.example', 'relay-1.example:8443'])
  })
})

test('evidence stands before, at and after the broken layer', () => {
  const rows = goodRows.map((row) =>
    row.layer === 'tls'
      ? layerRow(row.endpoint, 'tls', 'fail')
      : ['http', 'channel', 'roundTrip'].includes(row.layer)
        ? layerRow(row.endpoint, row.layer, 'notTried')
        : row,
  )
  const groups = evidenceGroups({ ...goodTest, rows }, 'tls')
  expect(groups.map(({ is, mark, lines }) => [is, mark, lines.map(({ layer }) => layer)])).toEqual([
    ['before', 'pass', ['adapter', 'dns', 'proxy', 'tcp']],
    ['at', 'fail', ['tls']],
    ['after', 'skip', ['http', 'channel', 'roundTrip']],
  ])
})

describe('the chart', () => {
  const sample = fc
    .option(fc.double({ min: 0.01, max: 30_000, noNaN: true }), { nil: undefined })
    .map((milliseconds): RoundTripSample => ({ at: '2026-11-20T10:45:00.000Z', ...(milliseconds === undefined ? {} : { milliseconds }) }))

  test('shows every one of the last round trips once, as a point or as lost, below its top', () => {
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 120 }), (all) => {
        const { points, lost, top } = latencyView(all)
        const shown = Math.min(all.length, pointsShown)
        expect([points.length, lost.length]).toEqual([pointsShown, pointsShown])
        const places = points.flatMap((point, place) => (point !== null || lost[place] === true ? [place] : []))
        expect(places).toEqual(Array.from({ length: shown }, (_, index) => pointsShown - shown + index))
        for (const [place, point] of points.entries()) if (point !== null) expect([lost[place], point <= top]).toEqual([false, true])
      }),
    )
  })

  test('breaks the line where one was lost', () => {
    const { points, lost, least, most } = latencyView(samples.map((one, index) => (index === 20 ? { at: one.at } : one)))
    expect(points.flatMap((point, place) => (point === null ? [place] : []))).toEqual([20])
    expect(lost.flatMap((isLost, place) => (isLost ? [place] : []))).toEqual([20])
    expect([least, most]).toEqual([21, 31])
  })

  test('ends its axis on a round number', () => {
    expect([0.4, 2.1, 31, 99_999].map(axisTop)).toEqual([1, 4, 40, 100_000])
  })
})

describe('the sentence', () => {
  const broken: Omit<Extract<Diagnosis, { is: 'notWorking' }>, 'code' | 'values'> = {
    is: 'notWorking',
    layer: 'tcp',
    endpoint: 'relay-1.causeway.example:443',
    owner: 'network',
    addresses: [],
    culprit: { kind: 'relay', name: 'relay-1.causeway.example:443' },
    evidence: [],
  }

  test('names what works, and through what', () => {
    expect(diagnosisText(goodTest.diagnosis, sentencesIn('en'))).toBe(
      'Working: 23 ms round trip through relay-1, by way of proxy.contoso.example',
    )
    expect(diagnosisText({ is: 'working', milliseconds: 2.14, relay: 'relay-1' }, sentencesIn('en'))).toBe(
      'Working: 2.1 ms round trip through relay-1',
    )
  })

  test('names the cause, and leaves no gap where a value is missing', () => {
    const said = (values: Record<string, string>) => diagnosisText({ ...broken, code: 'CW1204', values }, sentencesIn('en'))
    expect(said({ reason: 'refused by 10.1.2.3' })).toBe('Not working: relay-1 does not accept connections: refused by 10.1.2.3')
    expect(said({})).toBe('Not working: relay-1 does not accept connections')
  })

  test('a code without a sentence of its own is said by its error text, an unknown one by itself', () => {
    const sentences = sentencesIn('en')
    expect(causeText({ code: 'CW4010', values: { exit: 1 }, endpoint: 'service' }, sentences)).toBe(
      'The worker of the service ended unexpectedly',
    )
    expect(causeText({ code: 'CW0000', values: {}, endpoint: 'service' }, sentences)).toBe('CW0000')
  })
})
