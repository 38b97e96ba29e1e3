import { expect, test } from 'vitest'
import { type LayerRow } from '../../../../contract/connectivity.ts'
import { findings } from '../../../../setup/connectivity/diagnosis.ts'
import { noRoundTrip } from '../../../../setup/connectivity/layers/round-trip.ts'
import { endpointsOf, probeEndpoints, waitingRows } from '../../../../setup/connectivity/test.ts'
import { createNetwork } from '../../../../setup/network/network.ts'
import { type RevocationSource } from '../../../../setup/network/revocation-probe.ts'
import { authority, controlPlane, issued } from '../../../fakes/loopback-lab.ts'
import { readerOf } from '../checks/check-bench.ts'

const source = (more: Partial<RevocationSource>): RevocationSource => ({
  kind: 'list',
  url: 'http://revocation.contoso.example/issuing.crl',
  subject: 'cp.contoso.example',
  outcome: 'good',
  milliseconds: 12,
  ...more,
})

/** A control plane and its relay, which share a certificate; lists and responders answer when the test says so. */
const begin = async () => {
  const origin = await controlPlane(await issued.good())
  const target = { machineName: 'SRV', installed: false, origin, relays: [{ name: 'relay-1', url: origin }], expectedIssuers: [] }
  const answer = Promise.withResolvers<RevocationSource[]>()
  const httpDone = Promise.withResolvers<true>()
  const stop = new AbortController()
  let asked = 0
  const endpoints = endpointsOf(target)
  const rows = new Map(waitingRows(endpoints, false).map((row) => [`${row.endpoint} ${row.layer}`, row]))
  const real = createNetwork({ proxy: { is: 'direct' }, certificateAuthorities: [authority.certificate] })
  const end = probeEndpoints({
    reader: readerOf({}),
    target,
    network: {
      ...real,
      revocation: (_chain, _now, signal) => {
        asked += 1
        signal.addEventListener('abort', () => answer.reject(signal.reason), { once: true })
        return answer.promise
      },
    },
    signal: stop.signal,
    onRow: (row) => {
      rows.set(`${row.endpoint} ${row.layer}`, row)
      if ([...rows.values()].every(({ layer, state }) => layer !== 'http' || !/^(?:waiting|running)$/.test(state))) httpDone.resolve(true)
    },
  })
  const rowsOf = (layer: LayerRow['layer']) => [...rows.values()].filter((row) => row.layer === layer)
  const said = () => findings({ machineName: 'SRV', endpoints, rows: [...rows.values()], roundTrip: noRoundTrip, installed: false })
  return { answer, httpDone: httpDone.promise, end, stop, rowsOf, said, asked: () => asked }
}

test('no layer and no sentence waits for lists; what they say is a note on the TLS rows', async () => {
  const { answer, httpDone, end, rowsOf, said, asked } = await begin()
  await httpDone
  expect(rowsOf('tls').map(({ state }) => state)).toEqual(['pass', 'pass'])
  const before = said()
  expect(before.diagnosis.is).not.toBe('testing')
  answer.resolve([source({ outcome: 'unreachable', reason: 'ETIMEDOUT' })])
  await end
  expect(asked()).toBe(1)
  expect(said()).toEqual(before)
  for (const { state, code, evidence } of rowsOf('tls')) {
    expect({ state, code }).toEqual({ state: 'pass', code: undefined })
    expect(evidence.slice(-2)).toEqual([
      { label: 'revocationSource', value: 'http://revocation.contoso.example/issuing.crl' },
      { label: 'connection', value: 'unreachable ETIMEDOUT 12 ms' },
    ])
  }
})

test('a revoked certificate is a warning with its code, and no cause: the service does not ask', async () => {
  const { answer, httpDone, end, rowsOf, said } = await begin()
  await httpDone
  const before = said()
  answer.resolve([source({}), source({ kind: 'responder', outcome: 'revoked', since: '2026-01-02T03:04:05.000Z' })])
  await end
  expect(rowsOf('tls')).toMatchObject([
    { state: 'warn', code: 'CW1306', values: { subject: expect.any(String) as string, since: '2026-01-02T03:04:05.000Z' } },
    { state: 'warn', code: 'CW1306' },
  ])
  expect(said()).toEqual(before)
})

test('certificates that name no list leave the row as it was, and the end of the test ends the question', async () => {
  const none = await begin()
  none.answer.resolve([])
  await none.end
  expect(none.rowsOf('tls').flatMap(({ evidence }) => evidence.filter(({ label }) => label === 'revocationSource'))).toEqual([])
  const stopped = await begin()
  await stopped.httpDone
  stopped.stop.abort()
  await stopped.end
  expect(stopped.rowsOf('tls').map(({ state }) => state)).toEqual(['pass', 'pass'])
})
