/** Small TCP services and clients on loopback. */
import { once } from 'node:events'
import { request as httpsRequest } from 'node:https'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { type Duplex } from 'node:stream'
import { locationId, serviceKey } from './relay-store.ts'
import { type RelayServer } from './relay-server.ts'
import { type TestAuthority } from './test-authority.ts'

export interface TcpService {
  readonly server: Server
  readonly target: string
  readonly sockets: Set<Socket>
  close(): void
}

export const startTcpService = async (serve: (socket: Socket) => void): Promise<TcpService> => {
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    serve(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    server,
    sockets,
    target: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

export const startEcho = (): Promise<TcpService> => startTcpService((socket) => void socket.pipe(socket))

/** Sends without end, as fast as it is taken. */
export const startSource = (): Promise<TcpService> =>
  startTcpService((socket) => {
    const piece = Buffer.alloc(65_536, 1)
    const push = () => {
      while (!socket.destroyed && socket.write(piece));
    }
    socket.on('drain', push)
    socket.resume()
    push()
  })

export interface Upgraded {
  readonly status: number
  readonly code: string | undefined
  /** Only with 101. */
  readonly socket: Duplex
}

/** A cloud service that asks for a TCP resource with `Upgrade: tcp`. */
export const openTcp = (relay: RelayServer, authority: TestAuthority, resource: string, key = serviceKey): Promise<Upgraded> =>
  new Promise((resolve, reject) => {
    const request = httpsRequest({
      host: '127.0.0.1',
      port: relay.port,
      servername: 'localhost',
      ca: authority.certificate,
      agent: false,
      path: `/connect/${locationId}/${resource}`,
      headers: { connection: 'Upgrade', upgrade: 'tcp', authorization: `Bearer ${key}` },
    })
    request.once('error', reject)
    request.once('upgrade', (_answer, socket) => {
      socket.on('error', () => undefined)
      resolve({ status: 101, code: undefined, socket })
    })
    request.once('response', (answer) => {
      answer.resume()
      const code = answer.headers['causeway-code']
      resolve({ status: answer.statusCode ?? 0, code: typeof code === 'string' ? code : undefined, socket: answer.socket })
    })
    request.end()
  })

/** Sends all, ends, and gives back what came until the other end ended. */
export const exchange = async (socket: Duplex, content: Buffer | string): Promise<Buffer> => {
  const pieces: Buffer[] = []
  socket.on('data', (piece: Buffer) => pieces.push(piece))
  const closed = once(socket, 'end')
  socket.end(content)
  await closed
  return Buffer.concat(pieces)
}
