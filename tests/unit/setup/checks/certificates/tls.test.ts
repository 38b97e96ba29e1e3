import { describe, expect, it } from 'vitest'
import { tls } from '../../../../../setup/checks/certificates/tls.ts'
import { controlPlane, issued, otherAuthority, proxyServer, tcpServer } from '../../../../fakes/loopback-lab.ts'
import { checkTarget, commonCases } from '../target-bench.ts'

describe('certificates.tls', () => {
  commonCases(tls)
  it('passes for a good server, with the whole chain as evidence', async () => {
    const result = await checkTarget(tls, await controlPlane(await issued.good()))
    expect(result).toMatchObject({ outcome: 'pass', finding: 'good', values: { protocol: 'TLS 1.3' } })
    expect(result.evidence).toContainEqual({ label: 'chain', value: 'relay < Contoso Test Authority' })
  })
  it('names whom the server does not trust', async () => {
    const origin = await controlPlane(await issued.otherIssuer(), { chain: otherAuthority.certificate })
    expect(await checkTarget(tls, origin)).toMatchObject({
      outcome: 'fail',
      finding: 'notTrusted',
      values: { issuer: 'Contoso Web Gateway' },
    })
  })
  it('tells wrong names, expired and not yet valid apart', async () => {
    expect(await checkTarget(tls, await controlPlane(await issued.wrongName()))).toMatchObject({
      outcome: 'fail',
      finding: 'wrongName',
      values: { names: 'DNS:portal.contoso.example' },
    })
    expect(await checkTarget(tls, await controlPlane(await issued.expired()))).toMatchObject({ outcome: 'fail', finding: 'expired' })
    expect(await checkTarget(tls, await controlPlane(await issued.notYetValid()))).toMatchObject({
      outcome: 'fail',
      finding: 'notYetValid',
    })
  })
  it('fails for what does not speak TLS', async () => {
    const port = await tcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))
    expect(await checkTarget(tls, `https://127.0.0.1:${port}`)).toMatchObject({ outcome: 'fail', finding: 'handshakeFailed' })
  })
  it('finds the bad one among several', async () => {
    const relay = await controlPlane(await issued.expired())
    const result = await checkTarget(tls, await controlPlane(await issued.good()), {
      target: { relays: [{ name: 'relay-1', url: relay }] },
    })
    expect(result).toMatchObject({ outcome: 'fail', finding: 'expired', values: { host: new URL(relay).host } })
  })
  it('leaves a proxy that asks for credentials to the check that names it', async () => {
    const proxy = await proxyServer({ status: 407 })
    expect(await checkTarget(tls, 'https://cp.contoso.example', { proxy: { is: 'manual', address: proxy.url, bypass: [] } })).toMatchObject(
      { outcome: 'skip', reason: 'proxyUsed' },
    )
  })
})
