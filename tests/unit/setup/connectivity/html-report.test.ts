import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ConnectivityReport } from '../../../../contract/connectivity.ts'
import { languages } from '../../../../contract/wording/languages.ts'
import { goodTest } from '../../../../renderer/gallery/example-service.ts'
import { escaped, htmlReport } from '../../../../setup/connectivity/html-report.ts'

const { is: _is, startedAt: _startedAt, ...shown } = goodTest
const report: ConnectivityReport = {
  schema: 'causeway.connectivity-report/1',
  server: { name: 'MUC-CONN-02', system: 'Windows Server 2022', simulated: true },
  at: '2026-11-20T10:45:00.000Z',
  ...shown,
  throughput: { is: 'measured', at: '2026-11-20T10:45:00.000Z', bytes: 4_194_304, milliseconds: 700, whole: true, relay: 'relay-1' },
  comparison: {
    since: '2026-11-19T10:45:00.000Z',
    differences: [{ topic: 'proxy', layer: 'proxy', of: 'relay-1:443', before: 'a:8080', now: 'direct' }],
  },
}

describe('the report as a page', () => {
  test.each(languages)('in %s says everything, needs nothing and runs nothing', (language) => {
    const page = htmlReport(report, language)
    for (const part of ['MUC-CONN-02', 'relay-1.causeway.example', 'proxy.contoso.example:8080', '48 Mbit/s', 'a:8080', '<polyline'])
      expect(page).toContain(part)
    expect(page).toContain(`default-src 'none'; style-src 'unsafe-inline'`)
    expect(page).not.toMatch(/<script|<img|<link|https?:\/\/|undefined|\{\w+(:\w+)?\}/)
  })

  test('whatever stands in a value, it stays text', () => {
    const evil = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom('<script>alert(1)</script>', '" onload="x', "' onerror='x", '</td></table><img src=x>', '&lt;'),
    )
    fc.assert(
      fc.property(evil, (text) => {
        const page = htmlReport(
          {
            ...report,
            server: { ...report.server, name: text, system: text },
            rows: report.rows.map((row) => ({
              ...row,
              endpoint: text,
              summary: text,
              code: text,
              evidence: [{ label: text, value: text }],
            })),
            path: report.path.map((hop) => ({ ...hop, name: text })),
            diagnosis: { is: 'working', milliseconds: 1, relay: text, through: text },
            comparison: {
              since: '2026-11-19T10:45:00.000Z',
              differences: [{ topic: 'dns', layer: text, of: text, before: text, now: `${text}.` }],
            },
          },
          'en',
        )
        const tags = (html: string) => (html.match(/<\/?[a-z][a-z0-9]*/g) ?? []).join(' ')
        expect(tags(page)).toBe(
          tags(
            htmlReport(
              {
                ...report,
                comparison: { since: '2026-11-19T10:45:00.000Z', differences: [{ topic: 'dns', of: 'x', before: 'a', now: 'b' }] },
                rows: report.rows.map((row) => ({ ...row, summary: text === '' ? '' : 'x', evidence: [{ label: 'x', value: 'x' }] })),
              },
              'en',
            ),
          ),
        )
        for (const sign of ['<', '>', '"', "'"]) expect(escaped(text)).not.toContain(sign)
      }),
      { numRuns: 25 },
    )
  })
})
