import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CheckRow } from '../../../../contract/check-report.ts'
import { type LayerRow } from '../../../../contract/connectivity.ts'
import { NetworkRequest } from '../../../../contract/network-request.ts'
import { rowOf } from '../../../../setup/connectivity/test.ts'
import { networkRequest, type RequestFacts } from '../../../../setup/network-request/observed-request.ts'
import { requestText } from '../../../../setup/network-request/request-text.ts'

const at = '2026-01-02T10:31:00.000Z'
const endpoints = [
  { name: 'control.example:443', role: 'controlPlane' as const },
  { name: 'relay-1 (control.example:443)', role: 'relay' as const },
  { name: 'relay-2.example:8443', role: 'relay' as const },
]
const server = { name: 'CONN-1', system: 'Windows Server 2022', simulated: false }
const evidence = (label: string, value: string) => ({ label, value })

const good = (name: string): LayerRow[] => [
  rowOf(name, 'adapter', { state: 'pass', evidence: [evidence('adapter', 'Ethernet 2: 10.1.0.7, fd00::7')] }),
  rowOf(name, 'dns', { state: 'pass', evidence: [evidence('addresses', '203.0.113.20')] }),
  rowOf(name, 'proxy', { state: 'pass', summary: 'direct' }),
  rowOf(name, 'tcp', { state: 'pass' }),
  rowOf(name, 'tls', { state: 'pass' }),
  rowOf(name, 'http', { state: 'pass' }),
]
const facts = (rows: LayerRow[], some: Partial<RequestFacts> = {}): RequestFacts => ({
  report: { server, endpoints, rows },
  checks: [],
  signIn: undefined,
  at,
  ...some,
})
const without = (rows: LayerRow[], endpoint: string, row: LayerRow) =>
  rows.map((each) => (each.endpoint === endpoint && each.layer === row.layer ? row : each))
const all = () => endpoints.flatMap(({ name }) => good(name))

const revocationRow = (seen: string): CheckRow => ({
  id: 'certificates.revocation',
  state: {
    is: 'done',
    result: {
      outcome: 'warn',
      finding: 'unreachable',
      values: {},
      evidence: [evidence('revocationSource', 'http://crl.example/root.crl'), evidence('connection', seen)],
      milliseconds: 10,
    },
  },
})

describe('the request for the network team', () => {
  it('names every address with port, reason, addresses of the name and of this server', () => {
    const request = networkRequest(facts(all(), { signIn: 'https://login.example/realms/x', checks: [revocationRow('good 12 ms')] }))
    expect(NetworkRequest.safeParse(request).success).toBe(true)
    expect(request.server.addresses).toEqual(['10.1.0.7', 'fd00::7'])
    expect(request.entries.map(({ host, port, purpose, ask, observed }) => [host, port, purpose, ask, observed.is])).toEqual([
      ['control.example', 443, 'controlPlane', 'allow', 'works'],
      ['control.example', 443, 'relay', 'allow', 'works'],
      ['relay-2.example', 8443, 'relay', 'allow', 'works'],
      ['login.example', 443, 'signIn', 'allow', 'notTried'],
      ['crl.example', 80, 'revocation', 'allow', 'works'],
    ])
    expect(request.entries[0]?.addresses).toEqual(['203.0.113.20'])
  })

  it('does not list sign-in again where the control plane does it itself', () => {
    const request = networkRequest(facts(all(), { signIn: 'https://control.example/' }))
    expect(request.entries.some(({ purpose }) => purpose === 'signIn')).toBe(false)
  })

  it.each([
    ['tcp', 'CW1204', { reason: 'ETIMEDOUT', endpoint: 'control.example:443' }, 'allow', 'ETIMEDOUT'],
    ['tls', 'CW1302', { issuer: 'Contoso Web Gateway', endpoint: 'control.example:443' }, 'exempt', 'Contoso Web Gateway'],
    ['tls', 'CW1205', { proxy: 'proxy.lab:3128', reason: '403', endpoint: 'control.example:443' }, 'passProxy', '403'],
    ['dns', 'CW1202', { endpoint: 'control.example', reason: 'ENOTFOUND', servers: '10.0.0.1' }, 'resolve', 'control.example'],
    ['http', 'CW1211', { endpoint: 'control.example:443', reason: 'dropped 400' }, 'passUnchanged', 'CW1211'],
  ] as const)('asks for what helps when %s shows %s, and says what was seen', (layer, code, values, ask, seen) => {
    const rows = without(all(), 'control.example:443', rowOf('control.example:443', layer, { state: 'fail', code, values }))
    const request = networkRequest(facts(rows))
    expect(request.entries[0]).toMatchObject({ ask, observed: { is: 'fails', code } })
    for (const language of ['en', 'zh-CN'] as const)
      for (const format of ['text', 'csv', 'markdown', 'json'] as const) {
        const text = requestText(request, format, language)
        expect(text).toContain(seen)
        expect(text).toContain(code)
        expect(text).not.toMatch(/undefined|\{\w+\}/)
      }
  })

  it('asks the proxy for every address where the service uses one, and says which list is not reached', () => {
    const rows = all().map((row) => (row.layer === 'proxy' ? { ...row, summary: 'proxy.lab:3128' } : row))
    const request = networkRequest(facts(rows, { checks: [revocationRow('unreachable ECONNREFUSED 3 ms')] }))
    expect(request).toMatchObject({ proxy: 'proxy.lab:3128' })
    expect(request.entries[0]).toMatchObject({ ask: 'passProxy' })
    expect(requestText(request, 'text', 'en')).toContain('http://crl.example/root.crl cannot be reached')
  })

  it('writes a table that a spreadsheet reads, and never a formula', () => {
    const rows = without(
      all(),
      'control.example:443',
      rowOf('control.example:443', 'tls', { state: 'fail', code: 'CW1302', values: { issuer: '=HYPERLINK("http://x"),\n|<b>' } }),
    )
    const request = networkRequest(facts(rows))
    const csv = requestText(request, 'csv', 'en')
    expect(csv.startsWith('\uFEFFWhat is asked for,')).toBe(true)
    const lines = csv.trimEnd().split('\r\n')
    expect(lines).toHaveLength(1 + request.entries.length)
    for (const line of lines) expect(line).not.toMatch(/(?:^\uFEFF?|,)"?[=+@]/)
    const markdown = requestText(request, 'markdown', 'en')
    for (const line of markdown.split('\n').filter((each) => each.startsWith('| '))) expect(line.match(/(?<!\\)\|/g)).toHaveLength(9)
    expect(markdown).not.toContain('<b>')
  })

  it('says of any rows whatever only what was measured', () => {
    const state = fc.constantFrom('pass', 'warn', 'fail', 'notTried', 'unknown', 'waiting', 'running' as const)
    fc.assert(
      fc.property(fc.array(state, { minLength: 18, maxLength: 18 }), (states) => {
        const rows = all().map((row, index) => ({ ...row, state: states[index] ?? ('pass' as const) }))
        const { entries } = networkRequest(facts(rows))
        for (const [index, entry] of entries.entries()) {
          const own = rows.filter(({ endpoint }) => endpoint === endpoints[index]?.name)
          expect(entry.observed.is === 'fails').toBe(own.some((row) => row.state === 'fail'))
          if (entry.observed.is === 'works') expect(own.every((row) => row.state === 'pass' || row.state === 'warn')).toBe(true)
        }
      }),
    )
  })
})
