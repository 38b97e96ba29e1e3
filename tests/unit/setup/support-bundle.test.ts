import { describe, expect, it } from 'vitest'
import { Secret } from '../../../contract/secret.ts'
import { type CollectorReport } from '../../../contract/support-bundle.ts'
import { baseSnapshot } from '../../../renderer/gallery/base-snapshot.ts'
import { type BundleOptions, makeBundle } from '../../../setup/support-bundle/bundle.ts'
import { type Fact } from '../../../setup/host/fact-sections.ts'
import { type HostReader } from '../../../setup/host/host-reader.ts'
import { type Collector, type CollectorContext, files } from '../../../setup/support-bundle/collector.ts'
import { history } from '../../../setup/support-bundle/collectors/history.ts'
import { Pseudonyms } from '../../../setup/support-bundle/pseudonyms.ts'

const never = () => new Promise<never>(() => undefined)
const collector = (name: Collector['name'], collect: Collector['collect'], budget = 5000): Collector => ({ name, budget, collect })
const unused = {} as Omit<CollectorContext, 'signal' | 'snapshot'>
const bundleOf = (collectors: readonly Collector[], more: Partial<BundleOptions> = {}) =>
  makeBundle({
    collectors,
    context: { ...unused, snapshot: () => baseSnapshot },
    names: 'kept',
    language: 'en',
    now: () => new Date('2026-11-28T14:30:00Z'),
    onReport: () => undefined,
    signal: new AbortController().signal,
    ...more,
  })

describe('the history in the bundle', () => {
  const collected = (file: Fact<Uint8Array>) =>
    history.collect({ ...unused, reader: { readFile: async () => file } as Partial<HostReader> as HostReader } as CollectorContext)

  it('is the file as the service left it, whether the service runs or not', async () => {
    const value = new TextEncoder().encode('{"is":"started","at":1}\n')
    expect(await collected({ is: 'known', value })).toEqual({
      is: 'files',
      files: [{ path: 'history.jsonl', content: '{"is":"started","at":1}\n' }],
    })
  })

  it('tells a server without one from a file that nobody may read', async () => {
    expect(await collected({ is: 'absent' })).toEqual({ is: 'nothing', why: 'notInstalled' })
    await expect(collected({ is: 'unknown', why: 'EACCES' })).rejects.toThrow('EACCES')
  })
})

describe('a bundle', () => {
  it('is made although collectors fail, hang or throw', async () => {
    const reports: CollectorReport[] = []
    const { texts, manifest } = await bundleOf(
      [
        collector('host', async () => files({ path: 'host.json', content: { a: 1 } })),
        collector('journal', async () => Promise.reject(new Error('EACCES: permission denied, password=Kp7w'))),
        collector('service', never, 30),
        collector(
          'history',
          ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
          30,
        ),
      ],
      { onReport: (report) => reports.push(report) },
    )
    expect(texts.get('host.json')).toBe('{\n  "a": 1\n}\n')
    expect(Object.fromEntries(manifest.collectors.map(({ name, outcome }) => [name, outcome]))).toEqual({
      host: { is: 'collected' },
      journal: { is: 'failed', why: 'EACCES: permission denied, password=[secret]' },
      service: { is: 'tooSlow', seconds: 0.03 },
      history: { is: 'tooSlow', seconds: 0.03 },
    })
    expect(reports).toHaveLength(4)
    expect(texts.get('summary.txt')).toContain('Gave no answer within 0.03 seconds')
  })

  it('shows a typed secret as such, wherever it stands', async () => {
    const { texts } = await bundleOf([
      collector('host', async () => files({ path: 'a.json', content: { note: new Secret('hunter2'), list: [new Secret('hunter2')] } })),
    ])
    expect(texts.get('a.json')).toContain('[secret]')
    expect([...texts.values()].join('')).not.toContain('hunter2')
  })

  it('keeps the newest lines of what is too long, and says what is left out', async () => {
    const line = (number: number) => `${String(number).padStart(9, '0')}\n`
    const log = Array.from({ length: 1000 }, (_, number) => line(number)).join('')
    const { texts, manifest } = await bundleOf(
      [
        collector('setupLog', async () => files({ path: 'a.log', content: log })),
        collector('serviceLog', async () => files({ path: 'b.log', content: log })),
      ],
      { bounds: { file: 4000, all: 6000 } },
    )
    expect(texts.get('a.log')).toMatch(/^\[\d+ older bytes left out\]\n0000006\d\d\n/)
    expect(texts.get('a.log')?.endsWith(line(999))).toBe(true)
    const sizes = Object.fromEntries(manifest.files.map(({ path, bytes, leftOut }) => [path, { bytes, leftOut }]))
    expect(sizes['a.log']?.leftOut).toBeGreaterThan(5900)
    expect((sizes['a.log']?.bytes ?? 0) + (sizes['b.log']?.bytes ?? 0)).toBeLessThan(6200)
    expect(texts.get('index.html')).toContain('are left out')
  })

  it('escapes what its page shows', async () => {
    const { texts } = await bundleOf([collector('host', async () => files({ path: 'a.txt', content: '<script>alert(1)</script>&"\'' }))])
    expect(texts.get('index.html')).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;')
    expect(texts.get('index.html')).not.toContain('<script')
  })
})

describe('pseudonyms', () => {
  const names = new Pseudonyms([
    { kind: 'server', name: 'MUC-CONN-02' },
    { kind: 'domain', name: 'corp.contoso.example' },
    { kind: 'person', name: 'anna.lindqvist' },
    { kind: 'organization', name: 'Contoso Süd' },
  ])
  const first = 'GET https://control.contoso.example/v1 from MUC-CONN-02 (10.20.4.31, 2001:db8::5) by CORP\\anna.lindqvist'
  const second = 'muc-conn-02.corp.contoso.example asks 10.20.4.31 and control.contoso.example:443 for Contoso Süd'
  names.learn(first)
  names.learn(second)

  it('are the same for the same name in every file', () => {
    expect(names.replace(first).text).toBe('GET https://host-1/v1 from server-1 (private-address-1, public-address-1) by CORP\\person-1')
    expect(names.replace(second).text).toBe('host-2 asks private-address-1 and host-1:443 for organization-1')
  })

  it.each([
    'at 2026-11-28T14:21:34.000Z version 10.0.20348.1366 on 127.0.0.1 and ::1, mask 255.255.255.0',
    '{"is":"known","value":"NT SERVICE\\\\CausewayConnector"}',
    'MUC-CONN-021 is another server',
  ])('leave %s', (text) => expect(names.replace(text).text).toBe(text))

  it('cover mail, security ids, hardware addresses and home folders', () => {
    const text = 'anna@contoso.example S-1-5-21-1-22-333-1104 00:15:5d:01:02:03 C:\\Users\\bob\\x'
    names.learn(text)
    expect(names.replace(text).text).toBe('mail-1 sid-1 hardware-1 C:\\Users\\person-2\\x')
  })
})
