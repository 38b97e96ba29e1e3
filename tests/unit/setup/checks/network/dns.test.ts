import { describe, expect, it } from 'vitest'
import { dns } from '../../../../../setup/checks/network/dns.ts'
import { type NameObservation } from '../../../../../setup/network/dns-probe.ts'
import { checkTarget, commonCases } from '../target-bench.ts'

const seen =
  (outcome: NameObservation['outcome'], error?: string) =>
  (host: string): Promise<NameObservation> =>
    Promise.resolve({
      host,
      outcome,
      addresses: [],
      milliseconds: 3,
      servers: [{ server: '10.0.0.2', addresses: [], milliseconds: 3 }],
      ...(error === undefined ? {} : { error }),
    })

describe('network.dns', () => {
  commonCases(dns)
  it('passes when every name resolves', async () => {
    const result = await checkTarget(dns, 'https://localhost:8443', {
      target: { relays: [{ name: 'relay-1', url: 'https://127.0.0.1:8444' }] },
    })
    expect(result).toMatchObject({ outcome: 'pass', finding: 'resolves', values: { count: 2 } })
  })
  it('fails for a name that does not exist, naming it and the servers', async () => {
    const result = await checkTarget(dns, 'https://cp.contoso.example', { network: { name: seen('noSuchName', 'ENOTFOUND') } })
    expect(result).toMatchObject({
      outcome: 'fail',
      finding: 'noSuchName',
      values: { host: 'cp.contoso.example', servers: '10.0.0.2' },
      remedy: { owner: 'network' },
    })
  })
  it('fails when no server answers', async () => {
    const result = await checkTarget(dns, 'https://cp.contoso.example', { network: { name: seen('noAnswer', 'EAI_AGAIN') } })
    expect(result).toMatchObject({ outcome: 'fail', finding: 'noAnswer' })
  })
  it('is not made where a proxy resolves', async () => {
    const result = await checkTarget(dns, 'https://cp.contoso.example', { proxy: { is: 'manual', address: 'proxy:8080', bypass: [] } })
    expect(result).toMatchObject({ outcome: 'skip', reason: 'proxyUsed' })
  })
})
