/** A service inside the resource location: the first byte says what it does. `E`: sends back what comes. `D`: sends without end. */
import { createServer, type AddressInfo, type Socket } from 'node:net'

const { host } = JSON.parse(process.argv[2] ?? '{}') as { host: string }
const piece = Buffer.alloc(65_536, 1)

const flood = (socket: Socket): void => {
  const push = () => {
    while (!socket.destroyed && socket.write(piece));
  }
  socket.on('drain', push)
  push()
}

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => undefined)
  socket.once('data', (first: Buffer) => {
    if (first[0] === 0x44) {
      flood(socket)
      return
    }
    socket.write(first)
    socket.on('data', (next: Buffer) => socket.write(next))
    socket.on('end', () => socket.end())
  })
})
server.listen(0, host, () => process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`))
