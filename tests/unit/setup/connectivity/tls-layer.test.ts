import { describe, expect, it } from 'vitest'
import { engine as chinese } from '../../../../contract/wording/zh-CN/engine.ts'
import { engine as english } from '../../../../contract/wording/en/engine.ts'
import { format } from '../../../../contract/wording/format.ts'
import { tls } from '../../../../setup/connectivity/layers/tls.ts'
import { createNetwork } from '../../../../setup/network/network.ts'
import { authority, issued, proxyServer } from '../../../fakes/loopback-lab.ts'
import { readerOf } from '../checks/check-bench.ts'

// Loopback never goes through a proxy, so a name outside of it stands for the far end.
const origin = 'https://cp.contoso.example'
const seenThrough = async (certificate: Parameters<typeof proxyServer>[1]) => {
  const proxy = await proxyServer({ status: 403 }, certificate)
  const network = createNetwork({
    proxy: { is: 'manual', address: proxy.url, bypass: [] },
    certificateAuthorities: [authority.certificate],
  })
  const outcome = await tls({
    reader: readerOf({}),
    network,
    role: 'controlPlane',
    origin,
    address: { host: 'cp.contoso.example', port: 443 },
    controlPlane: origin,
    expectedIssuers: [],
    signal: new AbortController().signal,
  })
  return { proxy: new URL(proxy.url).host, asked: proxy.asked, outcome }
}

describe('a proxy that speaks TLS itself', () => {
  it('is named with whoever signed its certificate where that is not trusted, and is asked for nothing', async () => {
    const { outcome, proxy, asked } = await seenThrough(await issued.otherIssuer())
    const reason = 'UNABLE_TO_VERIFY_LEAF_SIGNATURE (Contoso Web Gateway)'
    expect(outcome).toMatchObject({ state: 'fail', code: 'CW4019', values: { proxy, reason } })
    expect(outcome.evidence?.some(({ label, value }) => label === 'certificate' && value.includes('Contoso Web Gateway'))).toBe(true)
    expect(asked).toEqual([])
    expect(format(english.causes['CW4019'] ?? '', outcome.values ?? {}, 'en')).toBe(
      `the certificate of the proxy ${proxy} itself is not trusted here: the certificate of its issuer is missing (Contoso Web Gateway, UNABLE_TO_VERIFY_LEAF_SIGNATURE)`,
    )
    expect(format(chinese.causes['CW4019'] ?? '', outcome.values ?? {}, 'zh-CN')).toContain('缺少其颁发者的证书')
  })

  it.each([
    ['for another name', () => issued.wrongName(), /^ERR_TLS_CERT_ALTNAME_INVALID \(.*portal\.contoso\.example.*\)$/],
    ['that has expired', () => issued.expired(), /^CERT_HAS_EXPIRED \(\d{4}-.*Z\)$/],
  ])('tells a certificate %s', async (_what, certificate, reason) => {
    const { outcome } = await seenThrough(await certificate())
    expect(outcome).toMatchObject({ code: 'CW4019', values: { reason: expect.stringMatching(reason) as string } })
  })

  it('is no matter of trust where its certificate is good and it says no', async () => {
    const { outcome, asked } = await seenThrough(await issued.good())
    expect(outcome).toMatchObject({ code: 'CW1205', values: { reason: '403' } })
    expect(asked).toEqual(['cp.contoso.example:443'])
  })
})
