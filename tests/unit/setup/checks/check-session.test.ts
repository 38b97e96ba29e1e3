import { describe, expect, it, vi } from 'vitest'
import { type CheckId } from '../../../../contract/check-catalogue.ts'
import { CheckRow, ChecksState } from '../../../../contract/check-report.ts'
import { allChecks } from '../../../../setup/checks/catalogue.ts'
import { CheckSession, type CheckEvent } from '../../../../setup/checks/check-session.ts'
import { createNetwork } from '../../../../setup/network/network.ts'
import { simulatedServer } from '../host/simulated-bench.ts'
import { authority, controlPlane, issued, proxyServer } from '../../../fakes/loopback-lab.ts'
import { contextOf } from './check-bench.ts'

const sessionOn = (profile: string, checks = allChecks) => {
  const host = simulatedServer(profile)
  const events: CheckEvent[] = []
  const onFixed = vi.fn()
  const session = new CheckSession({
    checks,
    context: async () => ({ ...contextOf({}), reader: host.reader }),
    writer: host.writer,
    by: 'CONTOSO\\adele',
    onEvent: (event) => events.push(event),
    onFixed,
  })
  const row = (id: CheckId) => {
    const found = session.state.rows.find((r) => r.id === id)
    if (found === undefined) throw new Error(id)
    return found
  }
  return { session, events, row, host, onFixed }
}
const verdict = ({ run }: ChecksState) => (run.is === 'done' ? run.verdict : run.is)

describe('checks of a whole server', () => {
  const expected: readonly (readonly [profile: string, verdict: string, findings: Partial<Record<CheckId, string>>])[] = [
    ['healthy-2016', 'ready', {}],
    ['healthy-2019', 'ready', {}],
    ['healthy-2022', 'ready', {}],
    ['healthy-2025', 'ready', {}],
    ['core-2022', 'readyWithWarnings', { 'host.edition': 'coreWindow' }],
    ['domain-controller', 'blocked', { 'identity.not-domain-controller': 'domainController', 'host.dedicated': 'otherRoles' }],
    ['workgroup', 'blocked', { 'identity.domain-joined': 'workgroup' }],
    ['client-windows', 'blocked', { 'host.os-version': 'client', 'host.power': 'saving' }],
    ['low-memory', 'blocked', { 'host.memory': 'belowMinimum', 'host.cpu': 'belowMinimum', 'host.disk': 'belowMinimum' }],
    ['pending-reboot', 'blocked', { 'host.pending-reboot': 'pending' }],
    ['foreign-connector', 'blocked', { 'host.dedicated': 'foreignConnector' }],
    ['leftovers', 'blocked', { 'host.existing-install': 'leftovers' }],
    ['planted-folder', 'blocked', { 'host.program-data': 'planted' }],
    ['not-administrator', 'blocked', { 'host.elevated': 'notElevated' }],
    ['hardened', 'blocked', { 'certificates.tls-settings': 'disabled', 'host.ie-esc': 'on', 'host.fips': 'on' }],
    ['user-proxy-only', 'readyWithWarnings', { 'network.proxy-view': 'differs' }],
    ['unreadable', 'unknown', {}],
  ]
  // The network is the real one of this machine, which may have no way out: only the server itself is judged here.
  const onServer = allChecks.filter((c) => c.id !== 'network.adapter')
  it.each(expected)('%s is %s', async (profile, verdictExpected, findings) => {
    const { session, row } = sessionOn(profile, onServer)
    const state = ChecksState.parse(await session.run())
    expect(verdict(state)).toBe(verdictExpected)
    for (const [id, finding] of Object.entries(findings))
      expect(row(id as CheckId).state).toMatchObject({ is: 'done', result: { finding } })
  })
})

describe('session', () => {
  it('tells rows one by one, each a whole row, and the verdict last', async () => {
    const { session, events } = sessionOn('healthy-2022')
    await session.run()
    const rows = events.flatMap((e) => (e.is === 'checkRow' ? [CheckRow.parse(e.value)] : []))
    expect(rows.filter((r) => r.state.is === 'done')).toHaveLength(allChecks.length)
    expect(events.at(-1)).toMatchObject({ is: 'checks', value: { run: { is: 'done' } } })
  })

  it('accepts a failure with a reason, records who did, and takes it back', async () => {
    const { session, row } = sessionOn('workgroup')
    await session.run()
    expect(session.override('identity.domain-joined', '  No directory at this site ')).toMatchObject({ ok: true })
    expect(row('identity.domain-joined').override).toMatchObject({ reason: 'No directory at this site', by: 'CONTOSO\\adele' })
    expect(verdict(session.state)).toBe('readyWithWarnings')
    session.withdrawOverride('identity.domain-joined')
    expect(verdict(session.state)).toBe('blocked')
  })

  it('refuses overrides without reason, of what has not failed, and of what none can outweigh', async () => {
    const { session } = sessionOn('domain-controller')
    await session.run()
    for (const [id, reason] of [
      ['identity.not-domain-controller', 'I want it'],
      ['host.memory', 'I want it'],
      ['host.dedicated', 'x'],
    ] as const) {
      expect(session.override(id, reason)).toMatchObject({ ok: false, failure: { code: 'CW3012' } })
    }
    expect(verdict(session.state)).toBe('blocked')
  })

  it.each([
    ['hardened', 'certificates.tls-settings', 'enableTls12'],
    ['hardened', 'host.power', 'highPerformance'],
    ['leftovers', 'host.existing-install', 'removeLeftovers'],
  ] as const)('fixes %s: %s by %s, and checks it again', async (profile, id, fix) => {
    const { session, row, onFixed } = sessionOn(profile)
    await session.run()
    expect(await session.fix(id)).toEqual({ ok: true, value: {} })
    expect(row(id)).toMatchObject({ state: { is: 'done', result: { outcome: 'pass' } }, fix: { is: 'done' } })
    expect(onFixed).toHaveBeenCalledWith(id, fix)
  })

  it('sets a wrong clock right, measured against a control plane', async () => {
    const origin = await controlPlane(await issued.good())
    const host = simulatedServer('wrong-clock')
    const network = createNetwork({ proxy: { is: 'direct' }, certificateAuthorities: [authority.certificate] })
    const target = { origin, relays: [], expectedIssuers: [] }
    const session = new CheckSession({
      checks: allChecks,
      context: async () => ({ reader: host.reader, network, target, surface: 'window' }),
      writer: host.writer,
      by: 'CONTOSO\\adele',
      onEvent: () => undefined,
    })
    const before = (await session.run()).rows
    const found = (rows: typeof before, id: CheckId) => rows.find((r) => r.id === id)?.state
    expect(found(before, 'host.clock')).toMatchObject({ result: { outcome: 'fail', finding: 'ahead' } })
    expect(found(before, 'identity.secure-channel')).toMatchObject({ result: { outcome: 'skip', heldUpBy: ['host.clock'] } })
    expect(await session.fix('host.clock')).toEqual({ ok: true, value: {} })
    expect(found(session.state.rows, 'host.clock')).toMatchObject({ result: { outcome: 'pass', finding: 'right' } })
    expect(found(session.state.rows, 'identity.secure-channel')).toMatchObject({ result: { outcome: 'pass' } })
  })

  it('judges the network through the proxy of the service', async () => {
    const { port } = new URL(await controlPlane(await issued.far()))
    const proxy = await proxyServer({ port: Number(port) })
    const network = createNetwork({
      proxy: { is: 'manual', address: proxy.url, bypass: [] },
      certificateAuthorities: [authority.certificate],
    })
    const target = { origin: 'https://cp.contoso.example', relays: [], expectedIssuers: [] }
    const host = simulatedServer()
    const context = async () => ({ reader: host.reader, network, target, surface: 'window' as const })
    const checks = allChecks.filter((c) => c.id !== 'network.adapter')
    const { rows } = await new CheckSession({ checks, context, writer: host.writer, by: 'x', onEvent: () => undefined }).run()
    const results = Object.fromEntries(
      rows.map((r) => [r.id, r.state.is === 'done' ? (r.state.result.finding ?? r.state.result.reason) : r.state.is]),
    )
    expect(results).toMatchObject({
      'network.dns': 'proxyUsed',
      'network.tcp-443': 'connects',
      'certificates.tls': 'good',
      'network.http': 'answers',
      'network.upgrade': 'both',
      'network.latency': 'short',
      'host.clock': 'right',
    })
  })

  it('says so when a fix is refused, and when there is none', async () => {
    const { session, row } = sessionOn('hardened')
    await session.run()
    expect(await session.fix('host.fips')).toMatchObject({ ok: false, failure: { code: 'CW3012' } })
    vi.spyOn(
      Object.getPrototypeOf(sessionOn('hardened').host.writer) as { setPowerScheme: () => Promise<unknown> },
      'setPowerScheme',
    ).mockResolvedValueOnce({ ok: false, failure: { code: 'CW3011', values: { what: 'power', reason: 'denied' } } })
    expect(await session.fix('host.power')).toMatchObject({ ok: false, failure: { code: 'CW3011' } })
    expect(row('host.power').fix).toMatchObject({ is: 'failed', failure: { code: 'CW3011' } })
  })

  it('runs one check again with those that it had held up', async () => {
    const seen: CheckId[] = []
    let works = false
    const checks = allChecks
      .filter((c) => ['network.adapter', 'network.dns', 'network.tcp-443', 'host.memory'].includes(c.id))
      .map((c) => ({
        ...c,
        run: async () => (
          seen.push(c.id),
          c.id === 'network.dns' && !works
            ? ({ outcome: 'fail', finding: 'noAnswer' } as const)
            : ({ outcome: 'pass', finding: 'up' } as const)
        ),
      }))
    const { session, row } = sessionOn('healthy-2022', checks)
    await session.run()
    expect(row('network.tcp-443').state).toMatchObject({ result: { outcome: 'skip' } })
    works = true
    seen.length = 0
    await session.run(['network.dns'])
    expect(seen).toEqual(['network.dns', 'network.tcp-443'])
    expect(row('network.tcp-443').state).toMatchObject({ result: { outcome: 'pass' } })
  })

  it('cancels, and runs anew afterwards', async () => {
    const hanging = allChecks.filter((c) => c.id === 'host.memory').map((c) => ({ ...c, run: () => new Promise<never>(() => undefined) }))
    const { session, events } = sessionOn('healthy-2022', hanging)
    const first = session.run()
    await vi.waitFor(() => expect(events.some((e) => e.is === 'checkRow' && e.value.state.is === 'running')).toBe(true))
    await session.cancel()
    expect((await first).run.is).toBe('cancelled')
    const second = session.run()
    await vi.waitFor(() => expect(session.state.run.is).toBe('running'))
    await session.cancel()
    await second
  })

  it('makes every check an error when the context cannot be had', async () => {
    const session = new CheckSession({
      checks: allChecks,
      context: () => Promise.reject(new Error('no proxy settings')),
      writer: simulatedServer('healthy-2022').writer,
      by: 'x',
      onEvent: () => undefined,
    })
    const state = await session.run()
    expect(verdict(state)).toBe('unknown')
    for (const row of state.rows) expect(row.state).toMatchObject({ is: 'done', result: { outcome: 'error', reason: 'no proxy settings' } })
  })
})
