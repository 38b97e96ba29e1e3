import { createHash, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../../../contract/secret.ts'
import { probeName } from '../../../../setup/network/dns-probe.ts'
import { addressOf, printAddress } from '../../../../connector/way-out/address.ts'
import { fetchPlain } from '../../../../setup/network/plain-http.ts'
import { type Issued } from '../../../fakes/test-authority.ts'
import { createNetwork, type Network } from '../../../../setup/network/network.ts'
import {
  authority,
  closedPort,
  controlPlane,
  issued,
  otherAuthority,
  proxyServer,
  secureServer,
  tcpServer,
} from '../../../fakes/loopback-lab.ts'

const never = new AbortController().signal
const trusting = (more: Partial<Parameters<typeof createNetwork>[0]> = {}): Network =>
  createNetwork({ proxy: { is: 'direct' }, certificateAuthorities: [authority.certificate], ...more })
const network = trusting()

describe('names', () => {
  it('takes an address as it is', async () => {
    expect(await network.name('127.0.0.1', never)).toMatchObject({ outcome: 'literal', addresses: [{ address: '127.0.0.1', family: 4 }] })
    expect(await network.name('::1', never)).toMatchObject({ outcome: 'literal', addresses: [{ family: 6 }] })
  })
  it('resolves a name of this machine without asking a server', async () => {
    const seen = await network.name('localhost', never)
    expect(seen.outcome).toBe('resolved')
    expect(seen.servers).toEqual([])
  })
  const notFound = () => Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }))

  it('calls silence of every server no answer, never a missing name', async () => {
    const server = `127.0.0.1:${await closedPort()}`
    const seen = await probeName('relay-1.contoso.example', never, { lookup: notFound, servers: () => [server] })
    expect(seen.outcome).toBe('noAnswer')
    expect(seen.servers).toMatchObject([{ server, addresses: [] }])
  })
  it('believes the system when no server is configured', async () => {
    expect(await probeName('relay-1.contoso.example', never, { lookup: notFound, servers: () => [] })).toMatchObject({
      outcome: 'noSuchName',
      error: 'ENOTFOUND',
    })
  })
  it('ends at once when cancelled', async () => {
    await expect(network.name('relay-1.contoso.example', AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop')
  })
})

describe('TCP', () => {
  it('connects', async () => {
    const port = await tcpServer((socket) => socket.end())
    expect(await network.tcp({ host: '127.0.0.1', port }, never)).toMatchObject({
      outcome: 'connected',
      attempts: [{ address: '127.0.0.1', family: 4 }],
    })
  })
  it('tries both families of a name', async () => {
    const port = await tcpServer((socket) => socket.end())
    const seen = await network.tcp({ host: 'localhost', port }, never)
    expect(seen.outcome).toBe('connected')
    expect(seen.attempts.some((a) => a.address === '127.0.0.1' && a.outcome === 'connected')).toBe(true)
  })
  it('tells refused', async () => {
    expect(await network.tcp({ host: '127.0.0.1', port: await closedPort() }, never)).toMatchObject({
      outcome: 'refused',
      attempts: [{ error: 'ECONNREFUSED' }],
    })
  })
  it('ends at once when cancelled', async () => {
    const stop = new AbortController()
    const port = await tcpServer(() => stop.abort(new Error('stop')))
    stop.abort(new Error('stop'))
    await expect(network.tcp({ host: '127.0.0.1', port }, stop.signal)).rejects.toThrow('stop')
  })
})

describe('TLS', () => {
  const look = async (certificate: Awaited<ReturnType<typeof issued.good>>, by = network) =>
    by.tls(addressOf(await secureServer(certificate, (_, response) => response.end())), never)

  it('shows protocol, cipher and chain of a good server', async () => {
    const seen = await look(await issued.good())
    expect(seen).toMatchObject({ outcome: 'open', protocol: 'TLSv1.3' })
    if (seen.outcome !== 'open') return
    expect(seen.problem).toBeUndefined()
    expect(seen.chain.map((c) => c.issuer)).toContain('Contoso Test Authority')
    expect(seen.chain[1]?.sha256).toBe(createHash('sha256').update(new X509Certificate(authority.certificate).raw).digest('hex'))
  })
  it('names each reason not to trust', async () => {
    expect(await look(await issued.wrongName())).toMatchObject({ problem: 'wrongName' })
    expect(await look(await issued.expired())).toMatchObject({ problem: 'expired' })
    expect(await look(await issued.notYetValid())).toMatchObject({ problem: 'notYetValid' })
    // Sent with a chain that is not its own.
    expect(await look(await issued.otherIssuer())).toMatchObject({ problem: 'incomplete' })
    expect(await look(await issued.good(), createNetwork({ proxy: { is: 'direct' }, certificateAuthorities: [] }))).toMatchObject({
      problem: 'notTrusted',
    })
  })
  it('tells garbage, a closed door and silence apart', async () => {
    const at = (port: number) => ({ host: '127.0.0.1', port })
    const garbage = await tcpServer((socket) => socket.end('220 mail.contoso.example ESMTP\r\n'))
    const closing = await tcpServer((socket) => socket.destroy())
    const silent = await tcpServer(() => undefined)
    expect(await network.tls(at(garbage), never)).toMatchObject({ outcome: 'handshakeFailed' })
    expect(await network.tls(at(closing), never)).toMatchObject({ outcome: 'handshakeFailed' })
    expect(await trusting({ limit: 100 }).tls(at(silent), never)).toMatchObject({ outcome: 'handshakeFailed', error: 'ETIMEDOUT' })
    expect(await network.tls(at(await closedPort()), never)).toMatchObject({ outcome: 'notConnected', error: 'ECONNREFUSED' })
  })
  it('ends at once when cancelled in the middle of the handshake', async () => {
    const stop = new AbortController()
    const port = await tcpServer((socket) => socket.once('data', () => stop.abort(new Error('stop'))))
    await expect(network.tls({ host: '127.0.0.1', port }, stop.signal)).rejects.toThrow('stop')
  })
})

describe('proxy', () => {
  // Loopback never goes through a proxy, so a name outside of it stands for the far end; the proxy only sees it asked for.
  const far = { host: 'cp.contoso.example', port: 443 }

  it('asks the proxy for the far end and reports its refusal with the schemes', async () => {
    const proxy = await proxyServer({
      status: 407,
      headers: 'Proxy-Authenticate: Negotiate\r\nProxy-Authenticate: Basic realm="Contoso"\r\n',
    })
    const seen = await trusting({ proxy: { is: 'manual', address: proxy.url, bypass: [] } }).tls(far, never)
    expect(proxy.asked).toEqual(['cp.contoso.example:443'])
    expect(seen).toMatchObject({ outcome: 'proxyRefused', tunnel: { status: 407 } })
    if (seen.outcome === 'proxyRefused') expect(seen.tunnel.schemes.join()).toContain('Negotiate')
  })
  it('reports a proxy that is not there', async () => {
    const seen = await trusting({ proxy: { is: 'manual', address: `127.0.0.1:${await closedPort()}`, bypass: [] } }).tls(far, never)
    expect(seen).toMatchObject({ outcome: 'notConnected', error: 'ECONNREFUSED' })
  })
  it('probes TCP towards the proxy', async () => {
    const proxy = await proxyServer({ port: 1 })
    const { port } = new URL(proxy.url)
    expect(await trusting({ proxy: { is: 'manual', address: proxy.url, bypass: [] } }).tcp(far, never)).toMatchObject({
      host: '127.0.0.1',
      port: Number(port),
      outcome: 'connected',
    })
  })
  it.each(['http', 'https'])(
    'carries TLS, requests and upgrades through the tunnel of an %s proxy, with its account and no other',
    async (scheme) => {
      const origin = await controlPlane(await issued.far())
      const proxy = await proxyServer({ port: Number(new URL(origin).port) }, scheme === 'https' ? await issued.good() : undefined)
      expect(proxy.url).toContain(`${scheme}://`)
      const account = { id: '1', proxy: new URL(proxy.url).host, user: 'adele', password: new Secret('hunter@2') }
      const behind = trusting({ proxy: { is: 'manual', address: proxy.url, bypass: [] }, account })
      expect(await behind.tls(far, never)).toMatchObject({ outcome: 'open', protocol: 'TLSv1.3' })
      expect(await behind.http('https://cp.contoso.example/.well-known/causeway', never)).toMatchObject({
        outcome: 'answered',
        status: 200,
      })
      expect(await behind.upgrade('https://cp.contoso.example', 'causeway', never)).toMatchObject({ outcome: 'passes' })
      expect(await behind.latency('https://cp.contoso.example/.well-known/causeway', never)).toMatchObject({ outcome: 'measured' })
      expect(new Set(proxy.asked)).toEqual(new Set(['cp.contoso.example:443']))
      expect(new Set(proxy.credentials)).toEqual(new Set([`Basic ${btoa('adele:hunter@2')}`]))
      const other = await proxyServer({ status: 407, headers: 'Proxy-Authenticate: Basic realm="Contoso"\r\n' })
      const seen = await trusting({ proxy: { is: 'manual', address: other.url, bypass: [] }, account }).tunnel(far, never)
      expect(seen).toMatchObject({ outcome: 'refused', status: 407, told: false })
      expect(other.credentials).toEqual([undefined])
    },
  )
  it('asks for plain HTTP through a proxy that speaks TLS itself, if its certificate is trusted', async () => {
    const askBy = async (certificate: Issued) => {
      const proxy = await proxyServer({ status: 200 }, certificate)
      const options = { milliseconds: 5000, largest: 100, trust: { ca: [authority.certificate] } }
      const answer = await fetchPlain(
        'http://pki.contoso.example/a.crl',
        { ...options, proxyFor: async () => ({ is: 'proxy', url: proxy.url }) },
        never,
      )
      return { answer, asked: proxy.asked }
    }
    expect(await askBy(await issued.good())).toMatchObject({
      answer: { ok: true, body: new TextEncoder().encode('plain') },
      asked: ['http://pki.contoso.example/a.crl'],
    })
    expect(await askBy(await issued.otherIssuer())).toMatchObject({
      answer: { ok: false, reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
      asked: [],
    })
  })
  it('dials directly where the address is excepted, and to loopback', async () => {
    const behind = trusting({ proxy: { is: 'manual', address: 'proxy:8080', bypass: ['*.contoso.example', '<local>'] } })
    expect(await behind.proxyFor(far, never)).toEqual({ is: 'direct' })
    expect(await behind.proxyFor({ host: 'intranet', port: 443 }, never)).toEqual({ is: 'direct' })
    expect(await behind.proxyFor({ host: '127.0.0.1', port: 443 }, never)).toEqual({ is: 'direct' })
    expect(await behind.proxyFor({ host: 'cp.fabrikam.example', port: 443 }, never)).toEqual({ is: 'proxy', url: 'http://proxy:8080/' })
  })
})

describe('HTTP', () => {
  const get = async (answer: Parameters<typeof secureServer>[1]) =>
    network.http(`${await secureServer(await issued.good(), answer)}/x`, never)

  it('brings status, headers and body', async () => {
    const seen = await get((request, response) => response.setHeader('server', 'contoso').end(`you asked ${request.url ?? ''}`))
    expect(seen).toMatchObject({ outcome: 'answered', status: 200, body: 'you asked /x' })
  })
  it('stops reading an answer without end', async () => {
    const seen = await get((_, response) => {
      const more = () => {
        while (response.write('x'.repeat(16_384)));
        response.once('drain', more)
      }
      more()
    })
    expect(seen.outcome).toBe('answered')
    if (seen.outcome === 'answered') expect(seen.body).toHaveLength(65_536)
  })
  it('refuses an answer of somebody it does not trust, and looks at it when told to', async () => {
    const origin = await secureServer(
      await issued.otherIssuer(),
      (_, response) => response.end('mine'),
      undefined,
      otherAuthority.certificate,
    )
    expect(await network.http(origin, never)).toMatchObject({ outcome: 'notTrusted' })
    expect(await network.http(origin, never, { verify: false })).toMatchObject({
      outcome: 'answered',
      body: 'mine',
      tls: { problem: 'notTrusted' },
    })
  })
  it('tells garbage and silence', async () => {
    expect(await get((request) => request.socket.end('not http\r\n\r\n'))).toMatchObject({ outcome: 'noAnswer' })
    const origin = await secureServer(await issued.good(), () => undefined)
    expect(await trusting({ limit: 500 }).http(origin, never)).toMatchObject({ outcome: 'noAnswer', error: 'ETIMEDOUT' })
  })
})

describe('channel carriers and latency', () => {
  it('sees both carriers pass', async () => {
    const origin = await controlPlane(await issued.good())
    expect(await network.upgrade(origin, 'causeway', never)).toMatchObject({ outcome: 'passes', status: 401 })
    expect(await network.upgrade(origin, 'websocket', never)).toMatchObject({ outcome: 'passes', status: 401 })
  })
  it('sees a carrier that is blocked, and an upgrade that was dropped on the way', async () => {
    const blocked = await controlPlane(await issued.good(), { carriers: ['websocket'] })
    expect(await network.upgrade(blocked, 'causeway', never)).toMatchObject({ outcome: 'dropped', status: 403 })
    const dropping = await secureServer(await issued.good(), (_, response) => response.writeHead(404, { 'causeway-code': 'CW5003' }).end())
    expect(await network.upgrade(dropping, 'causeway', never)).toMatchObject({ outcome: 'dropped', status: 404 })
  })
  it('measures five round trips on one connection', async () => {
    const origin = await controlPlane(await issued.good())
    const seen = await network.latency(`${origin}/.well-known/causeway`, never)
    expect(seen.outcome).toBe('measured')
    if (seen.outcome === 'measured') expect(seen.samples).toHaveLength(5)
  })
})

it('prints addresses with brackets where they are needed', () => {
  expect(printAddress(addressOf('https://[::1]:8443/x'))).toBe('[::1]:8443')
  expect(printAddress(addressOf('https://cp.contoso.example'))).toBe('cp.contoso.example:443')
})
