import { describe, expect, it } from 'vitest'
import { proxyAuth } from '../../../../../setup/checks/network/proxy-auth.ts'
import { closedPort, controlPlane, issued, proxyServer } from '../../../../fakes/loopback-lab.ts'
import { checkTarget } from '../target-bench.ts'

const through = (address: string) => ({ proxy: { is: 'manual' as const, address, bypass: [] } })
// Loopback never goes through a proxy, so a name outside of it stands for the far end; the proxy only sees it asked for.
const far = 'https://cp.contoso.example'

describe('network.proxy-auth', () => {
  it('skips where no proxy is used', async () => {
    expect(await checkTarget(proxyAuth, await controlPlane(await issued.good()))).toMatchObject({ outcome: 'skip', reason: 'noProxy' })
  })
  it('passes when the proxy opens a tunnel', async () => {
    const proxy = await proxyServer({ status: 200 })
    expect(await checkTarget(proxyAuth, far, through(proxy.url))).toMatchObject({ outcome: 'pass', finding: 'passes' })
  })
  it.each([
    ['Basic realm="Contoso"', 'wantsCredentials'],
    ['Negotiate', 'otherWay'],
    ['Digest realm="Basic", nonce="x"', 'otherWay'],
  ])('tells of a proxy that answers 407 with %s', async (schemes, finding) => {
    const proxy = await proxyServer({ status: 407, headers: `Proxy-Authenticate: ${schemes}\r\n` })
    expect(await checkTarget(proxyAuth, far, through(proxy.url))).toMatchObject({
      outcome: 'fail',
      finding,
      values: { schemes, proxy: new URL(proxy.url).host },
      remedy: { owner: 'network' },
    })
  })
  it('names a proxy that blocks the address', async () => {
    const proxy = await proxyServer({ status: 403 })
    expect(await checkTarget(proxyAuth, far, through(proxy.url))).toMatchObject({
      outcome: 'fail',
      finding: 'refused',
      values: { status: 403, host: 'cp.contoso.example:443' },
    })
  })
  it('names a proxy whose own certificate is not trusted, and passes one that is', async () => {
    const foreign = await proxyServer({ status: 200 }, await issued.otherIssuer())
    expect(await checkTarget(proxyAuth, far, through(foreign.url))).toMatchObject({
      outcome: 'fail',
      finding: 'notTrusted',
      values: { proxy: new URL(foreign.url).host, reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE (Contoso Web Gateway)' },
      remedy: { command: `curl.exe -v -x ${foreign.url} https://cp.contoso.example:443/`, owner: 'network' },
    })
    expect(foreign.asked).toEqual([])
    const trusted = await proxyServer({ status: 200 }, await issued.good())
    expect(await checkTarget(proxyAuth, far, through(trusted.url))).toMatchObject({ outcome: 'pass', finding: 'passes' })
  })
  it('names a proxy that is not there', async () => {
    expect(await checkTarget(proxyAuth, far, through(`http://127.0.0.1:${await closedPort()}`))).toMatchObject({
      outcome: 'fail',
      finding: 'noAnswer',
      values: { error: 'ECONNREFUSED' },
    })
  })
})
