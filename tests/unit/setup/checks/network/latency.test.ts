import { describe, expect, it } from 'vitest'
import { latency } from '../../../../../setup/checks/network/latency.ts'
import { closedPort, controlPlane, issued, secureServer } from '../../../../fakes/loopback-lab.ts'
import { checkTarget, commonCases } from '../target-bench.ts'

const measured = (median: number) => ({ latency: () => Promise.resolve({ outcome: 'measured' as const, median, samples: [median] }) })

describe('network.latency', () => {
  commonCases(latency)
  it('measures a real control plane', async () => {
    const result = await checkTarget(latency, await controlPlane(await issued.good()))
    expect(result.evidence.find((e) => e.label === 'roundTrips')?.value.split(', ')).toHaveLength(5)
  })
  it('passes up to 200 ms and warns beyond', async () => {
    expect(await checkTarget(latency, 'https://cp.contoso.example', { network: measured(200) })).toMatchObject({
      outcome: 'pass',
      finding: 'short',
    })
    expect(await checkTarget(latency, 'https://cp.contoso.example', { network: measured(201) })).toMatchObject({
      outcome: 'warn',
      finding: 'long',
      values: { milliseconds: 201, limit: 200 },
    })
  })
  it('is an error when nobody answers', async () => {
    expect(await checkTarget(latency, `https://127.0.0.1:${await closedPort()}`)).toMatchObject({ outcome: 'error' })
    expect(await checkTarget(latency, await secureServer(await issued.good(), (request) => request.socket.destroy()))).toMatchObject({
      outcome: 'error',
    })
  })
})
