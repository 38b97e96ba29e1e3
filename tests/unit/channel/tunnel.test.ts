/** The tunnel of the connector: by which way it comes about, through proxies that speak TLS themselves too, and what is said when it does not. */
import { describe, expect, it } from 'vitest'
import { createTrust } from '../../../connector/channel/trust.ts'
import { openTunnel, type Outlet } from '../../../connector/channel/tunnel.ts'
import { waysOfAnswer } from '../../../connector/way-out/proxy-script.ts'
import { type Way } from '../../../connector/way-out/proxy-choice.ts'
import { Secret } from '../../../contract/secret.ts'
import { through, toldWays } from '../../fakes/way-out.ts'
import { authority, controlPlane, issued, otherAuthority, proxyServer } from '../../fakes/loopback-lab.ts'

const origin = new URL('https://cp.contoso.example')
const trust = createTrust([authority.certificate], [])
const outletBy = (ways: readonly Way[], account?: Outlet['account']) => {
  const { wayOut, told } = toldWays(ways)
  const outlet: Outlet = { wayOut, account, trust }
  return { outlet, told }
}
const portOf = async (certificate: Parameters<typeof controlPlane>[0], chain?: string) =>
  Number(new URL(await controlPlane(certificate, chain === undefined ? {} : { chain })).port)

describe('the tunnel of the connector', () => {
  it('goes through a proxy that speaks TLS itself, as a script names it, and tells its account inside of it', async () => {
    const proxy = await proxyServer({ port: await portOf(await issued.far()) }, await issued.good())
    const { host } = new URL(proxy.url)
    const account = { id: '1', proxy: host, user: 'svc', password: new Secret('pw') }
    const { outlet, told } = outletBy(waysOfAnswer(`HTTPS ${host}; DIRECT`), account)
    const tunnel = await openTunnel(origin, outlet)
    if (!tunnel.ok) throw new Error(JSON.stringify(tunnel.failure))
    expect(tunnel.value.socket.getPeerCertificate().subjectaltname).toBe('DNS:cp.contoso.example')
    tunnel.value.socket.destroy()
    expect(proxy).toMatchObject({ asked: ['cp.contoso.example:443'], credentials: [`Basic ${btoa('svc:pw')}`] })
    expect(told).toEqual(['worked proxy'])
  })

  it('names a proxy whose own certificate is not trusted, tells it nothing, and goes on to the next way', async () => {
    const port = await portOf(await issued.far())
    const foreign = await proxyServer({ port }, await issued.otherIssuer())
    const { host } = new URL(foreign.url)
    const alone = outletBy([through(foreign.url)], { id: '1', proxy: host, user: 'svc', password: new Secret('pw') })
    expect(await openTunnel(origin, alone.outlet)).toMatchObject({
      failure: { code: 'CW4019', values: { proxy: host, reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } },
    })
    expect(alone.told).toEqual(['failed proxy', 'lost'])
    expect(foreign).toMatchObject({ asked: [], credentials: [] })
    const next = await proxyServer({ port })
    const { outlet, told } = outletBy([through(foreign.url), through(next.url)])
    const tunnel = await openTunnel(origin, outlet)
    if (tunnel.ok) tunnel.value.socket.destroy()
    expect({ ok: tunnel.ok, told }).toEqual({ ok: true, told: ['failed proxy', 'worked proxy'] })
  })

  it('goes on to the next way where a proxy cuts TLS, and ends at a certificate that is not trusted', async () => {
    const cutting = await proxyServer({ status: 200 })
    const inspecting = await proxyServer({ port: await portOf(await issued.otherIssuer(), otherAuthority.certificate) })
    const unused = await proxyServer({ port: await portOf(await issued.far()) })
    const { outlet, told } = outletBy([cutting, inspecting, unused].map(({ url }) => through(url)))
    expect(await openTunnel(origin, outlet)).toMatchObject({ failure: { code: 'CW2005', values: { issuer: 'Contoso Web Gateway' } } })
    expect({ told, asked: unused.asked }).toEqual({ told: ['failed proxy'], asked: [] })
  })
})
