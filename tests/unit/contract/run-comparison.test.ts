import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareRuns, type Run } from '../../../contract/run-comparison.ts'
import { layers, type ConnectivityReport, type LayerRow } from '../../../contract/connectivity.ts'
import { differenceText } from '../../../contract/wording/difference-text.ts'
import { checkWording } from '../../../contract/wording/en/checks.ts'
import { engine } from '../../../contract/wording/en/engine.ts'

const relay = 'relay-1.example:443'
const row = (layer: LayerRow['layer'], some: Partial<LayerRow> = {}): LayerRow => ({
  endpoint: relay,
  layer,
  state: 'pass',
  values: {},
  evidence: [],
  ...some,
})
const report = (rows: LayerRow[]): ConnectivityReport => ({
  schema: 'causeway.connectivity-report/1',
  server: { name: 's', system: 'Windows Server 2022', simulated: true },
  at: '2026-11-20T10:00:00.000Z',
  endpoints: [{ name: relay, role: 'relay' }],
  rows,
  roundTrip: { samples: [], sent: 0, lost: 0, reconnects: 0 },
  path: [],
  diagnosis: { is: 'testing' },
})
const run = (rows: LayerRow[], some: Partial<Run> = {}): Run => ({
  at: '2026-11-20T10:00:00.000Z',
  versions: { setup: '0.1.0', system: 'Windows Server 2022' },
  report: report(rows),
  ...some,
})
const good = [
  row('adapter', { summary: 'Ethernet0', evidence: [{ label: 'adapter', value: 'Ethernet0: 10.0.0.5' }] }),
  row('dns', {
    evidence: [
      { label: 'addresses', value: '203.0.113.21' },
      { label: 'dnsServer', value: '10.0.0.2: 203.0.113.21 (4 ms)' },
    ],
  }),
  row('proxy', { summary: 'proxy:8080', evidence: [{ label: 'proxyService', value: 'proxy:8080' }] }),
  row('tcp', { summary: '203.0.113.21', milliseconds: 9 }),
  row('tls', { summary: 'TLSv1.3', evidence: [{ label: 'issuer', value: 'CN=Relay CA R1' }] }),
]
const changes = (before: Run, now: Run) => compareRuns(before, now).map(({ topic, before: was, now: is }) => [topic, was, is])

describe('what changed', () => {
  test('nothing, when only times differ', () => {
    const later = good.map((one) => ({
      ...one,
      milliseconds: 99,
      evidence: one.evidence.map(({ label, value }) => ({ label, value: value.replace('4 ms', '31.5 ms') })),
    }))
    expect(compareRuns(run(good), run(later))).toEqual([])
  })

  test.each([
    [
      'a layer that fails',
      'tcp',
      { state: 'fail', code: 'CW1204' },
      [
        ['layer', 'pass', 'fail CW1204'],
        ['address', '203.0.113.21', undefined],
      ],
    ],
    ['another issuer', 'tls', { evidence: [{ label: 'issuer', value: 'CN=Gateway' }] }, [['issuer', 'CN=Relay CA R1', 'CN=Gateway']]],
    ['another proxy', 'proxy', { evidence: [{ label: 'proxyService', value: 'direct' }] }, [['proxy', 'proxy:8080', 'direct']]],
    ['another address', 'tcp', { summary: '198.51.100.7' }, [['address', '203.0.113.21', '198.51.100.7']]],
    [
      'another DNS answer',
      'dns',
      {
        evidence: [
          { label: 'addresses', value: '203.0.113.21' },
          { label: 'dnsServer', value: '10.0.0.2: ENOTFOUND (8 ms)' },
        ],
      },
      [['dns', '10.0.0.2: 203.0.113.21', '10.0.0.2: ENOTFOUND']],
    ],
  ] as const)('%s', (_name, layer, some, expected) => {
    const now = good.map((one) => (one.layer === layer ? { ...one, ...(some as Partial<LayerRow>) } : one))
    expect(changes(run(good), run(now))).toEqual(expected)
  })

  test('what was not tried is not known, and no difference', () => {
    const now = good.map((one, index) =>
      index < 3 ? one : row(one.layer, index === 3 ? { state: 'fail', code: 'CW1204' } : { state: 'notTried' }),
    )
    expect(changes(run(good), run(now))).toEqual([
      ['layer', 'pass', 'fail CW1204'],
      ['address', '203.0.113.21', undefined],
    ])
  })

  test('versions, certificate and checks', () => {
    const before = run(good, {
      versions: { setup: '0.1.0', service: '0.0.9', system: 's' },
      certificate: { serial: 'a', expiresAt: '2027-01-01T00:00:00.000Z' },
      checks: [{ id: 'host.clock', outcome: 'pass' }],
    })
    const now = run(good, {
      versions: { setup: '0.1.0', service: '0.1.0', system: 's' },
      certificate: { serial: 'b', expiresAt: '2027-02-01T00:00:00.000Z' },
      checks: [{ id: 'host.clock', outcome: 'fail', finding: 'ahead' }],
    })
    expect(changes(before, now)).toEqual([
      ['check', 'pass', 'fail ahead'],
      ['certificate', 'a', 'b'],
      ['version', '0.0.9', '0.1.0'],
    ])
    // Where one of the two ran no checks, nothing is said of them.
    expect(changes(before, { ...now, checks: undefined }).map(([topic]) => topic)).not.toContain('check')
  })
})

const state = fc.constantFrom<LayerRow['state']>('waiting', 'running', 'pass', 'warn', 'fail', 'notTried', 'unknown')
const anyRow = fc
  .record({
    layer: fc.constantFrom(...layers),
    endpoint: fc.constantFrom('a:443', 'b:443', 'service', 'cloud'),
    state,
    summary: fc.string({ maxLength: 30 }),
    evidence: fc.array(
      fc.record({ label: fc.constantFrom('issuer', 'dnsServer', 'proxyUsed', 'adapter', 'validTo'), value: fc.string({ maxLength: 60 }) }),
      { maxLength: 3 },
    ),
  })
  .map((some): LayerRow => ({ values: {}, ...some }))
const anyRun = fc.array(anyRow, { maxLength: 20 }).map((rows) => run(rows))

test('a way without a proxy is told in words', () => {
  const words = differenceText({ topic: 'proxy', of: relay, before: 'proxy:8080', now: 'direct' }, { engine, checks: checkWording })
  expect(words).toMatchObject({ before: 'proxy:8080', now: 'none, directly' })
})

describe('for any two runs', () => {
  test('a run never differs from itself, and differences turned round are the same differences', () => {
    fc.assert(
      fc.property(anyRun, anyRun, (a, b) => {
        expect(compareRuns(a, a)).toEqual([])
        const key = ({ topic, of, layer = '' }: { topic: string; of: string; layer?: string | undefined }) => `${topic} ${layer} ${of}`
        expect(compareRuns(a, b).map(key).toSorted()).toEqual(compareRuns(b, a).map(key).toSorted())
        for (const difference of compareRuns(a, b)) {
          expect(difference.before).not.toBe(difference.now)
          const { what, before, now } = differenceText(difference, { engine, checks: checkWording })
          expect([what, before, now].every((text) => !text.includes('undefined'))).toBe(true)
        }
      }),
    )
  })
})
