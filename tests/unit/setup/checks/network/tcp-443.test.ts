import { describe, expect, it } from 'vitest'
import { tcp443 } from '../../../../../setup/checks/network/tcp-443.ts'
import { type TcpObservation } from '../../../../../setup/network/tcp-probe.ts'
import { closedPort, tcpServer } from '../../../../fakes/loopback-lab.ts'
import { checkTarget, commonCases } from '../target-bench.ts'

const seen =
  (outcome: TcpObservation['outcome']) =>
  ({ host, port }: { host: string; port: number }): Promise<TcpObservation> =>
    Promise.resolve({
      host,
      port,
      outcome,
      milliseconds: 5000,
      attempts: outcome === 'noAddress' ? [] : [{ address: '10.9.9.9', family: 4, outcome, milliseconds: 5000 }],
    })

describe('network.tcp-443', () => {
  commonCases(tcp443)
  it('passes when every address is connected', async () => {
    const port = await tcpServer((socket) => socket.end())
    const result = await checkTarget(tcp443, `https://127.0.0.1:${port}`, {
      target: { relays: [{ name: 'relay-1', url: `https://localhost:${port}` }] },
    })
    expect(result).toMatchObject({ outcome: 'pass', finding: 'connects', values: { count: 2 } })
  })
  it('fails when one of them refuses, naming it', async () => {
    const port = await tcpServer((socket) => socket.end())
    const closed = await closedPort()
    const result = await checkTarget(tcp443, `https://127.0.0.1:${port}`, {
      target: { relays: [{ name: 'relay-1', url: `https://127.0.0.1:${closed}` }] },
    })
    expect(result).toMatchObject({
      outcome: 'fail',
      finding: 'refused',
      values: { endpoint: `127.0.0.1:${closed}` },
      remedy: { owner: 'network' },
    })
  })
  it('tells silence and a missing route', async () => {
    expect(await checkTarget(tcp443, 'https://cp.contoso.example', { network: { tcp: seen('timedOut') } })).toMatchObject({
      outcome: 'fail',
      finding: 'timedOut',
      values: { addresses: '10.9.9.9' },
    })
    expect(await checkTarget(tcp443, 'https://cp.contoso.example', { network: { tcp: seen('unreachable') } })).toMatchObject({
      outcome: 'fail',
      finding: 'unreachable',
    })
  })
  it('is an error without an address', async () => {
    expect(await checkTarget(tcp443, 'https://cp.contoso.example', { network: { tcp: seen('noAddress') } })).toMatchObject({
      outcome: 'error',
    })
  })
})
