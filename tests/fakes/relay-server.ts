/** A relay behind a real TLS server on loopback, wired as the control plane wires it. */
import { once } from 'node:events'
import { createSecureServer, type Http2SecureServer, type Http2ServerRequest } from 'node:http2'
import { type AddressInfo, type Socket } from 'node:net'
import { createRelay } from '../../cloud/relay/relay.ts'
import { type Relay, type RelayOptions } from '../../cloud/relay/relay-api.ts'
import { type RelayStore } from './relay-store.ts'
import { type TestAuthority } from './test-authority.ts'

export interface RelayServer {
  readonly relay: Relay
  readonly origin: string
  readonly port: number
  readonly server: Http2SecureServer
  /** Drops every connection at once, as a killed process would. */
  kill(): Promise<void>
}

export const startRelay = async (
  authority: TestAuthority,
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
    response.statusCode = 404
    response.end()
  })
  server.on('upgrade', (request, socket, head) => {
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
