/** Small real servers on loopback: good ones, and the kinds that stand in the way in real networks. */
import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type Duplex } from 'node:stream'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterAll } from 'vitest'
import type { JsonGeneralName } from '@peculiar/x509'
import { type Discovery } from '../../contract/control-plane-api.ts'
import { TestAuthority, type Issued } from './test-authority.ts'

const open: Server[] = []
const sockets = new Set<Socket>()
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
})

const listen = async (server: Server): Promise<number> => {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.push(server)
  return (server.address() as AddressInfo).port
}

export const authority = await TestAuthority.create('Contoso Test Authority')
export const otherAuthority = await TestAuthority.create('Contoso Web Gateway')

const day = 86_400_000
const loopbackNames: JsonGeneralName[] = [
  { type: 'dns', value: 'localhost' },
  { type: 'ip', value: '127.0.0.1' },
]
export const issued = {
  good: () => authority.issue({ usage: 'server', names: loopbackNames }),
  wrongName: () => authority.issue({ usage: 'server', names: [{ type: 'dns', value: 'portal.contoso.example' }] }),
  expired: () =>
    authority.issue({
      usage: 'server',
      names: loopbackNames,
      notBefore: new Date(Date.now() - 20 * day),
      notAfter: new Date(Date.now() - day),
    }),
  notYetValid: () =>
    authority.issue({
      usage: 'server',
      names: loopbackNames,
      notBefore: new Date(Date.now() + day),
      notAfter: new Date(Date.now() + 20 * day),
    }),
  far: () => authority.issue({ usage: 'server', names: [{ type: 'dns', value: 'cp.contoso.example' }] }),
  otherIssuer: () => otherAuthority.issue({ usage: 'server', names: loopbackNames }),
}

export type Upgrade = (head: { upgrade: string }, socket: Duplex) => void

/** An HTTPS server; `chain` is sent with the certificate. */
export const secureServer = async (
  certificate: Issued,
  answer: RequestListener,
  upgrade?: Upgrade,
  chain = authority.certificate,
): Promise<string> => {
  const server = createHttpsServer(
    { cert: `${certificate.certificate}\n${chain}`, key: certificate.key.export({ type: 'pkcs8', format: 'pem' }) },
    answer,
  )
  if (upgrade !== undefined) server.on('upgrade', (request, socket) => upgrade({ upgrade: request.headers.upgrade ?? '' }, socket))
  return `https://127.0.0.1:${await listen(server)}`
}

/** A TCP server that is handed each connection. */
export const tcpServer = async (onSocket: (socket: Socket) => void): Promise<number> => listen(createServer(onSocket))

/** A port that nobody listens on any more. */
export const closedPort = async (): Promise<number> => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/**
 * An HTTP proxy. It answers CONNECT with a status and headers of its own, or tunnels: every name leads to `port` on loopback, since
 * loopback itself never goes through a proxy. `asked` lists the targets, with the credentials that came along.
 */
export const proxyServer = async (
  behaviour: { status: number; headers?: string } | { port: number },
  /** With it the proxy speaks TLS itself. */
  certificate?: Issued,
): Promise<{ url: string; asked: string[]; credentials: (string | undefined)[] }> => {
  const asked: string[] = []
  const credentials: (string | undefined)[] = []
  const server =
    certificate === undefined
      ? createHttpServer()
      : createHttpsServer({ cert: certificate.certificate, key: certificate.key.export({ type: 'pkcs8', format: 'pem' }) })
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    asked.push(request.url ?? '')
    credentials.push(request.headers['proxy-authorization'])
    response.end('plain')
  })
  server.on('connect', (request, socket: Duplex) => {
    asked.push(request.url ?? '')
    credentials.push(request.headers['proxy-authorization'])
    if (!('port' in behaviour)) {
      socket.end(`HTTP/1.1 ${behaviour.status} No\r\n${behaviour.headers ?? ''}Content-Length: 0\r\n\r\n`)
      return
    }
    const out = connect(behaviour.port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      out.pipe(socket)
      socket.pipe(out)
    })
    out.on('error', () => socket.destroy())
  })
  const scheme = certificate === undefined ? 'http' : 'https'
  return { url: `${scheme}://127.0.0.1:${await listen(server)}`, asked, credentials }
}

export const discovery = (origin: string, more: Partial<Discovery> = {}): Discovery => ({
  schema: 'causeway.discovery/1',
  name: 'Contoso Cloud',
  api: `${origin}/v1`,
  issuer: `${origin}/oidc`,
  relays: [{ name: 'relay-1', url: origin }],
  expectedIssuers: [],
  signInMethods: ['browser'],
  minimumVersion: '0.1.0',
  reconnectWindowSeconds: 5,
  ...more,
})

/** A control plane as far as probes see one: discovery, and a relay that refuses upgrades without proof. */
export const controlPlane = async (
  certificate: Issued,
  more: { discovery?: Partial<Discovery>; now?: () => number; carriers?: string[]; chain?: string } = {},
): Promise<string> => {
  let origin = ''
  const carriers = more.carriers ?? ['causeway', 'websocket']
  origin = await secureServer(
    certificate,
    (request, response) => {
      if (more.now !== undefined) response.setHeader('date', new Date(more.now()).toUTCString())
      if (request.url === '/.well-known/causeway') response.end(JSON.stringify(discovery(origin, more.discovery)))
      else response.writeHead(404, { 'causeway-code': 'CW5003' }).end()
    },
    ({ upgrade }, socket) => {
      if (carriers.includes(upgrade))
        socket.end('HTTP/1.1 401 Unauthorized\r\ncauseway-code: CW4007\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
      else socket.end('HTTP/1.1 403 Blocked\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
    },
    more.chain,
  )
  return origin
}
