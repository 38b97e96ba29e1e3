/** The calls of set-up go by the ways of the service, with the account of its proxy. */
import { describe, expect, it } from 'vitest'
import { type Failure } from '../../../../contract/error-codes.ts'
import { Secret } from '../../../../contract/secret.ts'
import { type Way } from '../../../../connector/way-out/proxy-choice.ts'
import { type DoorWay } from '../../../../setup/enrollment/door-way.ts'
import { type HttpDoor, networkFailure, openHttpDoor } from '../../../../setup/enrollment/http-door.ts'
import { through, toldWays } from '../../../fakes/way-out.ts'
import { authority, closedPort, controlPlane, issued, otherAuthority, proxyServer } from '../../../fakes/loopback-lab.ts'

const by = (ways: readonly Way[], account?: DoorWay['account']) => {
  const { wayOut, told } = toldWays(ways)
  return { door: openHttpDoor({ certificateAuthorities: [authority.certificate], way: { wayOut, account } }), told }
}
const address = 'https://cp.contoso.example/.well-known/causeway'
const failureOf = (door: HttpDoor): Promise<Failure | undefined> =>
  door.fetch(address, { method: 'GET' }).then(
    () => undefined,
    (error: unknown) => networkFailure(error, address),
  )

describe('the door of set-up', () => {
  it('tries the ways in order until one answers, and tells its account to its own proxy', async () => {
    const origin = await controlPlane(await issued.far())
    const proxy = await proxyServer({ port: Number(new URL(origin).port) })
    const account = { id: '1', proxy: new URL(proxy.url).host, user: 'svc', password: new Secret('pw') }
    const { door, told } = by([through(`http://127.0.0.1:${await closedPort()}`), through(proxy.url)], account)
    const answer = await door.fetch(address, { method: 'GET' })
    expect(answer.status).toBe(200)
    expect(proxy.asked).toEqual(['cp.contoso.example:443'])
    expect(proxy.credentials).toEqual([`Basic ${btoa('svc:pw')}`])
    expect(told).toEqual(['failed proxy', 'worked proxy'])
    await door.close()
  })

  it('goes on to the next way where a proxy lets CONNECT through and cuts TLS', async () => {
    const origin = await controlPlane(await issued.far())
    const cutting = await proxyServer({ status: 200 })
    const proxy = await proxyServer({ port: Number(new URL(origin).port) })
    const { door, told } = by([through(cutting.url), through(proxy.url)])
    const answer = await door.fetch(address, { method: 'GET' })
    expect(answer.status).toBe(200)
    expect(cutting.asked).toEqual(['cp.contoso.example:443'])
    expect(told).toEqual(['failed proxy', 'worked proxy'])
    await door.close()
  })

  it('takes a certificate that is not trusted for an answer, which the next way would hide', async () => {
    const origin = await controlPlane(await issued.otherIssuer(), { chain: otherAuthority.certificate })
    const genuine = await controlPlane(await issued.far())
    const inspecting = await proxyServer({ port: Number(new URL(origin).port) })
    const proxy = await proxyServer({ port: Number(new URL(genuine).port) })
    const { door, told } = by([through(inspecting.url), through(proxy.url)])
    expect(await failureOf(door)).toMatchObject({ code: 'CW2005' })
    expect({ asked: proxy.asked, told }).toEqual({ asked: [], told: [] })
    await door.close()
  })

  it('keeps the certificate of a proxy that speaks TLS itself apart from that of the control plane', async () => {
    const port = Number(new URL(await controlPlane(await issued.far())).port)
    const foreign = await proxyServer({ port }, await issued.otherIssuer())
    const alone = by([through(foreign.url)])
    expect(await failureOf(alone.door)).toMatchObject({
      code: 'CW4019',
      values: { proxy: new URL(foreign.url).host, reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    })
    const proxy = await proxyServer({ port }, await issued.good())
    const { door, told } = by([through(foreign.url), through(proxy.url)])
    expect((await door.fetch(address, { method: 'GET' })).status).toBe(200)
    expect(told).toEqual(['failed proxy', 'worked proxy'])
    await Promise.all([alone.door.close(), door.close()])
  })

  it.each([
    ['Basic realm="x"', undefined, 'CW4014'],
    ['Basic realm="x"', 'svc', 'CW4015'],
    ['Negotiate', 'svc', 'CW4016'],
  ])('says what a proxy wants that answers 407 with %s to %s', async (schemes, user, code) => {
    const proxy = await proxyServer({ status: 407, headers: `Proxy-Authenticate: ${schemes}\r\n` })
    const host = new URL(proxy.url).host
    const { door, told } = by(
      [through(proxy.url)],
      user === undefined ? undefined : { id: '1', proxy: host, user, password: new Secret('x') },
    )
    expect(await failureOf(door)).toMatchObject({ code, values: { proxy: host, schemes } })
    expect(told).toEqual(['failed proxy', 'lost'])
    await door.close()
  })

  it('keeps a certificate that is not trusted apart from a way that leads nowhere', async () => {
    const origin = await controlPlane(await issued.good())
    const proxy = await proxyServer({ port: Number(new URL(origin).port) })
    const failureBy = async (way: Way) => {
      const { door } = by([way])
      return (await failureOf(door))?.code
    }
    expect(await failureBy(through(proxy.url))).toBe('CW2005')
    expect(await failureBy(through(`http://127.0.0.1:${await closedPort()}`))).toBe('CW2002')
  })
})
