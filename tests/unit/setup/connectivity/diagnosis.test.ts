/** From observations to causes: every cause, their order, and what holds for any observation. Long: one builder of observations serves all. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConnectivityState, Diagnosis, Further, Hop, type Layer, layers, type LayerRow } from '../../../../contract/connectivity.ts'
import { cloudEndpoint, diagnose, type DiagnosisFacts, findings, serviceEndpoint } from '../../../../setup/connectivity/diagnosis.ts'
import { pathOf } from '../../../../setup/connectivity/path.ts'
import { noRoundTrip, roundTripRow, withSamples } from '../../../../setup/connectivity/layers/round-trip.ts'
import { endpointsOf, rowOf } from '../../../../setup/connectivity/test.ts'

const at = '2026-01-02T03:04:05.678Z'
const endpoints = [
  { name: 'control.example:443', role: 'controlPlane' as const },
  { name: 'relay-1.example:443', role: 'relay' as const },
  { name: 'relay-2.example:443', role: 'relay' as const },
]
const probed: Layer[] = ['adapter', 'dns', 'proxy', 'tcp', 'tls', 'http']
const cells: [string, Layer][] = [
  ...endpoints.flatMap(({ name }) => probed.map((layer): [string, Layer] => [name, layer])),
  [serviceEndpoint, 'channel'],
  [cloudEndpoint, 'roundTrip'],
]
const passing = (): LayerRow[] =>
  cells.map(([endpoint, layer]) => rowOf(endpoint, layer, { state: 'pass', ...(layer === 'proxy' ? { summary: 'direct' } : {}) }))
const worked = withSamples(noRoundTrip, [{ at, milliseconds: 2.1, relay: 'relay-1' }], 0)
const lost = withSamples(noRoundTrip, [{ at }], 0)
const facts = (rows: LayerRow[], more: Partial<DiagnosisFacts> = {}): DiagnosisFacts => ({
  machineName: 'CONN-1',
  endpoints,
  rows,
  roundTrip: noRoundTrip,
  installed: true,
  ...more,
})
const failing = (rows: LayerRow[], endpoint: string, layer: Layer, code: string, values: LayerRow['values'] = {}) =>
  rows.map((row) => (row.endpoint === endpoint && row.layer === layer ? rowOf(endpoint, layer, { state: 'fail', code, values }) : row))

const state = fc.constantFrom('waiting', 'running', 'pass', 'warn', 'fail', 'notTried', 'unknown' as const)
const anyFacts = fc
  .record({
    states: fc.array(state, { minLength: cells.length, maxLength: cells.length }),
    codes: fc.array(
      fc.constantFrom(
        'CW1201',
        'CW1202',
        'CW1203',
        'CW1204',
        'CW1205',
        'CW4019',
        'CW1208',
        'CW1301',
        'CW1302',
        'CW1210',
        'CW4006',
        undefined,
      ),
      {
        minLength: cells.length,
        maxLength: cells.length,
      },
    ),
    through: fc.constantFrom('direct', 'proxy.example:8080'),
    roundTrip: fc.constantFrom(noRoundTrip, worked, lost),
    installed: fc.boolean(),
    keep: fc.integer({ min: 0, max: cells.length }),
  })
  .map(({ states, codes, through, roundTrip, installed, keep }) =>
    facts(
      cells.slice(0, keep).map(([endpoint, layer], index) => {
        const code = codes[index]
        return rowOf(endpoint, layer, {
          state: states[index] ?? 'pass',
          ...(layer === 'proxy' ? { summary: through } : {}),
          ...(code === undefined ? {} : { code, values: { issuer: 'X' } }),
        })
      }),
      { roundTrip, installed },
    ),
  )

describe('the diagnosis', () => {
  it('has an answer and a path for every combination', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const diagnosis = diagnose(given)
        expect(Diagnosis.safeParse(diagnosis).success).toBe(true)
        const path = pathOf(given, diagnosis)
        for (const hop of path) expect(Hop.safeParse(hop).success).toBe(true)
        expect(path[0]?.kind).toBe('server')
        expect(path.at(-1)?.kind).toBe('controlPlane')
        expect(path.filter((hop) => hop.state === 'breaksHere')).toHaveLength(diagnosis.is === 'notWorking' ? 1 : 0)
      }),
      { numRuns: 2000 },
    )
  })

  it('never names a cause for what works, and never says that it works without a round trip', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const diagnosis = diagnose(given)
        expect(diagnosis.is === 'working').toBe(given.roundTrip.samples.at(-1)?.milliseconds !== undefined)
        if (!given.rows.some((row) => row.state === 'fail')) expect(diagnosis.is).not.toBe('notWorking')
      }),
      { numRuns: 2000 },
    )
  })

  it('names a row that really fails', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const diagnosis = diagnose(given)
        if (diagnosis.is !== 'notWorking') return
        expect(
          given.rows.some(
            ({ endpoint, layer, state: is }) => endpoint === diagnosis.endpoint && layer === diagnosis.layer && is === 'fail',
          ),
        ).toBe(true)
        for (const address of diagnosis.addresses) expect(endpoints.map(({ name }) => name)).toContain(address)
      }),
    )
  })

  it.each([
    ['adapter', 'CW1201', 'server', 'administrator'],
    ['dns', 'CW1202', 'server', 'network'],
    ['tcp', 'CW1204', 'controlPlane', 'network'],
    ['tls', 'CW1301', 'controlPlane', 'network'],
    ['http', 'CW1210', 'controlPlane', 'network'],
  ] as const)('names %s as the cause when it fails', (layer, code, hop, owner) => {
    const given = facts(failing(passing(), 'control.example:443', layer, code), { roundTrip: lost })
    const diagnosis = diagnose(given)
    expect(diagnosis).toMatchObject({ is: 'notWorking', layer, code, endpoint: 'control.example:443', owner })
    expect(pathOf(given, diagnosis).find(({ state: is }) => is === 'breaksHere')?.kind).toBe(hop)
  })

  it('draws the inspecting box where it stands and lists every address that it touches', () => {
    let rows = passing()
    for (const { name } of endpoints) rows = failing(rows, name, 'tls', 'CW1302', { issuer: 'Contoso Web Gateway' })
    const given = facts(rows, { roundTrip: lost })
    const diagnosis = diagnose(given)
    expect(diagnosis).toMatchObject({ code: 'CW1302', owner: 'network', addresses: endpoints.map(({ name }) => name) })
    expect(pathOf(given, diagnosis)).toEqual([
      { kind: 'server', name: 'CONN-1', state: 'reached' },
      { kind: 'inspection', name: 'Contoso Web Gateway', state: 'breaksHere' },
      { kind: 'relay', name: 'relay-1.example:443', state: 'notReached' },
      { kind: 'controlPlane', name: 'control.example:443', state: 'notReached' },
    ])
  })

  it('does not blame one relay while another can be reached, but the service’s own word counts', () => {
    const oneRelay = failing(passing(), 'relay-2.example:443', 'tcp', 'CW1204')
    expect(diagnose(facts(oneRelay, { roundTrip: worked })).is).toBe('working')
    const channelToo = failing(oneRelay, serviceEndpoint, 'channel', 'CW4004')
    expect(diagnose(facts(channelToo, { roundTrip: lost }))).toMatchObject({ code: 'CW4004', layer: 'channel', addresses: [] })
    const bothRelays = failing(failing(oneRelay, 'relay-1.example:443', 'tcp', 'CW1204'), 'relay-1.example:443', 'http', 'CW1210')
    expect(diagnose(facts(bothRelays, { roundTrip: lost }))).toMatchObject({ code: 'CW1204', layer: 'tcp' })
  })

  it('says what is still being found out, what is not installed, and what nobody knows', () => {
    expect(diagnose(facts([]))).toEqual({ is: 'testing' })
    const waiting = passing().map((row) => (row.layer === 'http' ? rowOf(row.endpoint, 'http', { state: 'running' }) : row))
    expect(diagnose(facts(waiting))).toEqual({ is: 'testing' })
    expect(diagnose(facts(passing(), { installed: false }))).toEqual({ is: 'notInstalled' })
    expect(diagnose(facts(passing()))).toMatchObject({ is: 'unknown', code: 'CW4013' })
  })

  it('names the proxy that it works through', () => {
    const rows = passing().map((row) =>
      row.layer === 'proxy' ? rowOf(row.endpoint, 'proxy', { state: 'pass', summary: 'proxy.example:8080' }) : row,
    )
    expect(diagnose(facts(rows, { roundTrip: worked }))).toMatchObject({ is: 'working', through: 'proxy.example:8080', relay: 'relay-1' })
  })

  it('orders causes by layer', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(probed, { minLength: 1 }), (broken) => {
        let rows = passing()
        for (const layer of broken) rows = failing(rows, 'control.example:443', layer, `CW12${layers.indexOf(layer)}0`)
        const first = broken.toSorted((a, b) => layers.indexOf(a) - layers.indexOf(b))[0]
        expect(diagnose(facts(rows, { roundTrip: lost }))).toMatchObject({ layer: first })
      }),
    )
  })
})

/** Every combination of what one endpoint and the service can show, with and without an echo, installed or not. */
const everyCombination = function* (): Generator<DiagnosisFacts> {
  // A warning matters for the proxy alone: elsewhere it passes.
  const statesOf = (layer: Layer): LayerRow['state'][] => ['pass', 'fail', 'unknown', ...(layer === 'proxy' ? (['warn'] as const) : [])]
  const codes: Record<Layer, string> = {
    adapter: 'CW1201',
    dns: 'CW1202',
    proxy: 'CW1208',
    tcp: 'CW1204',
    tls: 'CW1302',
    http: 'CW1210',
    channel: 'CW4006',
    roundTrip: 'CW4018',
  }
  const [endpoint] = endpoints
  const spots: [string, Layer][] = cells.filter(([name]) => name === endpoint?.name || name === serviceEndpoint || name === cloudEndpoint)
  const combinations = spots.reduce<LayerRow[][]>(
    (all, [name, layer]) =>
      all.flatMap((rows) =>
        statesOf(layer).map((is) => [
          ...rows,
          rowOf(name, layer, is === 'fail' || is === 'warn' ? { state: is, code: codes[layer] } : { state: is }),
        ]),
      ),
    [[]],
  )
  for (const rows of combinations)
    for (const roundTrip of [worked, lost])
      for (const installed of [true, false]) yield facts(rows, { endpoints: endpoints.slice(0, 1), roundTrip, installed })
}

describe('the ranking', () => {
  it('answers every combination of layer results without contradicting one of them', () => {
    const wrong: unknown[] = []
    for (const given of everyCombination()) {
      const { diagnosis, further } = findings(given)
      const fails = (layer: Layer) => given.rows.some((row) => row.layer === layer && row.state === 'fail')
      const causes = [...(diagnosis.is === 'notWorking' ? [diagnosis] : []), ...further.causes]
      const came = given.roundTrip.samples.at(-1)?.milliseconds !== undefined
      const right =
        (diagnosis.is === 'working') === came &&
        causes.every(({ layer }) => fails(layer)) &&
        (diagnosis.is === 'notWorking') === (!came && given.rows.some(({ state: is }) => is === 'fail')) &&
        further.unanswered.length === given.rows.filter(({ state: is }) => is === 'unknown').length &&
        // "Works as far as it can be tried" is not said of what could not be tried.
        (diagnosis.is !== 'notInstalled' || further.unanswered.length === 0)
      if (!right && wrong.length < 3) wrong.push({ diagnosis, further, rows: given.rows.map(({ layer, state: is }) => `${layer} ${is}`) })
    }
    expect(wrong).toEqual([])
  })

  it('has no cause, first or further, where every row passes', () => {
    for (const roundTrip of [worked, noRoundTrip])
      for (const installed of [true, false]) {
        const { diagnosis, further } = findings(facts(passing(), { roundTrip, installed }))
        expect(diagnosis.is).not.toBe('notWorking')
        expect(further).toEqual({ causes: [], unanswered: [] })
      }
  })

  it('names no cause twice, and gives each its place, its culprit and somebody who acts', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const { diagnosis, further } = findings(given)
        expect(Further.safeParse(further).success).toBe(true)
        const causes = [...(diagnosis.is === 'notWorking' ? [diagnosis] : []), ...further.causes]
        const keys = causes.map(({ code, layer, endpoint }) => `${code} ${layer} ${endpoint}`)
        expect(new Set(keys).size).toBe(keys.length)
        for (const { endpoint, layer } of causes)
          expect(given.rows.some((row) => row.endpoint === endpoint && row.layer === layer && row.state === 'fail')).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('says of a proxy that the service goes without first, and second that the way without it is closed', () => {
    let rows = failing(passing(), 'control.example:443', 'tcp', 'CW1204', { reason: 'timedOut' })
    rows = rows.map((row) =>
      row.layer === 'proxy' ? rowOf(row.endpoint, 'proxy', { state: 'warn', code: 'CW1203', values: { user: 'proxy:3128' } }) : row,
    )
    const { diagnosis, further } = findings(facts(rows, { roundTrip: lost }))
    expect(diagnosis).toMatchObject({ code: 'CW1203', owner: 'administrator' })
    expect(further.causes).toMatchObject([{ code: 'CW1204', owner: 'network' }])
  })

  it('does not count what follows from a closed network as further causes, but what does not', () => {
    let rows = failing(passing(), 'control.example:443', 'tcp', 'CW1204')
    rows = failing(rows, serviceEndpoint, 'channel', 'CW4006')
    rows = failing(rows, cloudEndpoint, 'roundTrip', 'CW4018')
    expect(findings(facts(rows, { roundTrip: lost })).further.causes).toEqual([])
    rows = failing(rows, serviceEndpoint, 'channel', 'CW4004')
    expect(findings(facts(rows, { roundTrip: lost })).further.causes).toMatchObject([{ code: 'CW4004' }])
  })

  it('lists the spare relay that is dead beside a channel that works', () => {
    const rows = failing(passing(), 'relay-2.example:443', 'tcp', 'CW1204')
    const { diagnosis, further } = findings(facts(rows, { roundTrip: worked }))
    expect(diagnosis.is).toBe('working')
    expect(further.causes).toMatchObject([{ code: 'CW1204', endpoint: 'relay-2.example:443' }])
  })

  it('says what could not be found out instead of that all is well', () => {
    const rows = passing().map((row) =>
      row.layer === 'dns' ? rowOf(row.endpoint, 'dns', { state: 'unknown', values: { reason: 'EACCES' } }) : row,
    )
    const { diagnosis, further } = findings(facts(rows, { installed: false }))
    expect(diagnosis).toMatchObject({ is: 'unknown', code: 'CW4021', values: { layer: 'dns', reason: 'EACCES' } })
    expect(further.unanswered).toHaveLength(endpoints.length)
  })

  it.each([
    ['timedOut', 'timedOut', 'firewall', 'network'],
    ['unreachable', 'EHOSTUNREACH', 'firewall', 'network'],
    ['refused', 'ECONNREFUSED', 'controlPlane', 'network'],
    ['unreachable', 'ENETUNREACH', 'server', 'administrator'],
    ['unreachable', 'EACCES', 'server', 'administrator'],
  ] as const)('marks the hop that a connection %s (%s) breaks at', (summary, reason, kind, owner) => {
    const rows = passing().map((row) =>
      row.layer === 'tcp' && row.endpoint === 'control.example:443'
        ? rowOf(row.endpoint, 'tcp', { state: 'fail', code: 'CW1204', summary, values: { reason, by: '203.0.113.9' } })
        : row,
    )
    const given = facts(rows, { roundTrip: lost })
    const { diagnosis } = findings(given)
    expect(diagnosis).toMatchObject({ culprit: { kind }, owner })
    expect(pathOf(given, diagnosis).find(({ state: is }) => is === 'breaksHere')?.kind).toBe(kind)
  })
})

describe('round trips', () => {
  it('keep at most 120 samples and count all', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.double({ min: 0.1, max: 5000, noNaN: true }), { nil: undefined }), { maxLength: 400 }), (times) => {
        let roundTrip = noRoundTrip
        for (const milliseconds of times)
          roundTrip = withSamples(roundTrip, [{ at, ...(milliseconds === undefined ? {} : { milliseconds }) }], 3)
        expect(roundTrip.samples.length).toBe(Math.min(120, times.length))
        expect(roundTrip.sent).toBe(times.length)
        expect(roundTrip.lost).toBe(times.filter((time) => time === undefined).length)
        if (roundTrip.p50 !== undefined && roundTrip.p95 !== undefined) expect(roundTrip.p50).toBeLessThanOrEqual(roundTrip.p95)
        const row = rowOf(cloudEndpoint, 'roundTrip', roundTripRow(roundTrip, 'lost'))
        expect(
          ConnectivityState.safeParse({
            is: 'active',
            startedAt: at,
            endpoints,
            rows: [row],
            roundTrip,
            path: [],
            diagnosis: { is: 'testing' },
          }).success,
        ).toBe(true)
      }),
    )
  })
})

describe('endpoints', () => {
  it('tell the relay on the control plane’s own port from the control plane', () => {
    const target = { machineName: 'M', installed: false, origin: 'https://control.example', expectedIssuers: [] }
    const names = (url: string) => endpointsOf({ ...target, relays: [{ name: 'relay-1', url }] }).map(({ name }) => name)
    expect(names('https://control.example')).toEqual(['control.example:443', 'relay-1 (control.example:443)'])
    expect(names('https://relay.example:8443/x')).toEqual(['control.example:443', 'relay.example:8443'])
  })
})
