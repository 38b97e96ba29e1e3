/** The published echo of the demo, where the connector reaches it: on loopback of the server. Argument: the port. Prints `ready` when it listens. */
import { createServer } from 'node:net'

createServer((socket) => {
  socket.on('error', () => socket.destroy())
  socket.pipe(socket)
}).listen(Number(process.argv[2]), '127.0.0.1', () => process.stdout.write('ready\n'))
