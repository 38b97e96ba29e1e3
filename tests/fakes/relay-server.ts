/** A relay behind a real TLS server on loopback, wired as the control plane wires it. */
import 'reflect-metadata'
import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse } from 'node:http'
import { createSecureServer, type Http2SecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { type AddressInfo, type Socket } from 'node:net'
import { Pkcs10CertificateRequest } from '@peculiar/x509'
import { channelHeaders } from '../../contract/channel.ts'
import { EchoRequest, RenewalRequest } from '../../contract/control-plane-api.ts'
import { type Duplex } from 'node:stream'
import { createRelay } from '../../cloud/relay/relay.ts'
import { type Relay, type RelayOptions } from '../../cloud/relay/relay-api.ts'
import { type RelayStore } from './relay-store.ts'
import { type Issuing } from './test-authority.ts'

export interface RelayServer {
  readonly relay: Relay
  readonly origin: string
  readonly port: number
  readonly server: Http2SecureServer
  /** Drops every connection at once, as a killed process would. */
  kill(): Promise<void>
}

/** The two API calls of a connector, answered as the control plane answers them. */
const answerApi = async (
  relay: Relay,
  authority: Issuing,
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
): Promise<void> => {
  const give = (status: number, body: object) => {
    response.statusCode = status
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(body))
  }
  let text = ''
  for await (const piece of request) text += String(piece)
  const header = request.headers[channelHeaders.proof]
  const proven = await relay.verifyProof(typeof header === 'string' ? header : undefined)
  if (!proven.ok) {
    give(401, { type: 'about:blank', title: 'refused', status: 401, ...proven.failure })
    return
  }
  const { connectorId, organizationId, locationId, publicKey } = proven.value
  if (request.url === '/v1/echo') {
    const { count, bytes } = EchoRequest.parse(JSON.parse(text))
    give(200, await relay.echo(connectorId, count, bytes))
  } else if (request.url === '/v1/renewals') {
    const { csr } = RenewalRequest.parse(JSON.parse(text))
    const asked = new Pkcs10CertificateRequest(csr)
    const issued = await authority.connector(
      { organizationId, locationId, connectorId },
      { publicKey: new Uint8Array(asked.publicKey.rawData) },
    )
    const isSameKey = Buffer.from(asked.publicKey.rawData).equals(publicKey) && (await asked.verify())
    give(isSameKey ? 201 : 400, {
      certificate: issued.certificate,
      chain: [authority.certificate],
      expiresAt: new Date(Date.now() + 90 * 86_400_000).toISOString(),
    })
  } else give(404, {})
}

export const startRelay = async (
  authority: Issuing,
  store: RelayStore,
  options: Partial<RelayOptions> & { readonly port?: number } = {},
): Promise<RelayServer> => {
  const issued = await authority.server()
  const server = createSecureServer({
    allowHTTP1: true,
    ALPNProtocols: ['http/1.1', 'h2'],
    key: issued.key.export({ type: 'pkcs8', format: 'pem' }),
    cert: issued.certificate,
    settings: { enableConnectProtocol: true },
  })
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const origin = `https://localhost:${port}`
  const relay = createRelay(store.ports(), {
    name: 'relay-1',
    audiences: () => [origin],
    connectorAuthorities: [authority.certificate],
    ...options,
  })
  server.on('request', (request, response) => {
    if (relay.handleRequest(request, response)) return
    void answerApi(relay, authority, request, response)
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!relay.handleUpgrade(request, socket, head)) socket.destroy()
  })
  server.on('connect', (request: Http2ServerRequest) => relay.handleConnect(request.stream, request.headers))
  return {
    relay,
    origin,
    port,
    server,
    async kill() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await relay.close({ drainMs: 0 })
    },
  }
}
