/**
 * A middle box as a program: stands in for port 443 of the control plane and misbehaves as told. Runs inside the
 * laboratory only. Arguments: one JSON object; prints `ready` when it listens.
 */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect as connectTls, createServer as createTlsServer, type TLSSocket } from 'node:tls'
import { request as secureRequest } from 'node:https'
import { z } from 'zod'
import { relayPath } from '../../contract/channel.ts'
import { discoveryPath } from '../../contract/control-plane-api.ts'

const { behaviour, key, chain, newestTls, upstream, port } = z
  .object({
    behaviour: z.string(),
    key: z.string(),
    chain: z.string(),
    newestTls: z.literal('1.1').optional(),
    upstream: z.string(),
    port: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

const page = (title: string) => `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`
const answer = (response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}) => {
  response.writeHead(status, { 'content-type': 'text/html', server: 'LabGateway/1.0', ...headers }).end(body)
}

/** Asks the real control plane the same, without what belongs to one connection only. */
const handOn = (asked: IncomingMessage, response: ServerResponse, change?: (body: string) => string) => {
  const headers = { ...asked.headers, connection: 'close' }
  delete headers.upgrade
  const passed = secureRequest(
    { host: upstream, port: 443, servername: 'control.lab', rejectUnauthorized: false, method: asked.method, path: asked.url, headers },
    (from) => {
      if (change === undefined) {
        response.writeHead(from.statusCode ?? 502, from.headers)
        from.pipe(response)
        return
      }
      const pieces: Buffer[] = []
      from.on('data', (piece: Buffer) => pieces.push(piece))
      from.once('end', () =>
        answer(response, from.statusCode ?? 502, change(Buffer.concat(pieces).toString()), { 'content-type': 'application/json' }),
      )
    },
  )
  passed.once('error', () => answer(response, 502, page('Bad gateway')))
  asked.pipe(passed)
}

const withTwoRelays = (body: string): string => {
  const relays = ['relay-1', 'relay-2'].map((name) => ({ name, url: `https://${name}.lab` }))
  return JSON.stringify({ ...(JSON.parse(body) as object), relays })
}

const isOfRelay = (path: string): boolean => path.startsWith(relayPath)

const http = createServer((asked, response) => {
  switch (behaviour) {
    case 'captivePortal':
      answer(response, 302, page('Sign in to the network'), { location: 'https://portal.lab/sign-in' })
      return
    case 'blockPage':
      answer(response, 403, page('Blocked by Contoso Web Gateway'))
      return
    case 'badGateway':
      answer(response, 502, page('502 Bad Gateway'))
      return
    case 'networkAuthentication':
      answer(response, 511, page('Network Authentication Required'))
      return undefined
    case 'pageInstead':
      answer(response, 200, page('Welcome to the guest network'))
      return undefined
    case 'maintenance':
      answer(response, 503, page('Down for maintenance'), { 'retry-after': '3600' })
      return undefined
    case 'endless': {
      response.writeHead(200, { 'content-type': 'application/json' })
      const more = setInterval(() => response.write(' '.repeat(64)), 100)
      response.once('close', () => clearInterval(more))
      return
    }
    case 'mute':
      return
    case 'noRelay':
      if (isOfRelay(asked.url ?? '')) answer(response, 503, page('No server is available'))
      else handOn(asked, response)
      return
    case 'twoRelays':
      handOn(asked, response, asked.url === discoveryPath ? withTwoRelays : undefined)
      return
    default:
      handOn(asked, response)
  }
})
// Without a listener the parser treats an upgrade as the ordinary request that it also is.
if (behaviour === 'webSocketOnly')
  http.on('upgrade', (asked: IncomingMessage, socket: TLSSocket, head: Buffer) => {
    if (asked.headers.upgrade?.toLowerCase() !== 'websocket') {
      socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
      return
    }
    const to = connectTls({ host: upstream, port: 443, servername: 'control.lab', rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] })
    const lines = asked.rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${asked.rawHeaders[at + 1] ?? ''}`] : []))
    to.once('secureConnect', () => {
      to.write([`${asked.method ?? 'GET'} ${asked.url ?? '/'} HTTP/1.1`, ...lines, '', ''].join('\r\n'))
      to.write(head)
      to.pipe(socket).pipe(to)
    })
    for (const end of [to, socket]) end.on('error', () => (to.destroy(), socket.destroy()))
  })

const tls = createTlsServer(
  {
    key: readFileSync(key),
    cert: readFileSync(chain),
    ...(newestTls === undefined ? {} : { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' }),
    ALPNProtocols: ['http/1.1'],
  },
  (socket) => {
    socket.on('error', () => undefined)
    if (behaviour === 'hangsUp') {
      socket.destroy()
      return
    }
    if (behaviour === 'garbage') {
      socket.once('data', () => socket.end('\u0000\u0001\u0002 this is not HTTP\r\n\r\n'))
      return
    }
    if (behaviour === 'forward') {
      const to = connectTls({
        host: upstream,
        port: 443,
        servername: 'control.lab',
        rejectUnauthorized: false,
        ALPNProtocols: ['http/1.1'],
      })
      for (const end of [to, socket]) end.on('error', () => (to.destroy(), socket.destroy()))
      socket.pipe(to).pipe(socket)
      return
    }
    http.emit('connection', socket)
  },
)
tls.on('tlsClientError', () => undefined)
tls.listen(port, '0.0.0.0', () => process.stdout.write('ready\n'))
