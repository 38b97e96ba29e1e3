import { describe, expect, it } from 'vitest'
import { http } from '../../../../../setup/checks/network/http.ts'
import { controlPlane, issued, proxyServer, secureServer } from '../../../../fakes/loopback-lab.ts'
import { checkTarget, commonCases } from '../target-bench.ts'

const answering = async (answer: Parameters<typeof secureServer>[1]) => secureServer(await issued.good(), answer)

describe('network.http', () => {
  commonCases(http)
  it('passes when the control plane answers', async () => {
    expect(await checkTarget(http, await controlPlane(await issued.good()))).toMatchObject({ outcome: 'pass', finding: 'answers' })
  })
  it('names the page of a captive portal', async () => {
    const origin = await answering((_, response) =>
      response.setHeader('content-type', 'text/html').end('<html><title>Contoso Guest Wi-Fi</title>Sign in</html>'),
    )
    expect(await checkTarget(http, origin)).toMatchObject({
      outcome: 'fail',
      finding: 'otherAnswer',
      values: { status: 200, title: 'Contoso Guest Wi-Fi' },
    })
  })
  it('names where a redirect leads', async () => {
    const origin = await answering((_, response) => response.writeHead(302, { location: 'https://login.contoso.example/' }).end())
    expect(await checkTarget(http, origin)).toMatchObject({
      outcome: 'fail',
      finding: 'otherAnswer',
      values: { status: 302, title: 'https://login.contoso.example/' },
    })
  })
  it('does not take any JSON for an answer of the control plane', async () => {
    expect(await checkTarget(http, await answering((_, response) => response.end('{"schema":"other"}')))).toMatchObject({
      outcome: 'fail',
      finding: 'otherAnswer',
    })
  })
  it('tells garbage and silence', async () => {
    expect(await checkTarget(http, await answering((request) => request.socket.end('not http\r\n\r\n')))).toMatchObject({
      outcome: 'fail',
      finding: 'noAnswer',
    })
    expect(await checkTarget(http, await answering(() => undefined), { limit: 500 })).toMatchObject({
      outcome: 'fail',
      finding: 'noAnswer',
      values: { error: 'ETIMEDOUT' },
    })
  })
  it('names a proxy that refuses; why is the finding of network.proxy-auth', async () => {
    const proxy = await proxyServer({ status: 407, headers: 'Proxy-Authenticate: Negotiate\r\n' })
    const result = await checkTarget(http, 'https://cp.contoso.example', { proxy: { is: 'manual', address: proxy.url, bypass: [] } })
    expect(result).toMatchObject({ outcome: 'fail', finding: 'noAnswer', values: { error: 'proxyRefused' } })
  })
})
