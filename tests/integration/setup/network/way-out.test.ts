/** The way out of the service: its script fetched, asked, doubted and fetched again, on a clock of the test. */
import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { StoredServiceProxy, type ServiceProxy } from '../../../../contract/proxy.ts'
import { Secret } from '../../../../contract/secret.ts'
import { authorizationFor, wantsOf } from '../../../../connector/way-out/proxy-account.ts'
import { namedProxy } from '../../../../connector/way-out/proxy-choice.ts'
import { scriptLimits } from '../../../../connector/way-out/script-limits.ts'
import { WayOut, wayOutTimes } from '../../../../connector/way-out/way-out.ts'

const servers: Server[] = []
afterAll(() => {
  for (const server of servers) server.close()
})

/** A web server whose script can be changed, or taken away. */
const scriptServer = async () => {
  const state: { answer: string | undefined; script: string | undefined; asked: number } = { answer: 'DIRECT', script: undefined, asked: 0 }
  const server = createServer((_, response) => {
    state.asked += 1
    if (state.script === undefined && state.answer === undefined) return void response.writeHead(503).end()
    response.end(state.script ?? `function FindProxyForURL(url, host) { return ${JSON.stringify(state.answer)} }`)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { state, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/proxy.pac` }
}

const far = { host: 'cp.contoso.example', port: 443 }
const proxyA = { is: 'proxy', url: 'http://a.example:1/' }
const proxyB = { is: 'proxy', url: 'http://b.example:2/' }
const byScript = (address: string) => {
  const clock = { now: 1_000_000 }
  const proxy: ServiceProxy = { is: 'script', address }
  const wayOut = new WayOut({ proxy, domain: undefined, machine: () => ({ is: 'direct' }), now: () => clock.now, changed: () => undefined })
  return { clock, wayOut }
}

describe('the way out by a script', { timeout: 60_000 }, () => {
  it('is asked once for an address and remembered, and fetched again after half an hour', async () => {
    const { state, address } = await scriptServer()
    const { clock, wayOut } = byScript(address)
    state.answer = 'PROXY a.example:1; DIRECT'
    const all = await Promise.all([wayOut.ways(far), wayOut.ways(far), wayOut.ways({ ...far, port: 8443 })])
    for (const ways of all) expect(ways).toEqual([proxyA, { is: 'direct' }])
    expect(state.asked).toBe(1)
    state.answer = 'PROXY b.example:2'
    clock.now += wayOutTimes.answer + 1
    expect(await wayOut.ways(far)).toEqual([proxyA, { is: 'direct' }])
    clock.now += wayOutTimes.script
    expect(await wayOut.ways(far)).toEqual([proxyB])
    expect(state.asked).toBe(2)
    wayOut.worked(far, { is: 'proxy', url: proxyB.url })
    expect(wayOut.status).toEqual({
      configured: 'script',
      script: address,
      used: [{ endpoint: 'cp.contoso.example:443', through: 'b.example:2' }],
    })
  })

  it('is fetched again when nothing came through, but not more often than every ten seconds', async () => {
    const { state, address } = await scriptServer()
    const { clock, wayOut } = byScript(address)
    state.answer = 'PROXY a.example:1'
    await wayOut.ways(far)
    state.answer = 'PROXY b.example:2'
    wayOut.lost()
    expect(await wayOut.ways(far)).toEqual([proxyA])
    clock.now += wayOutTimes.doubted + 1
    expect(await wayOut.ways(far)).toEqual([proxyB])
    for (let i = 0; i < 20; i++) {
      wayOut.lost()
      await wayOut.ways(far)
    }
    expect(state.asked).toBe(2)
  })

  it('puts a proxy that did not answer last, for a while', async () => {
    const { state, address } = await scriptServer()
    const { clock, wayOut } = byScript(address)
    state.answer = 'PROXY a.example:1; PROXY b.example:2'
    await wayOut.ways(far)
    wayOut.failed({ is: 'proxy', url: proxyA.url })
    expect(await wayOut.ways(far)).toEqual([proxyB, proxyA])
    clock.now += wayOutTimes.rest + 1
    expect(await wayOut.ways(far)).toEqual([proxyA, proxyB])
  })

  it('keeps the last good script while none can be fetched, and says so', async () => {
    const { state, address } = await scriptServer()
    const { clock, wayOut } = byScript(address)
    state.answer = 'PROXY a.example:1'
    await wayOut.ways(far)
    state.answer = undefined
    clock.now += wayOutTimes.script + 1
    expect(await wayOut.ways(far)).toEqual([proxyA])
    expect(wayOut.status.problem).toBe(`notLoaded: ${address}: HTTP 503`)
  })

  it.each([
    ['throws', 'function FindProxyForURL() { throw new Error("no") }', 'throws'],
    ['loops', 'function FindProxyForURL() { for (;;) {} }', 'tooLong'],
    ['answers nonsense', 'function FindProxyForURL() { return "use the proxy, please" }', 'nonsense'],
    ['is too large', `//${'x'.repeat(scriptLimits.characters)}`, 'tooLarge'],
  ])('goes directly with a script that %s, and says so', async (_, script, problem) => {
    const { state, address } = await scriptServer()
    const { wayOut } = byScript(address)
    state.script = script
    expect(await wayOut.ways(far)).toEqual([{ is: 'direct' }])
    // A thread that a very busy machine could not start in time was too long as well.
    expect(wayOut.status.problem).toMatch(new RegExp(`^(${problem}|tooLong)`))
    await wayOut.ways(far)
    expect(state.asked).toBe(1)
  })
})

describe('the way out by the machine', () => {
  const told = (machine: () => { is: 'direct' } | { is: 'manual'; address: string; bypass: string[] }) =>
    new WayOut({ proxy: { is: 'system' }, domain: undefined, machine, now: () => 0, changed: () => undefined })

  it('follows what the machine says each time', async () => {
    let says: ReturnType<Parameters<typeof told>[0]> = { is: 'direct' }
    const wayOut = told(() => says)
    expect(await wayOut.ways(far)).toEqual([{ is: 'direct' }])
    says = { is: 'manual', address: 'a.example:1', bypass: ['*.fabrikam.example'] }
    expect(await wayOut.ways(far)).toEqual([proxyA])
    expect(await wayOut.ways({ host: 'cp.fabrikam.example', port: 443 })).toEqual([{ is: 'direct' }])
    expect(await wayOut.ways({ host: '127.0.0.1', port: 443 })).toEqual([{ is: 'direct' }])
  })

  it('goes directly where the machine does not say, and tells why', async () => {
    const wayOut = told(() => {
      throw new Error('WinHttpGetDefaultProxyConfiguration: 5')
    })
    expect(await wayOut.ways(far)).toEqual([{ is: 'direct' }])
    expect(wayOut.status.problem).toContain('WinHttpGetDefaultProxyConfiguration: 5')
  })
})

describe('a proxy that somebody names', () => {
  it.each<[string, ServiceProxy | undefined]>([
    ['none', { is: 'direct' }],
    ['system', { is: 'system' }],
    ['WPAD', { is: 'found' }],
    ['pac:http://proxy.example/proxy.pac', { is: 'script', address: 'http://proxy.example/proxy.pac' }],
    ['proxy:8080', { is: 'manual', address: 'http://proxy:8080/', bypass: [] }],
    ['https://proxy.example', { is: 'manual', address: 'https://proxy.example/', bypass: [] }],
    ['http://u:p@proxy:8080', undefined],
    ['u:p@proxy:8080', undefined],
    ['pac:http://u:p@proxy/p.pac', undefined],
    ['pac:file:///etc/passwd', undefined],
    ['', undefined],
  ])('%j', (text, proxy) => expect(namedProxy(text)).toEqual(proxy))

  it('was one address in earlier versions, whose password is dropped', () => {
    expect(StoredServiceProxy.parse(undefined)).toEqual({ is: 'direct' })
    expect(StoredServiceProxy.parse('http://proxy:8080/')).toEqual({ is: 'manual', address: 'http://proxy:8080/', bypass: [] })
    expect(StoredServiceProxy.parse('http://svc:hunter2@proxy:8080/')).toEqual({ is: 'manual', address: 'http://proxy:8080/', bypass: [] })
    expect(StoredServiceProxy.parse('nonsense')).toEqual({ is: 'direct' })
    expect(() => StoredServiceProxy.parse({ is: 'manual', address: 'http://u:p@proxy/' })).toThrow(/do not belong/)
  })
})

describe('an account', () => {
  const account = { id: '1', proxy: 'proxy.example:8080', user: 'svc', password: new Secret('pässword') }
  it('is told to its own proxy and to no other', () => {
    expect(authorizationFor('http://proxy.example:8080/', account)).toEqual({
      'proxy-authorization': `Basic ${Buffer.from('svc:pässword').toString('base64')}`,
    })
    for (const other of ['http://proxy.example:8081/', 'http://proxy.example/', 'http://other.example:8080/', 'https://proxy.example/'])
      expect(authorizationFor(other, account)).toEqual({})
    expect(JSON.stringify(account)).not.toContain('pässword')
  })
  it.each([
    [['Basic realm="x"'], false, 'wanted'],
    [['Basic realm="x"'], true, 'wrong'],
    [['Negotiate, Basic realm="x"'], true, 'wrong'],
    [['Negotiate', 'NTLM'], true, 'otherWay'],
    [['Digest realm="Basic"'], false, 'otherWay'],
    [[], false, 'otherWay'],
  ] as const)('is wanted by %j after being told (%s): %s', (schemes, isTold, wants) =>
    expect(wantsOf({ schemes, told: isTold })).toBe(wants),
  )
})
